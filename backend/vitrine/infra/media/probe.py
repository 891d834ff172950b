"""What a picture is, before and apart from its pixels."""

from pathlib import Path
from typing import TYPE_CHECKING

from vitrine.infra.media.capture import captured
from vitrine.infra.media.exif import Tags, orientation_of
from vitrine.infra.media.facts import ImageFacts
from vitrine.infra.media.file_types import PDF, PNG, FileType
from vitrine.infra.media.geometry import turned
from vitrine.infra.media.metadata import read_embedded, words_of
from vitrine.infra.media.metadata_blocks import read_blocks
from vitrine.infra.media.metadata_photo import camera, exposure, lens, place
from vitrine.infra.media.opened import Opened
from vitrine.infra.media.pdf import facts_of_document

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

_MAX_FRAMES = 10_000
# Elsewhere several pictures in a file are layers, previews or the halves of a stereo pair.
_WITH_FRAMES = {"image/gif", "image/png", "image/webp", "image/avif", "image/tiff"}


def facts_of(opened: Opened, path: Path) -> ImageFacts:
    """Return the facts of the picture that was opened at `path`. Odd metadata is left out, never raised."""
    picture, found = opened.picture, opened.found
    if found == PDF:
        return facts_of_document(path)
    said = read_embedded(path, picture.info)
    words = words_of(said)
    orientation = opened.orientation or _orientation(picture, found, said.exif.main)
    width, height = opened.size or turned(picture.size, orientation)
    return ImageFacts(
        mime=found.mime,
        width=width,
        height=height,
        orientation=orientation,
        frames=_frames(picture) if found.mime in _WITH_FRAMES else 1,
        mode=picture.mode,
        captured=captured(said),
        camera=camera(said),
        lens=lens(said),
        place=place(said),
        exposure=exposure(said),
        creator=words.creator,
        copyright=words.copyright,
        title=words.title,
        caption=words.caption,
        keywords=words.keywords,
        rating=words.rating,
        raw=said.raw(),
    )


def orientation_of_picture(opened: Opened, path: Path) -> int:
    """Return how the decoder's pixels lie, which it may have turned already: EXIF's 1 to 8."""
    picture, found = opened.picture, opened.found
    if opened.orientation:
        return opened.orientation
    main = read_blocks(path, picture.info).exif.main if found == PNG else {}
    return _orientation(picture, found, main)


def _orientation(picture: "Picture", found: FileType, main: Tags) -> int:
    if found == PNG:
        # Pillow would unpack every pixel to see whether EXIF follows them.
        return orientation_of(main)
    try:
        return orientation_of(picture.getexif())
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 -- Pillow's parser raises a dozen kinds of exception on odd input
        return 1


def _frames(picture: "Picture") -> int:
    try:
        return min(int(getattr(picture, "n_frames", 1)), _MAX_FRAMES)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 -- a broken later frame takes nothing from the first, the one that is shown
        return 1
