"""Our renditions as the worker makes them: through the pool, from a file, to files.

usage: python -m bench.renditions.ours FORMAT EFFORT COUNT CHILDREN PHOTO FOLDER -> one line of JSON, as peer.mjs.
"""

import asyncio
import json
import os
import sys
import time
from pathlib import Path

from vitrine.infra.media.pool import DecoderPool
from vitrine.infra.media.recipe import PictureFormat, Recipe

EDGES = (2048, 1024, 320)
_FORMATS: dict[str, PictureFormat] = {"jpeg": "jpeg", "webp": "webp"}


def recipes(lane: int, picture_format: PictureFormat, effort: int) -> list[Recipe]:
    """Return the three sizes, in names of their own for each lane."""
    return [
        Recipe(name=f"{lane}-{edge}", purpose="bench", max_edge=edge, format=picture_format, quality=80, effort=effort)
        for edge in EDGES
    ]


def resident(pids: list[int]) -> float:
    """Return the peaks of resident memory of `pids`, added up, in MB; pages of files, which they share, count once."""
    peaks, of_files = (_status(pids, field) for field in ("VmHWM", "RssFile"))
    return (sum(peaks) - sum(of_files) + max(of_files)) / 1024


def _status(pids: list[int], field: str) -> list[int]:
    lines = [line for pid in pids for line in Path(f"/proc/{pid}/status").read_text().splitlines()]
    return [int(line.split()[1]) for line in lines if line.startswith(field)]


def computed(pids: list[int]) -> float:
    """Return the CPU seconds of `pids` so far."""
    spent = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13] for pid in pids]
    return sum(int(ticks) for pair in spent for ticks in pair) / os.sysconf("SC_CLK_TCK")


async def measure(picture_format: str, effort: int, count: int, children: int, photo: Path, folder: Path) -> None:
    """Render `photo` `count` times with `children` at work, and print how long it took."""
    async with DecoderPool(children) as pool:
        lanes = [recipes(lane, _FORMATS[picture_format], effort) for lane in range(children)]
        await asyncio.gather(*(pool.render(photo, lane, folder) for lane in lanes))
        left = iter(range(count))
        before = computed([*pool.pids, os.getpid()])
        started = time.perf_counter()

        async def work(lane: list[Recipe]) -> None:
            for _ in left:
                await pool.render(photo, lane, folder)

        await asyncio.gather(*(work(lane) for lane in lanes))
        seconds = time.perf_counter() - started
        cpu = computed([*pool.pids, os.getpid()]) - before
        print(json.dumps({"seconds": seconds, "cpu": cpu, "megabytes": resident(pool.pids)}))


if __name__ == "__main__":
    chosen, effort, count, children, photo, folder = sys.argv[1:]
    asyncio.run(measure(chosen, int(effort), int(count), int(children), Path(photo), Path(folder)))
