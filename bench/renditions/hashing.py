"""How long the ThumbHash and the likeness of a thumbnail take: both belong to every first sight."""

import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from vitrine.infra.media.likeness import likeness
from vitrine.infra.media.thumbhash import thumbhash

_GOAL = 1.0
_TIMES = 200


def hashing(photo: Path) -> str:
    """Return a sentence with the milliseconds of each (median, and the slowest of one in twenty)."""
    with Image.open(photo) as picture:
        picture.draft("RGB", (640, 640))
        picture.thumbnail((320, 320))
        small = picture.convert("RGB")
    told = [f"{name} {_milliseconds(of, small)}" for name, of in (("ThumbHash", thumbhash), ("likeness", likeness))]
    return f"On the 320 px copy: {', '.join(told)}; goal below {_GOAL:g} ms each."


def _milliseconds(of: Callable[[Image.Image], object], small: Image.Image) -> str:
    of(small)
    times = []
    for _ in range(_TIMES):
        started = time.perf_counter()
        of(small)
        times.append(1000 * (time.perf_counter() - started))
    times.sort()
    return f"{times[_TIMES // 2]:.2f} ms (p95 {times[_TIMES * 19 // 20]:.2f})"
