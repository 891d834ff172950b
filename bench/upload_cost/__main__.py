"""What an upload costs the API: bytes and CPU time for each file. python -m bench.upload_cost.

Two hundred photos are announced, sent to storage and completed, in batches and one by one; every byte to and from the
API is counted on the way. The workers rest meanwhile: what they do is not the API's cost.
"""

import argparse
import asyncio
import statistics
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from bench.installation import Installation, installed
from bench.machine import cpu_seconds, described
from bench.sending import announce, complete, send
from bench.upload_cost.relay import Relay, relayed
from tests.client import Client
from vitrine.infra.local.programs import WORKERS

PHOTO = Path(__file__).parents[2] / "tests" / "data" / "landscape_1.jpg"
FILES = 200
BATCHES = (100, 1)
AT_ONCE = 6


@dataclass(frozen=True)
class Cost:
    """Of all files together: bytes to the API and from it, its CPU seconds, and the seconds it took."""

    inward: int
    outward: int
    cpu: float
    seconds: float


@dataclass(frozen=True)
class Meter:
    """Reads what the API has cost so far."""

    here: Installation
    relay: Relay

    def read(self) -> Cost:
        """Return the sums up to now."""
        now = asyncio.get_running_loop().time()
        return Cost(self.relay.inward, self.relay.outward, cpu_seconds(self.here.pid("api")), now)

    def since(self, before: Cost) -> Cost:
        """Return what was added since."""
        now = self.read()
        return Cost(
            now.inward - before.inward,
            now.outward - before.outward,
            now.cpu - before.cpu,
            now.seconds - before.seconds,
        )


async def run(rounds: int) -> None:
    """Measure each way of uploading and print the table."""
    data = PHOTO.read_bytes()
    print(f"{described()} {FILES} uploads of {len(data):,} bytes, median of {rounds} rounds.\n")
    print("| batches of | step | request bytes/file | answer bytes/file | API CPU ms/file | files/s |")
    print("|---|---|---|---|---|---|")
    async with installed() as here, relayed(here.port) as relay:
        for name in WORKERS:
            await here.stack.stop(name)
        meter = Meter(here, relay)
        async with Client(f"http://127.0.0.1:{relay.port}", here.key) as owner:
            await _upload(owner, data, BATCHES[0], meter)
            for size in BATCHES:
                costs = [await _upload(owner, data, size, meter) for _ in range(rounds)]
                for step in costs[0]:
                    print(_row(size, step, [cost[step] for cost in costs]), flush=True)


async def _upload(owner: Client, data: bytes, size: int, meter: Meter) -> dict[str, Cost]:
    """Take `FILES` files through the three steps, in requests of `size` files, and return the cost of each step."""
    costs = {}
    batches = [[(PHOTO.name, len(data))] * size] * (FILES // size)
    before = meter.read()
    opened = await _few_at_once(partial(announce, owner), batches)
    costs["announce"], before = meter.since(before), meter.read()
    await _few_at_once(lambda upload: send(owner, upload, data), [each for batch in opened for each in batch])
    costs["send"], before = meter.since(before), meter.read()
    await _few_at_once(partial(complete, owner), opened)
    costs["complete"] = meter.since(before)
    return costs


async def _few_at_once(do: Callable[[Any], Awaitable[Any]], items: Sequence[Any]) -> list[Any]:
    places = asyncio.Semaphore(AT_ONCE)

    async def one(item: Any) -> Any:
        async with places:
            return await do(item)

    return list(await asyncio.gather(*(one(item) for item in items)))


def _row(size: int, step: str, costs: list[Cost]) -> str:
    inward, outward, cpu, seconds = (
        statistics.median(getattr(cost, name) for cost in costs) for name in ("inward", "outward", "cpu", "seconds")
    )
    return (
        f"| {size} | {step} | {inward / FILES:.0f} | {outward / FILES:.0f} | {1000 * cpu / FILES:.2f} "
        f"| {FILES / seconds:.0f} |"
    )


def main() -> None:
    """Read the number of rounds from the command line."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=3)
    asyncio.run(run(arguments.parse_args().rounds))


if __name__ == "__main__":
    main()
