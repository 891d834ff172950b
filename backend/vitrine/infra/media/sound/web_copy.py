"""A copy of a sound that every browser plays."""

from pathlib import Path

from vitrine.infra.media.film.facts import FilmFacts
from vitrine.infra.media.film.progress import Tell
from vitrine.infra.media.recipe import Rendered


async def web_copy(path: Path, facts: FilmFacts, folder: Path, tell: Tell) -> Rendered:
    """Make `sound-web` in `folder` of the sound at `path`. Raises MediaError."""
    raise NotImplementedError
