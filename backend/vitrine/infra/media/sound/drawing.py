"""A sound's shape as a picture: bars around a middle line, on nothing, in a grey for light and dark grounds."""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1200, 320
_BAR, _GAP = 4, 2
_GREY = (125, 130, 140, 255)
_TALLEST = 0.92
# Quiet recordings are drawn larger, so that they have a shape; but silence stays silence.
_QUIETEST = 0.05


def draw(peaks: Sequence[float], path: Path) -> None:
    """Write `peaks` (0 to 1) as a PNG of 1200 x 320 with a transparent ground to `path`."""
    picture = Image.new("RGBA", (WIDTH, HEIGHT), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    scale = _TALLEST / max([_QUIETEST, *peaks])
    bars = WIDTH // (_BAR + _GAP)
    for number in range(bars):
        half = max(1.0, _loudest(peaks, number, bars) * scale * HEIGHT / 2)
        left = number * (_BAR + _GAP) + _GAP // 2
        box = (left, HEIGHT / 2 - half, left + _BAR - 1, HEIGHT / 2 + half - 1)
        pen.rounded_rectangle(box, radius=_BAR // 2, fill=_GREY)
    picture.save(path, optimize=True)


def _loudest(peaks: Sequence[float], number: int, bars: int) -> float:
    begin, end = number * len(peaks) // bars, (number + 1) * len(peaks) // bars
    return max(peaks[begin : max(end, begin + 1)], default=0.0)
