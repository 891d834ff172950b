"""Our own functions, with all that belongs to them."""

import asyncio
from pathlib import Path

from bench.ladder.floor import repeated
from bench.ladder.sources import Source
from bench.ladder.spending import spending
from vitrine.infra.media.film import poster as posters
from vitrine.infra.media.film.boxes import read_film
from vitrine.infra.media.film.facts import FilmFacts
from vitrine.infra.media.film.hls import make_hls
from vitrine.infra.media.film.ladder import RUNGS, make_ladder
from vitrine.infra.media.film.probe import probe
from vitrine.infra.media.film.progress import Share
from vitrine.infra.media.recipe import Rendered

# A film of a minute, about.
TIMES = 10


def prepared(source: Source) -> FilmFacts:
    """Return what the ladder is told of a film."""
    return asyncio.run(probe(source.path, "video/x-matroska"))


def ladder(source: Source, facts: FilmFacts, folder: Path) -> float:
    """Make both rungs into `folder`."""
    with spending() as spent:
        asyncio.run(make_ladder(source.path, facts, RUNGS, folder, _ignore))
    return spent[0]


def playlists(folder: Path) -> float:
    """Make HLS of the rungs in `folder`, each `TIMES` over: starting the program costs the same for every length."""
    longer = folder / "longer"
    longer.mkdir()
    for rung in RUNGS:
        repeated(folder / f"{rung.name}.mp4", TIMES, longer / f"{rung.name}.mp4")
    return _playlists(longer)


def _playlists(folder: Path) -> float:
    films = [_lying(folder / f"{rung.name}.mp4", rung.name, *rung.box) for rung in RUNGS]
    with spending() as spent:
        asyncio.run(make_hls(films, folder))
    return spent[0]


def poster(source: Source, facts: FilmFacts, folder: Path) -> float:
    """Make the poster into `folder`."""
    with spending() as spent:
        asyncio.run(posters.poster(source.path, facts, folder))
    return spent[0]


def _lying(path: Path, name: str, width: int, height: int) -> Rendered:
    assert read_film(path).frames
    return Rendered(
        name=name,
        purpose="film",
        extension="mp4",
        mime="video/mp4",
        path=path,
        size=path.stat().st_size,
        width=width,
        height=height,
    )


async def _ignore(_: Share) -> None:
    return
