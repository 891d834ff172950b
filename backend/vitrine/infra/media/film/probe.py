"""What a film or a sound is, told by a confined ffprobe."""

from pathlib import Path

from vitrine.infra.media.film.facts import FilmFacts


async def probe(path: Path, mime: str) -> FilmFacts:
    """Return the facts of the film or sound at `path`, whose content we found to be `mime`. Raises MediaError."""
    raise NotImplementedError
