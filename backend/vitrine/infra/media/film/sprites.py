"""Small pictures along a film, to see where one is going."""

from pathlib import Path

from vitrine.infra.media.recipe import Rendered


async def make_sprites(film: Rendered, duration: float, folder: Path) -> list[Rendered]:
    """Return the sheet and its WebVTT track, made from the key frames of `film`, in `folder`. Raises MediaError."""
    raise NotImplementedError
