"""A picture that tells what a film is about, by key frame: a quarter of the time of a frame from in between."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ffmpeg

from vitrine.infra.media.errors import Corrupt
from vitrine.infra.media.ffmpeg import Errand, run
from vitrine.infra.media.film.encoding import ANONYMOUS
from vitrine.infra.media.film.facts import FilmFacts
from vitrine.infra.media.film.picture import as_jpeg, one_shown
from vitrine.infra.media.film.program import compiled
from vitrine.infra.media.film.sizes import Size, fitted, seen
from vitrine.infra.media.film.source import WIDEST, source
from vitrine.infra.media.limits import Limits

_NAME = "poster.jpg"
# A tenth into the film its subject is seen, past titles and black; no further, for files without an index.
_INTO, _FARTHEST = 0.1, 120.0
# Seconds of film in which a picture worth showing is looked for.
_WINDOW = 30
# Share of the entropy that brightness could have: 0 is one flat colour, titles on black stay below 0.2, photographs and
# ordinary scenes lie above 0.7.
_TELLING = 0.4
_ENTROPY = "lavfi.entropy.normalized_entropy.normal.Y"
_LIMITS = Limits(wall=20.0, cpu=20.0)


async def poster(path: Path, facts: FilmFacts, folder: Path) -> Path:
    """Write a full-size, upright picture of the film at `path` into `folder` and return its path. Raises MediaError.

    The first key frame that shows something, else the first key frame, else the first frame.
    """
    made = folder / _NAME
    for graph in _attempts(path, facts, fitted(seen(facts), (WIDEST, WIDEST))):
        errand = Errand(
            program="ffmpeg",
            arguments=compiled([graph], telling=False),
            reads=[path],
            folder=folder,
            outputs=[made],
            limits=_LIMITS,
        )
        # Where ffmpeg finds nothing to show it sometimes says so, and sometimes only writes nothing.
        with contextlib.suppress(Corrupt):
            await run(errand)
            if made.exists() and made.stat().st_size:
                return made
    raise Corrupt("There is not a single picture in this film that can be shown: it is damaged, or cut short.")


def _attempts(path: Path, facts: FilmFacts, size: Size) -> Iterator[Any]:
    begin = min((facts.duration or 0.0) * _INTO, _FARTHEST)
    by_key_frame = {"ss": f"{begin:.3f}", "noaccurate_seek": None, "skip_frame": "nokey", "t": _WINDOW}
    yield _picture(path, facts, size, by_key_frame, telling=True)
    yield _picture(path, facts, size, by_key_frame, telling=False)
    yield _picture(path, facts, size, {}, telling=False)


def _picture(path: Path, facts: FilmFacts, size: Size, options: dict[str, Any], *, telling: bool) -> Any:
    """Return the graph for one picture. With `telling`, frames are passed over until one shows something."""
    assert facts.video is not None
    film = source(path, facts.mime, threads=1, **options)
    shown = one_shown(film[str(facts.video.index)], facts, size)
    if telling:
        shown = shown.filter("entropy").filter(
            "metadata", mode="select", key=_ENTROPY, value=_TELLING, function="greater"
        )
    jpeg = {"c:v": "mjpeg", "q:v": 2, "frames:v": 1, "fps_mode": "passthrough", "f": "image2", "update": 1}
    return ffmpeg.output(as_jpeg(shown, facts), _NAME, **jpeg, **ANONYMOUS)
