"""The picture that lies in a sound file."""

from pathlib import Path

from vitrine.infra.media.film.facts import FilmFacts


async def cover(path: Path, facts: FilmFacts, folder: Path) -> Path | None:
    """Copy the cover, as the file it is, into `folder` and return its path; None without one. Raises MediaError.

    Nothing decodes it here: it is as hostile as any upload.
    """
    raise NotImplementedError
