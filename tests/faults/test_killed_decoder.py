"""A decoder that dies takes its own file with it, and no other."""

import asyncio
import os
import signal
from pathlib import Path

from tests.client import Client
from tests.faults.invariants import assert_nothing_lost_and_nothing_left, looking_into
from tests.faults.listener import Listener
from tests.faults.photos import slow_photo, small_photos
from tests.faults.uploader import Uploader
from tests.machine import Machine
from vitrine.services import Services

# KiB. A decoder comes to hold this much only with the slow photo in hand, whose raster has 180 MiB.
_HEAVY = 150 * 1024
_ATTEMPTS = 3
_RETRY = "mutation ($id: ID!) { retryAssets(ids: [$id]) { __typename } }"


def _decoders(worker: int) -> list[int]:
    """Return the process ids of a worker's decoders: it starts no other children."""
    return [int(pid) for pid in _read(Path(f"/proc/{worker}/task/{worker}/children")).split()]


def _has_the_slow_photo(pid: int) -> bool:
    status = _status(Path("/proc", str(pid)))
    return status.get("State", "").startswith("R") and int(status.get("VmRSS", "0").split()[0]) > _HEAVY


def _status(folder: Path) -> dict[str, str]:
    lines = _read(folder / "status").decode().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        # The process is gone.
        return b""


async def _kill_those_with_the_slow_photo(app: Machine, times: int) -> None:
    killed: set[int] = set()
    async with asyncio.timeout(40):
        while len(killed) < times:
            for pid in _decoders(app.stack.children["worker-image"].pid):
                if pid not in killed and _has_the_slow_photo(pid):
                    os.kill(pid, signal.SIGKILL)
                    killed.add(pid)
            await asyncio.sleep(0.002)


async def test_decoder_that_is_killed_takes_only_its_own_file(app: Machine, services: Services, owner: Client) -> None:
    neighbours = small_photos(12, seed=41)
    slow = slow_photo()
    uploader, listener = Uploader(owner, [slow, *neighbours]), Listener(owner)
    async with listener.listening():
        uploading = asyncio.create_task(uploader.run())
        await _kill_those_with_the_slow_photo(app, _ATTEMPTS)
        await uploading
        await listener.until_all("FAILED", 1, within=30)
        await listener.until_all("READY", len(neighbours), within=30)
        victim = uploader.assets[slow.name]
        assert (listener.failures[victim] or {})["code"] == "CRASHED"
        await _assert_neighbours_were_undisturbed(app, victim)
        await owner.graphql(_RETRY, id=victim)
        await listener.until_all("READY", len(neighbours) + 1, within=30)
    await assert_nothing_lost_and_nothing_left(app, services, [slow, *neighbours])


async def _assert_neighbours_were_undisturbed(app: Machine, victim: str) -> None:
    async with looking_into(app) as database:
        charged = await database.fetch(
            "select kind, attempts, crashes from job where asset_id <> $1::uuid and (attempts > 1 or crashes > 0)",
            victim.removeprefix("asset_"),
        )
    assert not [dict(job) for job in charged]
