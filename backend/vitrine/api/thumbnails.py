"""Which picture stands for an asset where so many pixels are wanted."""

from collections.abc import Sequence

from vitrine.renditions.models import Rendition
from vitrine.renditions.recipes import THUMBNAIL

# Neither a sheet of sprites nor a waveform stands for what it was made of, however large it is.
PICTURES = {"thumbnail", "preview", "large", "poster", "cover", "page"}


def picture_for(rows: Sequence[Rendition], width: int) -> Rendition | None:
    """Return the smallest picture whose longer edge has at least `width` pixels, or else the largest there is."""
    pictures = sorted((row for row in rows if row.purpose in PICTURES), key=_smallest_first)
    large_enough = [row for row in pictures if _longer_edge(row) >= width]
    chosen = large_enough[:1] or pictures[-1:]
    return chosen[0] if chosen else None


def _longer_edge(row: Rendition) -> int:
    return max(row.width or 0, row.height or 0)


def _smallest_first(row: Rendition) -> tuple[int, bool]:
    # Of two alike the one made for the grid comes first: it kept what was transparent.
    return _longer_edge(row), row.purpose != THUMBNAIL.purpose
