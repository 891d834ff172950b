"""One change told to a thousand sockets, our API beside graphql-ws on Node, in one run: python -m bench.fanout.

Both follow the same Redis stream, are asked the same question by the same client, and run on the same core, the client
on the other. Rounds alternate. A single event's time is from the change to each delivery, the last one included; a
burst is so many changes at once, and counts deliveries in a second.
"""

import argparse
import asyncio
import json
import os
import shutil
import signal
import socket
import statistics
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from bench.installation import Installation, installed
from bench.machine import cpu_seconds, described, percentile, resident_kib
from bench.sending import announce, complete, send
from tests.client import Client
from vitrine.infra.local.programs import WORKERS

HERE = Path(__file__).parent
PHOTO = HERE.parents[1] / "tests" / "data" / "landscape_1.jpg"
GOAL = 3.0
SERVER_CORE, CLIENT_CORE = 0, 1 if (os.cpu_count() or 1) > 1 else 0

_ASSET = """
query ($id: ID!) {
  asset(id: $id) {
    id revision title filename status kind width height placeholder thumbnail { url width height }
  }
  viewer { library { id } }
}
"""


@dataclass
class Measured:
    """What the rounds of one server gave."""

    p50: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)
    last: list[float] = field(default_factory=list)
    burst: list[float] = field(default_factory=list)
    microseconds: list[float] = field(default_factory=list)
    kib: list[float] = field(default_factory=list)

    def row(self, name: str) -> str:
        """Return the medians as a row of the table."""
        p50, p99, last = (statistics.median(each) for each in (self.p50, self.p99, self.last))
        burst, cpu, kib = (statistics.median(each) for each in (self.burst, self.microseconds, self.kib))
        return f"| {name} | {p50:.1f} | {p99:.1f} | {last:.1f} | {burst / 1000:.1f} k | {cpu:.1f} | {kib:.0f} |"


@dataclass(frozen=True)
class Question:
    """What is told: the stream it goes through, one entry of it, and the asset as a client sees it."""

    stream: str
    entry: dict[str, str]
    asset: dict[str, Any]


async def run(rounds: int, sockets: int, singles: int, burst: int) -> None:
    """Measure both and print the table."""
    ours, peer = Measured(), Measured()
    async with installed() as here:
        question = await _question(here)
        for name in WORKERS:
            await here.stack.stop(name)
        counts = [str(sockets), str(singles), str(burst)]
        print(
            f"{described()} {sockets} sockets, {rounds} rounds, burst of {burst}; server and client on a core each.\n"
        )
        for _ in range(rounds):
            # Started anew, as the peer is: memory per socket is measured from the same beginning.
            await here.stack.restart("api")
            await _round(here, question, here.pid("api"), here.port, counts, ours)
            async with _peer(here, question) as (pid, port):
                await _round(here, question, pid, port, counts, peer)
    _report(ours, peer)


async def _question(here: Installation) -> Question:
    """Upload a photo, wait until it has everything, and return the change that will be told of it."""
    data = PHOTO.read_bytes()
    async with Client(here.url, here.key) as owner:
        [upload] = await announce(owner, [(PHOTO.name, len(data))])
        await send(owner, upload, data)
        [asset_id] = await complete(owner, [upload])
        async with asyncio.timeout(60):
            while True:
                found = await owner.graphql(_ASSET, id=asset_id)
                if found["asset"]["status"] == "READY":
                    break
                await asyncio.sleep(0.1)
    library = UUID(hex=found["viewer"]["library"]["id"].rpartition("_")[2])
    entry = {
        "topic": "asset",
        "kind": "UPDATED",
        "subject": str(UUID(hex=asset_id.removeprefix("asset_"))),
        "audience": "everyone",
        "person": "",
        "at": datetime.now(UTC).isoformat(),
    }
    return Question(f"vitrine:ev:{library}", entry, found["asset"])


@asynccontextmanager
async def _peer(here: Installation, question: Question) -> AsyncIterator[tuple[int, int]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    redis = here.environ["REDIS_URL"]
    arguments = [str(port), redis, question.stream, json.dumps(question.asset)]
    process = await asyncio.create_subprocess_exec(_node(), str(HERE / "peer.mjs"), *arguments)
    try:
        async with asyncio.timeout(20):
            while not await _listens(port):  # noqa: ASYNC110  # another process opens it
                await asyncio.sleep(0.05)
        yield process.pid, port
    finally:
        process.send_signal(signal.SIGTERM)
        await process.wait()


async def _listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


async def _round(
    here: Installation, question: Question, pid: int, port: int, counts: list[str], measured: Measured
) -> None:
    os.sched_setaffinity(pid, {SERVER_CORE})
    empty = resident_kib(pid)
    client = await asyncio.create_subprocess_exec(
        "taskset",
        "-c",
        str(CLIENT_CORE),
        _node(),
        str(HERE / "client.mjs"),
        f"ws://127.0.0.1:{port}/graphql",
        f"Bearer {here.key}",
        here.environ["REDIS_URL"],
        question.stream,
        json.dumps(question.entry),
        *counts,
        stdout=asyncio.subprocess.PIPE,
        limit=2**24,
    )
    assert client.stdout is not None
    kib, cpu = 0, {}
    while (line := (await client.stdout.readline()).decode().strip()) and not line.startswith("{"):
        cpu[line] = cpu_seconds(pid)
        kib = kib or resident_kib(pid) - empty
    if await client.wait() or not line:
        sys.exit("The client of the measurement failed; see above.")
    _take(json.loads(line), measured, cpu["flooded"] - cpu["told"], kib, counts)


def _take(told: dict[str, Any], measured: Measured, cpu: float, kib: int, counts: list[str]) -> None:
    sockets, singles, burst = (int(each) for each in counts)
    arrived = (len(told["latencies"]), told["burst"]["delivered"])
    if arrived != (sockets * singles, sockets * burst):
        sys.exit(f"{sockets * singles} and {sockets * burst} deliveries were due; {arrived} came.")
    measured.p50.append(percentile(told["latencies"], 0.5))
    measured.p99.append(percentile(told["latencies"], 0.99))
    measured.last.append(statistics.median(told["last"]))
    measured.burst.append(1000 * told["burst"]["delivered"] / told["burst"]["milliseconds"])
    measured.microseconds.append(1e6 * cpu / (sockets * burst))
    measured.kib.append(kib / sockets)


def _report(ours: Measured, peer: Measured) -> None:
    print(
        "| server | single event p50 ms | p99 ms | last socket ms | burst deliveries/s | CPU µs each | KiB a socket |"
    )
    print("|---|---|---|---|---|---|---|")
    print(ours.row("Vitrine"))
    print(peer.row("graphql-ws on Node"))
    by_round = [mine / theirs for mine, theirs in zip(ours.burst, peer.burst, strict=True)]
    ratio = statistics.median(by_round)
    latency = statistics.median(mine / theirs for mine, theirs in zip(ours.p99, peer.p99, strict=True))
    verdict = "reached" if ratio >= GOAL else "missed"
    spread = f"{min(by_round):.1f} to {max(by_round):.1f}"
    cpu = statistics.median(theirs / mine for mine, theirs in zip(ours.microseconds, peer.microseconds, strict=True))
    print(f"\nBurst: **{ratio:.2f}x** the peer ({spread} by round; goal {GOAL:.0f}x, {verdict}).", end=" ")
    print(f"By CPU time {cpu:.2f}x. A single event's p99 is {latency:.2f}x the peer's.")


def _node() -> str:
    found = shutil.which("node")
    if found is None:
        sys.exit("This comparison needs node on PATH.")
    return found


def main() -> None:
    """Read the counts from the command line."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--sockets", type=int, default=1000)
    arguments.add_argument("--singles", type=int, default=30)
    arguments.add_argument("--burst", type=int, default=60)
    read = arguments.parse_args()
    asyncio.run(run(read.rounds, read.sockets, read.singles, read.burst))


if __name__ == "__main__":
    main()
