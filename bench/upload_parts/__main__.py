"""A large file through the client, beside a bare loop of signed PUTs to the same storage. python -m bench.upload_parts.

Both send the same parts, four at once. The client hashes the file first, announces and completes it; the bare loop
sends bytes and joins them, in threads over plain sockets. Beside them a thousand photos of 200 KB, the same two ways.
The workers rest meanwhile: they would take the cores that are measured.
"""

import argparse
import asyncio
import http.client
import os
import statistics
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

from bench.installation import Installation, installed
from bench.machine import cpu_seconds, described
from vitrine.infra.local.programs import WORKERS
from vitrine.infra.storage.objects import Storage, open_storage
from vitrine.settings import load_settings
from vitrine.uploads.policy import part_size_for
from vitrine_client.connection import Vitrine
from vitrine_client.pushing import State, push

MIB = 1024**2
AT_ONCE = 4
PHOTOS, PHOTO_BYTES = 1000, 200_000


def _put(url: str, body: memoryview) -> None:
    to = urlsplit(url)
    assert to.hostname is not None
    connection = http.client.HTTPConnection(to.hostname, to.port, timeout=60)
    connection.request("PUT", f"{to.path}?{to.query}", body, {"Content-Length": str(len(body))})
    status = connection.getresponse().status
    connection.close()
    if status != 200:
        raise OSError(f"storage answered {status}")


async def _put_all(urls: Sequence[str], bodies: Sequence[memoryview]) -> float:
    """Return the seconds that it takes to PUT everything, four at once."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        loop, begun = asyncio.get_running_loop(), time.perf_counter()
        await asyncio.gather(
            *(loop.run_in_executor(pool, _put, url, body) for url, body in zip(urls, bodies, strict=True))
        )
        return time.perf_counter() - begun


async def bare_parts(storage: Storage, data: bytes, part: int) -> float:
    """Return the seconds of a bare loop over the parts of one object."""
    key = f"bench/{uuid4()}"
    opening = await storage.parts.open(key, "application/octet-stream")
    view = memoryview(data)
    bodies = [view[at : at + part] for at in range(0, len(data), part)]
    urls = [
        (await storage.parts.sign(key, opening, number, len(body))).url for number, body in enumerate(bodies, start=1)
    ]
    seconds = await _put_all(urls, bodies)
    begun = time.perf_counter()
    await storage.parts.join(key, opening, await storage.parts.held(key, opening))
    seconds += time.perf_counter() - begun
    await storage.delete(key)
    return seconds


async def bare_photos(storage: Storage, photos: Sequence[bytes]) -> float:
    """Return the seconds of a bare loop over small objects."""
    urls = [(await storage.sign_put(f"bench/{uuid4()}", len(photo))).url for photo in photos]
    return await _put_all(urls, [memoryview(photo) for photo in photos])


async def pushed(here: Installation, paths: Sequence[Path]) -> tuple[float, float]:
    """Return the seconds that the client takes for files that nobody has, and the CPU seconds of the API."""
    cpu, begun = cpu_seconds(here.pid("api")), time.perf_counter()
    async with Vitrine(here.url, here.key) as vitrine:
        states = {outcome.state async for outcome in push(vitrine, paths, parallel=AT_ONCE)}
    assert states == {State.ADDED}, states
    return time.perf_counter() - begun, cpu_seconds(here.pid("api")) - cpu


def _film(folder: Path, size: int) -> tuple[Path, bytes]:
    data = os.urandom(MIB) * (size // MIB - 1) + os.urandom(MIB)
    path = folder / f"{uuid4()}.mp4"
    path.write_bytes(data)
    return path, data


def _photos(folder: Path) -> tuple[list[Path], list[bytes]]:
    photos = [os.urandom(PHOTO_BYTES) for _ in range(PHOTOS)]
    paths = [folder / f"{uuid4()}.jpg" for _ in photos]
    for path, photo in zip(paths, photos, strict=True):
        path.write_bytes(photo)
    return paths, photos


async def run(rounds: int, mebibytes: int) -> None:
    """Measure both ways in turn and print the table."""
    size = mebibytes * MIB
    print(f"{described()} Medians of {rounds} rounds.\n")
    async with installed() as here:
        settings = load_settings(here.environ)
        for name in WORKERS:
            await here.stack.stop(name)
        large: list[tuple[float, float, float]] = []
        small: list[tuple[float, float, float]] = []
        async with open_storage(settings) as storage:
            for _ in range(rounds):
                with tempfile.TemporaryDirectory() as folder:
                    path, data = _film(Path(folder), size)
                    bare = await bare_parts(storage, data, part_size_for(settings, size))
                    large.append((bare, *await pushed(here, [path])))
                    paths, photos = _photos(Path(folder))
                    small.append((await bare_photos(storage, photos), *await pushed(here, paths)))
    print("| what | bare loop s | client s | share of the bare loop's speed | API CPU s |")
    print("|---|---|---|---|---|")
    print(_row(f"one file of {mebibytes} MiB", large))
    print(_row(f"{PHOTOS} photos of {PHOTO_BYTES // 1000} KB", small))
    cpu = statistics.median(each[2] for each in large) * 1024 / mebibytes
    print(f"\nAPI CPU for one GiB in parts: {cpu:.3f} s. Media bytes through the API: none.")


def _row(what: str, measured: Sequence[tuple[float, float, float]]) -> str:
    bare, ours, cpu = (statistics.median(each[column] for each in measured) for column in range(3))
    share = statistics.median(each[0] / each[1] for each in measured)
    return f"| {what} | {bare:.2f} | {ours:.2f} | {share:.2f}x | {cpu:.2f} |"


def main() -> None:
    """Read the number of rounds and the size from the command line."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--mebibytes", type=int, default=1024)
    asked = arguments.parse_args()
    asyncio.run(run(asked.rounds, asked.mebibytes))


if __name__ == "__main__":
    main()
