"""What nobody comes back for is cleared away: not before its time, and then all of it."""

import asyncio
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from tests.client import Client
from tests.domains.uploading import Answer, complete, create, read_asset, ready, settled
from tests.domains.uploads.in_parts import send_parts
from tests.domains.uploads.stored import row_of
from tests.faults.invariants import assert_nothing_lost_and_nothing_left
from tests.faults.photos import large_photo, small_photos
from tests.machine import Machine
from vitrine.infra.storage.answers import ObjectMissing
from vitrine.services import Services
from vitrine.uploads.models import Upload
from vitrine.uploads.sweeping import sweep_uploads

PHOTO = large_photo(seed=71)
WEEK, MINUTE = timedelta(days=7), timedelta(minutes=1)


async def _let_pass(upload: Answer, passed: timedelta) -> None:
    """Have the end of an upload come nearer, or lie so much longer ago."""
    row = await row_of(upload)
    row.expires_at -= passed
    row.finished_at = row.finished_at and row.finished_at - passed
    await row.save(update_fields=["expires_at", "finished_at"])


async def _openings(services: Services, upload: Answer) -> int:
    key = (await row_of(upload)).key
    return len([opening async for opening in services.storage.parts.openings(key)])


async def test_file_in_parts_goes_a_week_after_its_last_part_and_leaves_nothing(
    app: Machine, services: Services, owner: Client
) -> None:
    upload = await create(owner, PHOTO.name, len(PHOTO.data))
    for part in (1, 2):
        assert await send_parts(owner, upload, PHOTO.data, part) == {200}
        await _let_pass(upload, WEEK - MINUTE)
        await sweep_uploads(services)
        assert (await row_of(upload)).status == "WAITING", "there is a minute left"
    await _let_pass(upload, MINUTE)
    await sweep_uploads(services)
    assert ((await row_of(upload)).status, await read_asset(owner, upload["asset"]["id"])) == ("EXPIRED", None)
    assert await _openings(services, upload) == 1, "what was signed last may still be on its way"
    await _let_pass(upload, 11 * MINUTE)
    await sweep_uploads(services)
    assert await _openings(services, upload) == 0
    assert (await Upload.get()).swept
    await assert_nothing_lost_and_nothing_left(app, services, [])


async def _store(services: Services, key: str, hours_ago: int) -> str:
    """Store an object as if it had been there for so long: the store that comes with Vitrine takes a date."""
    stored = services.storage
    then = {"mtime": str(time.time() - hours_ago * 3600)}
    await stored._ours.put_object(Bucket=stored._bucket, Key=key, Body=b"nobody's", Metadata=then)
    [found] = [each async for each in stored.list(key)]
    if datetime.now(UTC) - found.modified < timedelta(hours=hours_ago - 1):
        pytest.skip("This store takes no date from us.")
    return key


async def _sweep_by_command(app: Machine) -> str:
    vitrine = Path(sys.executable).with_name("vitrine")
    sweeping = await asyncio.create_subprocess_exec(
        *(vitrine, "storage", "sweep"),
        stdout=asyncio.subprocess.PIPE,
        env={**app.environ, "PATH": "/usr/bin:/bin"},
    )
    out, _ = await sweeping.communicate()
    assert sweeping.returncode == 0, out
    return out.decode()


async def test_sweeping_deletes_what_no_row_knows_after_two_days_and_nothing_younger(
    app: Machine, services: Services, owner: Client
) -> None:
    [photo] = small_photos(1, seed=72)
    await ready(owner, photo.data, photo.name)
    waiting = await create(owner, PHOTO.name, len(PHOTO.data))
    await send_parts(owner, waiting, PHOTO.data, 1)
    nowhere = f"originals/{uuid4()}"
    old = await _store(services, f"{nowhere}/old.jpg", hours_ago=49)
    young = await _store(services, f"{nowhere}/young.jpg", hours_ago=47)
    opening = await services.storage.parts.open(f"{nowhere}/film.mov", "video/quicktime")
    said = await _sweep_by_command(app)
    assert (f"DELETED  {old}" in said, young in said, opening in said) == (True, False, False)
    with pytest.raises(ObjectMissing):
        await services.storage.size_of(old)
    assert await services.storage.size_of(young) == 8
    held = [each.id async for each in services.storage.parts.openings(nowhere)]
    assert held == [opening]
    assert await send_parts(owner, waiting, PHOTO.data, 2) == {200}
    assert (await settled(owner, await complete(owner, waiting)))["status"] == "READY"
    await assert_nothing_lost_and_nothing_left(app, services, [photo, PHOTO])
