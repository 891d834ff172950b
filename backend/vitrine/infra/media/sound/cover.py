"""The picture that lies in a sound file."""

from pathlib import Path

import ffmpeg

from vitrine.infra.media.ffmpeg import Errand, run
from vitrine.infra.media.film.encoding import ANONYMOUS
from vitrine.infra.media.film.facts import FilmFacts
from vitrine.infra.media.film.program import compiled
from vitrine.infra.media.film.source import source
from vitrine.infra.media.limits import MIB, Limits

_EXTENSIONS = {"mjpeg": "jpg", "png": "png", "gif": "gif", "bmp": "bmp", "webp": "webp", "tiff": "tif"}
_LIMITS = Limits(wall=30.0, cpu=20.0, output=64 * MIB)


async def cover(path: Path, facts: FilmFacts, folder: Path) -> Path | None:
    """Copy the cover, as the file it is, into `folder` and return its path; None without one. Raises MediaError.

    Nothing decodes it here: it is as hostile as any upload.
    """
    if facts.cover is None:
        return None
    made = folder / f"cover.{_EXTENSIONS.get(facts.cover.codec, 'bin')}"
    picture = source(path, facts.mime)[str(facts.cover.index)]
    options = {"c": "copy", "frames:v": 1, "f": "image2", "update": 1}
    errand = Errand(
        program="ffmpeg",
        arguments=compiled([ffmpeg.output(picture, made.name, **options, **ANONYMOUS)], telling=False),
        reads=[path],
        folder=folder,
        outputs=[made],
        limits=_LIMITS,
    )
    await run(errand)
    return made if made.exists() and made.stat().st_size else None
