"""What storage holds and what the database says are compared; what nobody knows goes, after its grace."""

import asyncio
import sys
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from tests.client import Client
from tests.domains.uploading import create, photo, put, ready
from tests.domains.uploads.stored import all_done, row_of, store
from tests.machine import Machine
from vitrine.assets.models import Original
from vitrine.renditions.models import Rendition
from vitrine.services import Services
from vitrine.uploads.left_overs import LeftOvers, look_for_left_overs, sweep_left_overs
from vitrine.uploads.sweeping import sweep_stray_arrivals

NO_GRACE = timedelta(seconds=-5)


async def _ours(services: Services, prefix: str) -> LeftOvers:
    """Look without any grace, and leave out what other tests left in storage."""
    found = await look_for_left_overs(services, NO_GRACE)
    found.unknown = [each for each in found.unknown if each.key.startswith(prefix)]
    found.openings = [each for each in found.openings if each.key.startswith(prefix)]
    return found


async def test_a_library_at_rest_has_nothing_lost_and_nothing_unknown(owner: Client, services: Services) -> None:
    await ready(owner)
    waiting = await create(owner, size=len(body := photo()))
    await put(owner, waiting, body)
    await all_done()
    library = (await Original.get()).library_id
    for prefix in (f"originals/{library}", f"renditions/{library}", (await row_of(waiting)).key):
        assert [each async for each in services.storage.list(prefix)]
        found = await _ours(services, prefix)
        assert (found.lost, found.openings, found.unknown) == ([], [], [])


async def test_objects_and_parts_that_no_row_knows_are_listed_and_swept_after_their_grace(
    owner: Client, services: Services, tmp_path: Path
) -> None:
    await ready(owner)
    await all_done()
    prefix = f"originals/{uuid4()}"
    for name in ("a.jpg", "b.jpg"):
        await store(services, f"{prefix}/{name}", b"nobody's", tmp_path)
    await services.storage.parts.open(f"{prefix}/c.mov", "video/quicktime")
    assert not [each for each in (await look_for_left_overs(services)).unknown if each.key.startswith(prefix)]
    found = await _ours(services, prefix)
    assert [each.key for each in found.unknown] == [f"{prefix}/a.jpg", f"{prefix}/b.jpg"]
    assert [each.key for each in found.openings] == [f"{prefix}/c.mov"]
    assert await sweep_left_overs(services, found) == 3
    found = await _ours(services, prefix)
    assert (found.unknown, found.openings, found.lost) == ([], [], [])


async def test_stray_arrivals_go_by_themselves_and_originals_do_not(
    owner: Client, services: Services, tmp_path: Path
) -> None:
    waiting = await create(owner, size=len(body := photo()))
    await put(owner, waiting, body)
    stray, original, parts = f"in/{uuid4()}", f"originals/{uuid4()}/a.jpg", f"originals/{uuid4()}/b.mov"
    for key in (stray, original):
        await store(services, key, b"nobody's", tmp_path)
    await services.storage.parts.open(parts, "video/quicktime")
    await sweep_stray_arrivals(services)
    assert [each async for each in services.storage.list(stray)], "it is young"
    await sweep_stray_arrivals(services, NO_GRACE)
    assert not [each async for each in services.storage.list(stray)]
    assert not [each async for each in services.storage.parts.openings(parts)]
    assert await services.storage.size_of(original) == len(b"nobody's")
    assert await services.storage.size_of((await row_of(waiting)).key) == len(body)


async def test_what_got_its_row_meanwhile_is_not_swept(owner: Client, services: Services, tmp_path: Path) -> None:
    await ready(owner)
    await all_done()
    original = await Original.get()
    key = f"originals/{uuid4()}/late.jpg"
    await store(services, key, b"late", tmp_path)
    found = await _ours(services, key)
    await Original.filter(id=original.id).update(key=key)
    assert await sweep_left_overs(services, found) == 0
    assert await services.storage.size_of(key) == 4


async def test_rows_whose_objects_are_gone_or_cut_short_are_named(
    app: Machine, owner: Client, services: Services, tmp_path: Path
) -> None:
    await ready(owner)
    await all_done()
    original, thumbnail = await Original.get(), await Rendition.get(recipe="thumbnail-320")
    await services.storage.delete(original.key)
    await store(services, thumbnail.key, b"short", tmp_path)
    found = await look_for_left_overs(services)
    assert {(lost.table, lost.key, lost.found) for lost in found.lost} == {
        ("original", original.key, None),
        ("rendition", thumbnail.key, 5),
    }
    vitrine = Path(sys.executable).with_name("vitrine")
    said = await asyncio.create_subprocess_exec(
        vitrine, "storage", "verify", stdout=asyncio.subprocess.PIPE, env={**app.environ, "PATH": "/usr/bin:/bin"}
    )
    out, _ = await said.communicate()
    assert said.returncode == 1
    assert f"LOST     {original.key} is not there" in out.decode()
    assert "2 lost" in out.decode()
