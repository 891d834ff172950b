"""A thousand photos at once: every one of them comes, nothing else is left, and the API does not grow."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.faults.invariants import assert_nothing_lost_and_nothing_left, until_no_job_is_owed
from tests.faults.photos import Photo, small_photos
from tests.machine import Machine
from vitrine.services import Services
from vitrine_client.connection import Vitrine
from vitrine_client.pushing import State, push

COUNT, BYTES = 1000, 200_000
# Bytes that the API may grow by from the second hundred photos to the last.
GROWTH = 16 * 1024**2


def _photos() -> list[Photo]:
    """Return photos of 200 KB; what fills them up lies behind their end."""
    return [replace(photo, data=photo.data.ljust(BYTES, b"\0")) for photo in small_photos(COUNT, seed=90)]


def _written(folder: Path, photos: list[Photo]) -> list[Path]:
    paths = [folder / photo.name for photo in photos]
    for path, photo in zip(paths, photos, strict=True):
        path.write_bytes(photo.data)
    return paths


def _resident(app: Machine) -> int:
    process = app.stack.children["api"].process
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) * 1024


@pytest.mark.long
@pytest.mark.timeout(900)
async def test_a_thousand_photos_come_whole_and_leave_nothing(
    app: Machine, services: Services, owner_key: str, tmp_path: Path
) -> None:
    photos = _photos()
    paths = _written(tmp_path, photos)
    async with Vitrine(app.url, owner_key) as vitrine:
        states = [outcome.state async for outcome in push(vitrine, paths[:200])]
        before = _resident(app)
        states += [outcome.state async for outcome in push(vitrine, paths[200:])]
        grown = _resident(app) - before
        assert states == [State.ADDED] * COUNT
        await until_no_job_is_owed(app, within=300)
        await assert_nothing_lost_and_nothing_left(app, services, photos)
        assert {outcome.state async for outcome in push(vitrine, paths)} == {State.KNOWN}
    assert grown < GROWTH, f"the API grew by {grown // 1024**2} MiB"
