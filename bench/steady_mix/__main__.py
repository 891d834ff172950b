"""A steady mix for ten minutes: 90 photos, 8 films and 2 PDFs a minute. python -m bench.steady_mix.

Shows whether one machine keeps up: how old the oldest waiting job of each queue is, how long a card waits for its
thumbnail and for READY, and how much memory the product's processes and their children take, minute by minute.
"""

import argparse
import asyncio
import time
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import asyncpg

from bench.installation import Installation, installed
from bench.machine import described, percentile, resident_kib
from bench.sending import announce, complete, send
from bench.steady_mix.files import Source, sources
from tests.client import Client, Subscription

PER_MINUTE = {"photo": 90, "film": 8, "document": 2}
_EVENTS = "subscription { assetEvents { kind assetId asset { status kind thumbnail { url } failure { message } } } }"
_OLDEST = """
select queue, count(*) as depth, extract(epoch from now() - min(greatest(run_after, queued_at)))::float as age
from job where state = 'QUEUED' and run_after <= now() group by queue
"""


@dataclass
class Mix:
    """What was sent when, and what became of it when."""

    sent: dict[str, float] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    sharp: dict[str, float] = field(default_factory=dict)
    ready: dict[str, float] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    async def listen(self, subscription: Subscription) -> None:
        """Note events for as long as they come."""
        while True:
            event = (await subscription.event(within=600))["assetEvents"]
            asset, key, now = event["asset"], event["assetId"], time.monotonic()
            if asset and asset["thumbnail"]:
                self.sharp.setdefault(key, now)
            if asset and asset["status"] == "READY":
                self.ready.setdefault(key, now)
            if event["kind"] == "FAILED":
                self.failed.append(asset["failure"]["message"])

    def waits(self, kind: str, moments: dict[str, float], since: float) -> list[float]:
        """Return the waits of one kind for what was sent at `since` or later and has come."""
        return [
            moments[key] - sent
            for key, sent in self.sent.items()
            if self.kinds[key] == kind and sent >= since and key in moments
        ]


async def _send_forever(owner: Client, mix: Mix, kind: str, source: Source) -> None:
    """Send one file of a kind every so often, whether or not the last one is ready."""
    pause, began = 60 / PER_MINUTE[kind], time.monotonic()
    async with asyncio.TaskGroup() as group:
        for number in count():
            await asyncio.sleep(max(0.0, began + number * pause - time.monotonic()))
            group.create_task(_one(owner, mix, kind, source, number))


async def _one(owner: Client, mix: Mix, kind: str, source: Source, number: int) -> None:
    name, data = source.numbered(number)
    [upload] = await announce(owner, [(name, len(data))])
    await send(owner, upload, data)
    key = upload["asset"]["id"]
    mix.kinds[key], mix.sent[key] = kind, time.monotonic()
    await complete(owner, [upload])


def _memory(root: int) -> int:
    """Return the resident memory of a process and all below it, in MiB."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                fields = (entry / "stat").read_text(encoding="ascii", errors="replace").rsplit(")", 1)[1].split()
            except OSError:
                continue
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    total, waiting = 0, [root]
    while waiting:
        pid = waiting.pop()
        waiting += children.get(pid, [])
        try:
            total += resident_kib(pid)
        except (OSError, IndexError):
            continue
    return total // 1024


async def _minute(here: Installation, database: asyncpg.Connection, mix: Mix, number: int) -> None:
    """Watch for a minute and print its row: the worst of what was seen every second."""
    began, oldest, depth, memory = time.monotonic(), dict[str, float](), dict[str, int](), 0
    parts = [name for name in here.stack.children if name == "api" or name.startswith("worker-")]
    while time.monotonic() - began < 60:
        for row in await database.fetch(_OLDEST):
            oldest[row["queue"]] = max(oldest.get(row["queue"], 0.0), row["age"])
            depth[row["queue"]] = max(depth.get(row["queue"], 0), row["depth"])
        memory = max(memory, sum(_memory(here.pid(name)) for name in parts))
        await asyncio.sleep(1)
    ages = " | ".join(f"{oldest.get(queue, 0):.1f} ({depth.get(queue, 0)})" for queue in ("image", "video", "bulk"))
    sharp = mix.waits("photo", mix.sharp, began)
    films = mix.waits("film", mix.ready, began)
    print(
        f"| {number} | {ages} | {_middle(sharp)} | {_middle(films)} | {memory} | {len(mix.failed)} |",
        flush=True,
    )


def _middle(waits: list[float]) -> str:
    return f"{percentile(waits, 0.5):.1f} / {percentile(waits, 0.95):.1f}" if waits else "-"


async def run(minutes: int, *, hard: bool) -> None:
    """Keep sending for so many minutes and print a row for each."""
    coming = sources(hard=hard)
    print(f"{described()} {', '.join(f'{many} {kind}s' for kind, many in PER_MINUTE.items())} a minute.\n")
    print(
        "| minute | image: oldest s (depth) | video | bulk | photo sharp p50 / p95 s | film READY p50 / p95 s "
        "| memory MiB | failed |\n|---|---|---|---|---|---|---|---|"
    )
    async with installed() as here, Client(here.url, here.key) as owner, owner.subscribe(_EVENTS) as subscription:
        database = await asyncpg.connect(here.environ["DATABASE_URL"])
        mix = Mix()
        work = [asyncio.create_task(mix.listen(subscription))]
        work += [asyncio.create_task(_send_forever(owner, mix, kind, source)) for kind, source in coming.items()]
        try:
            for number in range(1, minutes + 1):
                await _minute(here, database, mix, number)
                if ended := [task for task in work if task.done()]:
                    ended[0].result()
        finally:
            for task in work:
                task.cancel()
            await asyncio.gather(*work, return_exceptions=True)
            await database.close()
    for message in mix.failed[:5]:
        print(f"failed: {message}")


def main() -> None:
    """Read the number of minutes and the kind of films from the command line."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--minutes", type=int, default=10)
    arguments.add_argument("--hard", action="store_true", help="films of noise, which are hard to encode")
    asked = arguments.parse_args()
    asyncio.run(run(asked.minutes, hard=asked.hard))


if __name__ == "__main__":
    main()
