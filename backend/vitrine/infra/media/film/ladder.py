"""The copies of a film that players choose from: one ffmpeg process, one decode, each rung made from the one above."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from vitrine.infra.media.film.facts import FilmFacts
from vitrine.infra.media.film.progress import Tell
from vitrine.infra.media.recipe import Rendered


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One size of film. It fits inside `box`, which is turned for a film that stands upright; nothing is enlarged."""

    name: str
    box: tuple[int, int]


RUNGS = (Rung(name="film-1080p", box=(1920, 1080)), Rung(name="film-720p", box=(1280, 720)))


def rungs_owed(facts: FilmFacts) -> list[Rung]:
    """Return the rungs that show more than the next smaller one, largest first; none without a moving picture."""
    raise NotImplementedError


async def make_ladder(path: Path, facts: FilmFacts, rungs: Sequence[Rung], folder: Path, tell: Tell) -> list[Rendered]:
    """Make `rungs` of the film at `path` in `folder` and return them in their order. Raises MediaError."""
    raise NotImplementedError
