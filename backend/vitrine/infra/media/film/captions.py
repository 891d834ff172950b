"""Subtitles that lie in a film as text, for players on the web."""

from pathlib import Path

from vitrine.infra.media.film.facts import FilmFacts
from vitrine.infra.media.recipe import Rendered


async def extract_captions(path: Path, facts: FilmFacts, folder: Path) -> list[Rendered]:
    """Return the text tracks of the film at `path` as WebVTT in `folder`, empty ones left out. Raises MediaError."""
    raise NotImplementedError
