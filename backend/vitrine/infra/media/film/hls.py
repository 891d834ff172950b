"""HLS of films that exist already: a remux, never a second encode."""

from collections.abc import Sequence
from pathlib import Path

from vitrine.infra.media.recipe import Rendered


async def make_hls(films: Sequence[Rendered], folder: Path) -> list[Rendered]:
    """Return media, list and master playlist of `films` (largest first) as files in `folder`. Raises MediaError."""
    raise NotImplementedError
