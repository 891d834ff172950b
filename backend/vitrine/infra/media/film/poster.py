"""A picture that tells what a film is about, by key frame."""

from pathlib import Path

from vitrine.infra.media.film.facts import FilmFacts


async def poster(path: Path, facts: FilmFacts, folder: Path) -> Path:
    """Write a full-size, upright picture of the film at `path` into `folder` and return its path. Raises MediaError."""
    raise NotImplementedError
