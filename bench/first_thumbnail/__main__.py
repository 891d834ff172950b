"""A hundred photos of 12 to 24 MP dropped at once: how long until each card is sharp. python -m bench.first_thumbnail.

The client does what the gallery does: one request announces all, six files are sent at a time, each is completed as
soon as it is there, and one socket listens. A card is sharp when an event brings its thumbnail; its time counts from
the last byte of its file.
"""

import argparse
import asyncio
import statistics
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.first_thumbnail.photos import photos
from bench.installation import Installation, installed
from bench.machine import described, percentile
from bench.sending import announce, complete, send
from tests.client import Client, Subscription

AT_ONCE = 6
# Seconds from the last byte of the first file to its thumbnail.
GOAL = 1.0
_EVENTS = """
subscription { assetEvents { kind assetId asset { status failure { message } thumbnail { url } } } }
"""


@dataclass
class Drop:
    """When things happened, by asset: the last byte, the thumbnail, READY."""

    began: float
    sent: dict[str, float] = field(default_factory=dict)
    sharp: dict[str, float] = field(default_factory=dict)
    ready: dict[str, float] = field(default_factory=dict)

    @property
    def waits(self) -> list[float]:
        """Return how long each card stayed blurred after its last byte, in the order they were sent."""
        return [self.sharp[asset] - self.sent[asset] for asset in self.sent]

    async def listen(self, subscription: Subscription, count: int) -> None:
        """Note events until so many assets are READY."""
        while len(self.ready) < count:
            event = (await subscription.event(within=300))["assetEvents"]
            asset, now = event["asset"], time.monotonic()
            if event["kind"] == "FAILED":
                sys.exit(f"A photo failed: {asset['failure']['message']}")
            if asset and asset["thumbnail"]:
                self.sharp.setdefault(event["assetId"], now)
            if asset and asset["status"] == "READY":
                self.ready.setdefault(event["assetId"], now)


async def drop_at_once(here: Installation, paths: list[Path]) -> Drop:
    """Drop all the photos and return when each became what."""
    files = [(path, path.read_bytes()) for path in paths]
    async with Client(here.url, here.key) as owner, owner.subscribe(_EVENTS) as subscription:
        drop = Drop(time.monotonic())
        listening = asyncio.create_task(drop.listen(subscription, len(paths)))
        places = asyncio.Semaphore(AT_ONCE)

        async def one(upload: dict[str, Any], data: bytes) -> None:
            async with places:
                await send(owner, upload, data)
                drop.sent[upload["asset"]["id"]] = time.monotonic()
                await complete(owner, [upload])

        opened = await announce(owner, [(path.name, len(data)) for path, data in files])
        await asyncio.gather(*(one(upload, data) for upload, (_, data) in zip(opened, files, strict=True)))
        await listening
    return drop


async def run(rounds: int, count: int) -> None:
    """Drop and measure so often, each time into a library of its own, and print the table."""
    paths = photos(count)
    megabytes = sum(path.stat().st_size for path in paths) / 1e6
    print(f"{described()} {count} photos of 12 to 24 MP, {megabytes:.0f} MB.\n")
    print("| round | first card sharp s | p50 s | p95 s | all sent s | all sharp s | all READY s | one photo alone s |")
    print("|---|---|---|---|---|---|---|---|")
    firsts = []
    for number in range(1, rounds + 1):
        async with installed() as here:
            alone = await drop_at_once(here, [paths[-1]])
        async with installed() as here:
            drop = await drop_at_once(here, paths)
        waits = drop.waits
        firsts.append(waits[0])
        lasts = [max(times.values()) - drop.began for times in (drop.sent, drop.sharp, drop.ready)]
        print(
            f"| {number} | **{waits[0]:.2f}** | {percentile(waits, 0.5):.2f} | {percentile(waits, 0.95):.2f} "
            f"| {lasts[0]:.1f} | {lasts[1]:.1f} | {lasts[2]:.1f} | {alone.waits[0]:.2f} |",
            flush=True,
        )
    first = statistics.median(firsts)
    print(f"\nFirst card: **{first:.2f} s** (goal {GOAL:.0f} s, {'reached' if first <= GOAL else 'missed'}).")


def main() -> None:
    """Read the counts from the command line."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=2)
    arguments.add_argument("--photos", type=int, default=100)
    read = arguments.parse_args()
    asyncio.run(run(read.rounds, read.photos))


if __name__ == "__main__":
    main()
