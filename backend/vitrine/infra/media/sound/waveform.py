"""The shape of a sound, as numbers and as a picture."""

from dataclasses import dataclass
from pathlib import Path

from vitrine.infra.media.film.facts import FilmFacts
from vitrine.infra.media.recipe import Rendered


@dataclass(frozen=True, slots=True, kw_only=True)
class Waveform:
    """At most 2000 `peaks` (0 to 1, evenly spaced over `duration` seconds), and the files that show them."""

    peaks: list[float]
    picture: Path
    duration: float
    rendered: list[Rendered]


async def waveform(path: Path, facts: FilmFacts, folder: Path) -> Waveform:
    """Decode the sound at `path` once, in constant memory, and draw it into `folder`. Raises MediaError."""
    raise NotImplementedError
