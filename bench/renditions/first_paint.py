"""A hundred photos dropped at once, when is each thumbnail there? python -m bench.renditions.first_paint [--rounds N].

"apart": the thumbnails of all first, each in a small decode of its own, then the larger sizes in a second. "together":
one decode of each photo makes all three, the thumbnail written and told first. Half the photos are 24 MP, half 12.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.renditions.ours import computed
from bench.renditions.pictures import make_pictures
from vitrine.infra.media.pool import DecoderPool
from vitrine.infra.media.recipe import Recipe
from vitrine.infra.media.wire import Message

COUNT = 100


@dataclass(frozen=True)
class Drop:
    """Seconds from the drop to each thumbnail, to the last rendition, and CPU seconds of all."""

    thumbnails: list[float]
    done: float
    cpu: float

    def row(self, name: str) -> str:
        """Return a row of the table."""
        cuts = statistics.quantiles(self.thumbnails, n=20)
        return (
            f"| {name} | {min(self.thumbnails):.2f} | {cuts[9]:.2f} | {cuts[18]:.2f} | {max(self.thumbnails):.2f} "
            f"| {self.done:.2f} | {self.cpu:.1f} |"
        )


def recipes(number: int) -> list[Recipe]:
    """Return the thumbnail and the two larger sizes of photo `number`."""
    return [
        Recipe(name=f"{number}-320", purpose="thumbnail", max_edge=320, format="webp", quality=80, effort=2),
        Recipe(name=f"{number}-1024", purpose="preview", max_edge=1024, format="jpeg", quality=80),
        Recipe(name=f"{number}-2048", purpose="large", max_edge=2048, format="jpeg", quality=80),
    ]


Strategy = Callable[[DecoderPool, list[Path], Path, Callable[[], None]], Coroutine[Any, Any, None]]


async def apart(pool: DecoderPool, photos: list[Path], folder: Path, seen: Callable[[], None]) -> None:
    """Thumbnails first; a photo's larger sizes only when nobody waits for a thumbnail any more."""

    async def thumbnail(number: int, photo: Path) -> None:
        await pool.first_sight(photo, recipes(number)[:1], folder)
        seen()

    await asyncio.gather(*(thumbnail(number, photo) for number, photo in enumerate(photos)))
    await asyncio.gather(*(pool.render(photo, recipes(number)[1:], folder) for number, photo in enumerate(photos)))


async def together(pool: DecoderPool, photos: list[Path], folder: Path, seen: Callable[[], None]) -> None:
    """One decode for all sizes; the thumbnail counts from when the child tells of it."""

    def take(message: Message) -> None:
        if message.get("rendered") == 0:
            seen()

    async def whole(number: int, photo: Path) -> None:
        wire = [recipe.to_wire() for recipe in recipes(number)]
        request = {"task": "render", "recipes": wire, "first_sight": True}
        outputs = [recipe.path_in(folder) for recipe in recipes(number)]
        await pool.run(request, take, inputs={"path": photo}, outputs=outputs)

    await asyncio.gather(*(whole(number, photo) for number, photo in enumerate(photos)))


async def drop(strategy: Strategy, photos: list[Path], children: int) -> Drop:
    """Do `photos` all at once with `children` at work."""
    thumbnails: list[float] = []
    async with DecoderPool(children) as pool:
        with tempfile.TemporaryDirectory(prefix="vitrine-bench-") as folder:
            before, started = computed(pool.pids), time.perf_counter()
            await strategy(pool, photos, Path(folder), lambda: thumbnails.append(time.perf_counter() - started))
            return Drop(thumbnails, time.perf_counter() - started, computed(pool.pids) - before)


def main() -> None:
    """Measure both ways in turn and print each round."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--children", type=int, default=2)
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="vitrine-bench-") as scratch:
        photos = list(make_pictures(Path(scratch)).values()) * (COUNT // 2)
        print("| way | first thumbnail s | p50 | p95 | last | all renditions | CPU s |")
        print("|" + "---|" * 7)
        for _ in range(chosen.rounds):
            for strategy in (apart, together):
                print(asyncio.run(drop(strategy, photos, chosen.children)).row(strategy.__name__), flush=True)


if __name__ == "__main__":
    main()
