"""What a picture is, before and apart from its pixels."""

from typing import TYPE_CHECKING

from PIL import ExifTags

from vitrine.infra.media.capture import camera, captured, place
from vitrine.infra.media.exif import clean_text, orientation_of, raw_exif, read_exif
from vitrine.infra.media.facts import ImageFacts
from vitrine.infra.media.file_types import FileType
from vitrine.infra.media.geometry import turned

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

_MAX_FRAMES = 10_000
# Elsewhere several pictures in a file are layers, previews or the halves of a stereo pair.
_WITH_FRAMES = {"image/gif", "image/png", "image/webp", "image/avif", "image/tiff"}


def facts_of(picture: "Picture", found: FileType) -> ImageFacts:
    """Return the facts of an opened picture. Odd metadata is left out, never raised; a PNG is decoded for them."""
    exif = read_exif(picture)
    main, photo, gps = exif["main"], exif["photo"], exif["gps"]
    orientation = orientation_of(main)
    width, height = turned(picture.size, orientation)
    return ImageFacts(
        mime=found.mime,
        width=width,
        height=height,
        orientation=orientation,
        frames=_frames(picture) if found.mime in _WITH_FRAMES else 1,
        mode=picture.mode,
        captured=captured(photo, gps),
        camera=camera(main),
        lens=clean_text(photo.get(ExifTags.Base.LensModel)),
        place=place(gps),
        copyright=clean_text(main.get(ExifTags.Base.Copyright)),
        raw=raw_exif(exif),
    )


def _frames(picture: "Picture") -> int:
    try:
        return min(int(getattr(picture, "n_frames", 1)), _MAX_FRAMES)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 -- a broken later frame takes nothing from the first, the one that is shown
        return 1
