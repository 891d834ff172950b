"""Storage that answers three requests of ten badly, or not at all: it takes longer, and nothing is lost."""

import asyncio
from pathlib import Path

import pytest

from tests.client import Client
from tests.faults.invariants import assert_nothing_lost_and_nothing_left, until_no_job_is_owed
from tests.faults.photos import Photo, large_photo, small_photos
from tests.faults.storage.troubles import Storm
from tests.faults.storage.way import Way
from tests.faults.uploader import Uploader
from tests.machine import Machine
from vitrine.services import Services
from vitrine_client.connection import Vitrine
from vitrine_client.pushing import Outcome, State, push

KINDS = {"fault", "cut", "slow_down", "dead", "unheard", "late", "false_yes", "false_no"}


async def _pushed(vitrine: Vitrine, photo: Photo, folder: Path) -> Outcome:
    """Send a file as `vitrine push` does."""
    path = folder / photo.name
    path.write_bytes(photo.data)
    [outcome] = [outcome async for outcome in push(vitrine, [path])]
    return outcome


async def _upload_all(owner: Client, key: str, whole: list[Photo], large: Photo, folder: Path, at_once: int) -> None:
    uploader = Uploader(owner, whole, at_once=at_once)
    async with Vitrine(owner.url, key) as vitrine:
        _, outcome = await asyncio.gather(uploader.run(), _pushed(vitrine, large, folder))
    assert outcome.state is State.ADDED, outcome
    assert len(set(uploader.assets.values())) == len(whole)


async def test_a_few_uploads_outlast_a_short_storm(
    way: Way, app: Machine, services: Services, owner: Client, owner_key: str, tmp_path: Path
) -> None:
    photos, large = small_photos(4, seed=66), large_photo(seed=67)
    with way.troubled(Storm(seed=2)):
        await _upload_all(owner, owner_key, photos, large, tmp_path, at_once=4)
        await until_no_job_is_owed(app)
        assert way.met.keys() >= {"false_yes", "false_no"}
    await assert_nothing_lost_and_nothing_left(app, services, [*photos, large])


@pytest.mark.long
@pytest.mark.parametrize("seed", [3, 4])
async def test_every_upload_outlasts_a_storm_of_twenty_seconds(
    seed: int, way: Way, app: Machine, services: Services, owner: Client, owner_key: str, tmp_path: Path
) -> None:
    photos, large = small_photos(30, seed=68), large_photo(seed=69)
    with way.troubled(Storm(seed)):
        uploading = _upload_all(owner, owner_key, photos, large, tmp_path, at_once=3)
        await asyncio.gather(uploading, asyncio.sleep(20))
        assert way.met.keys() == KINDS
    # The longest pause after so few failures.
    await until_no_job_is_owed(app, within=60)
    await assert_nothing_lost_and_nothing_left(app, services, [*photos, large])
