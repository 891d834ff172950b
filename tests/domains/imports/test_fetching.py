"""A worker fetches a file and uploads it in the name of whoever asked; what cannot be had is said in words."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from tests.domains.imports.asked import fetched, job_of, wish
from tests.domains.people import Person
from tests.domains.uploading import photo
from tests.domains.uploads.in_parts import SINGLE_PUT, large_picture
from tests.remote import Remote
from vitrine.accounts.models import Membership
from vitrine.assets.models import Asset
from vitrine.imports.models import ImportStatus, UrlImport
from vitrine.infra.storage.answers import StorageUnavailable
from vitrine.infra.storage.parts import Parts
from vitrine.organise.models import AssetTag
from vitrine.services import Services
from vitrine.uploads.models import Upload, UploadStatus
from vitrine.work.models import Job, JobState


async def asset_of(row: UrlImport) -> Asset:
    """Return the asset of an import that must have gone well."""
    assert row.status is ImportStatus.COMPLETE, (row.error_code, row.error_message)
    return await Asset.get(id=row.asset_id)


async def test_a_file_comes_in_the_way_every_upload_does(fetching: Services, member: Person, remote: Remote) -> None:
    body, at = photo(), datetime(2020, 5, 1, 12, tzinfo=timezone(timedelta(hours=2)))
    url = remote.serve("/pictures/IMG_1.jpg", body, Content_Type="image/jpeg")
    row = await wish(
        fetching, member.actor, url, title="A title", description="Words", tags=("Trip", "Sea"), captured_at=at
    )
    asset = await asset_of(await fetched(fetching, row))
    assert (asset.filename, asset.title, asset.description) == ("IMG_1.jpg", "A title", "Words")
    assert (asset.uploaded_by_id, asset.captured_utc, asset.status) == (member.user.id, at, "PROCESSING")
    assert (asset.captured_local, asset.captured_offset) == ("2020-05-01T12:00:00", 120)
    assert await AssetTag.filter(asset_id=asset.id).count() == 2
    upload = await Upload.get(asset_id=asset.id)
    assert (upload.status, upload.size) == (UploadStatus.COMPLETE, len(body))
    assert upload.claimed_sha256 == hashlib.sha256(body).hexdigest()
    assert b"".join([chunk async for chunk in fetching.storage.read(upload.key)]) == body
    assert (await Job.get(kind="uploads.receive")).asset_id == asset.id
    now = await UrlImport.get(id=row.id)
    assert (now.bytes, now.total) == (len(body), len(body))
    assert (await job_of(row)).state is JobState.DONE


@pytest.mark.parametrize(
    ("path", "headers", "given", "filename"),
    [
        ("/a.jpg", {}, "Mine.jpg", "Mine.jpg"),
        ("/a.jpg", {"Content_Disposition": "attachment; filename*=UTF-8''%C3%A4.jpg"}, None, "ä.jpg"),
        ("/a.jpg", {"Content_Disposition": 'attachment; filename="../../b.jpg"'}, None, "b.jpg"),
        ("/photo.php", {"Content_Type": "image/jpeg"}, None, "photo.jpg"),
        ("/42", {}, None, "42.jpg"),
        ("/", {}, None, "import.jpg"),
        ("/song.mp3", {}, None, "song.jpg"),
    ],
)
async def test_a_file_is_called_as_asked_or_as_its_host_says(
    path: str, headers: dict[str, str], given: str | None, filename: str, fetching: Services, me: Person, remote: Remote
) -> None:
    row = await wish(fetching, me.actor, remote.serve(path, photo(), 200, **headers), filename=given)
    assert (await asset_of(await fetched(fetching, row))).filename == filename


@pytest.mark.parametrize(
    ("body", "status", "filename", "code"),
    [
        (b"<!doctype html><html><title>Sign in</title></html>", 200, None, "UNSUPPORTED"),
        (b"<!doctype html><html><title>Sign in</title></html>", 200, "photo.jpg", "DISAGREEMENT"),
        (b"", 200, None, "EMPTY"),
        (b"gone", 404, None, "NOT_FOUND"),
        (b"no", 403, None, "NOT_ALLOWED"),
    ],
)
async def test_what_cannot_be_kept_ends_with_a_reason_and_no_asset(
    body: bytes, status: int, filename: str | None, code: str, fetching: Services, me: Person, remote: Remote
) -> None:
    row = await wish(fetching, me.actor, remote.serve("/photo.jpg", body, status), filename=filename)
    row = await fetched(fetching, row)
    assert (row.status, row.error_code) == (ImportStatus.FAILED, code)
    assert row.error_message
    assert not await Asset.exists()
    assert not await Upload.exists()
    # Nobody who runs Vitrine could do anything about it.
    assert (await job_of(row)).state is JobState.DONE


async def test_a_file_that_is_too_large_is_refused(fetching: Services, me: Person, remote: Remote) -> None:
    small = replace(fetching, settings=replace(fetching.settings, upload_max_bytes=1000))
    row = await fetched(small, await wish(small, me.actor, remote.serve("/photo.jpg", photo())))
    assert (row.status, row.error_code) == (ImportStatus.FAILED, "FILE_TOO_LARGE")


async def test_a_slow_drip_ends_at_the_time_limit_and_is_told_on_the_way(
    fetching: Services, me: Person, remote: Remote
) -> None:
    async def drip() -> AsyncIterator[bytes]:
        while True:
            yield b"\xff\xd8" * 50
            await asyncio.sleep(0.1)

    hasty = replace(fetching, settings=replace(fetching.settings, import_url_timeout=2.0))
    row = await wish(hasty, me.actor, remote.stream("/drip", drip, length=10**6))
    fetching_it = asyncio.create_task(fetched(hasty, row))
    await asyncio.sleep(1.5)
    now, job = await UrlImport.get(id=row.id), await job_of(row)
    assert (now.status, now.total, 0 < now.bytes < 10_000) == (ImportStatus.FETCHING, 10**6, True)
    assert (job.step, job.total, job.unit) == ("fetch", 10**6, "bytes")
    row = await fetching_it
    assert (row.status, row.error_code) == (ImportStatus.FAILED, "TIME_LIMIT")


async def test_whoever_left_the_library_brings_nothing_in(fetching: Services, member: Person, remote: Remote) -> None:
    row = await wish(fetching, member.actor, remote.serve("/photo.jpg", photo()))
    await Membership.filter(user_id=member.user.id).delete()
    row = await fetched(fetching, row)
    assert (row.status, row.error_code, remote.asked) == (ImportStatus.FAILED, "NOT_A_MEMBER", [])


async def test_what_was_switched_off_meanwhile_fetches_nothing(fetching: Services, me: Person, remote: Remote) -> None:
    row = await wish(fetching, me.actor, remote.serve("/photo.jpg", photo()))
    off = replace(fetching, settings=replace(fetching.settings, import_urls=False))
    row = await fetched(off, row)
    assert (row.status, row.error_code, remote.asked) == (ImportStatus.FAILED, "IMPORT_OFF", [])


async def test_a_large_file_goes_up_in_parts_and_only_the_missing_ones(
    fetching: Services, me: Person, remote: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = replace(fetching, settings=replace(fetching.settings, upload_single_put_max_bytes=SINGLE_PUT))
    body, put, sent = large_picture(11), Parts.put, list[int]()
    row = await wish(limit, me.actor, remote.serve("/large.bmp", body))

    async def break_at_the_second(self: Parts, key: str, opening: str, number: int, part: bytes) -> None:
        if number == 2 and len(sent) == 1:
            sent.append(0)
            raise StorageUnavailable("away")
        sent.append(number)
        await put(self, key, opening, number, part)

    monkeypatch.setattr(Parts, "put", break_at_the_second)
    assert (await fetched(limit, row)).status is ImportStatus.FETCHING
    asset = await asset_of(await fetched(limit, row))
    upload = await Upload.get()
    assert (upload.asset_id, upload.part_count, sent) == (asset.id, 3, [1, 0, 2, 3])
    digest = hashlib.sha256()
    async for chunk in limit.storage.read(upload.key):
        digest.update(chunk)
    assert digest.digest() == hashlib.sha256(body).digest()
