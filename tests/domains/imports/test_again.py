"""However often an import is attempted, it is one asset; what passes is waited for, the rest can be retried."""

from typing import Any

import pytest

from tests.domains.imports.asked import fetched, job_of, wish, work
from tests.domains.people import Person
from tests.domains.uploading import photo
from tests.remote import Remote
from vitrine.assets.models import Asset
from vitrine.imports import bringing, tasks
from vitrine.imports.models import ImportStatus, UrlImport
from vitrine.infra.storage.answers import StorageUnavailable
from vitrine.infra.storage.objects import Storage
from vitrine.queues.actions import cancel_job, retry_job
from vitrine.queues.errors import JobNotFound
from vitrine.queues.tasks import TASKS
from vitrine.services import Services
from vitrine.uploads.actions import abort_upload
from vitrine.uploads.models import Upload, UploadStatus
from vitrine.work.models import JobState
from vitrine.work.runner import TryAgain


async def _fail_once(monkeypatch: pytest.MonkeyPatch, place: Any, name: str, error: Exception) -> None:
    real, failed = getattr(place, name), list[bool]()

    async def fail(*given: Any, **more: Any) -> Any:
        if not failed:
            failed.append(True)
            raise error
        return await real(*given, **more)

    monkeypatch.setattr(place, name, fail)


async def _is_one_asset(row: UrlImport) -> None:
    assert row.status is ImportStatus.COMPLETE, (row.error_code, row.error_message)
    assert [asset.id for asset in await Asset.all()] == [row.asset_id]


async def test_a_host_in_trouble_is_asked_again(fetching: Services, me: Person, remote: Remote) -> None:
    row = await wish(fetching, me.actor, remote.serve("/photo.jpg", b"", 503))
    row = await fetched(fetching, row)
    job = await job_of(row)
    assert (row.status, job.state, job.error_code) == (ImportStatus.FETCHING, JobState.QUEUED, "REMOTE_UNAVAILABLE")
    remote.serve("/photo.jpg", photo())
    await _is_one_asset(await fetched(fetching, row))


async def test_a_host_that_stays_in_trouble_is_given_up_and_can_be_retried(
    fetching: Services, me: Person, member: Person, remote: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "ATTEMPTS", 2)
    row = await wish(fetching, member.actor, remote.serve("/photo.jpg", b"", 503))
    for _ in range(2):
        row = await fetched(fetching, row)
    job = await job_of(row)
    assert (row.status, row.error_code, job.state) == (ImportStatus.FAILED, "REMOTE_UNAVAILABLE", JobState.DEAD)
    remote.serve("/photo.jpg", photo())
    await retry_job(fetching, TASKS, member.actor, job.id)
    again = await UrlImport.get(id=row.id)
    assert again.status is ImportStatus.WAITING
    assert again.error_code is None
    await _is_one_asset(await fetched(fetching, again))


async def test_storage_that_is_away_makes_no_second_asset(
    fetching: Services, me: Person, remote: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _fail_once(monkeypatch, Storage, "put_file", StorageUnavailable("away"))
    row = await wish(fetching, me.actor, remote.serve("/photo.jpg", photo()))
    assert (await fetched(fetching, row)).status is ImportStatus.FETCHING
    assert (await Asset.get()).status == "UPLOADING"
    await _is_one_asset(await fetched(fetching, row))


async def test_an_attempt_that_broke_after_the_upload_fetches_nothing_again(
    fetching: Services, me: Person, remote: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _fail_once(monkeypatch, tasks, "_complete", TryAgain("BROKE", "It broke.", limit=2))
    row = await wish(fetching, me.actor, remote.serve("/photo.jpg", photo()))
    assert (await fetched(fetching, row)).status is ImportStatus.FETCHING
    await _is_one_asset(await fetched(fetching, row))
    assert len(remote.asked) == 1


async def test_a_file_that_changed_between_two_attempts_leaves_no_upload_behind(
    fetching: Services, me: Person, remote: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _fail_once(monkeypatch, bringing, "complete_upload", StorageUnavailable("away"))
    row = await wish(fetching, me.actor, remote.serve("/photo.jpg", photo()))
    await work(fetching)
    remote.serve("/photo.jpg", photo())
    await _is_one_asset(await fetched(fetching, row))
    statuses = {upload.status for upload in await Upload.all()}
    assert statuses == {UploadStatus.ABORTED, UploadStatus.COMPLETE}


async def test_an_upload_that_somebody_gave_up_stays_given_up(
    fetching: Services, me: Person, remote: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _fail_once(monkeypatch, bringing, "complete_upload", StorageUnavailable("away"))
    row = await wish(fetching, me.actor, remote.serve("/photo.jpg", photo()))
    await work(fetching)
    await abort_upload(fetching, me.actor, (await Upload.get()).id)
    row = await fetched(fetching, row)
    assert (row.status, row.error_code, await Asset.exists()) == (ImportStatus.FAILED, "UPLOAD_OVER", False)


async def test_an_import_that_is_called_off_takes_its_upload_along(
    fetching: Services, me: Person, member: Person, remote: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _fail_once(monkeypatch, bringing, "complete_upload", StorageUnavailable("away"))
    row = await wish(fetching, member.actor, remote.serve("/photo.jpg", photo()))
    await work(fetching)
    assert await Asset.exists()
    await cancel_job(fetching, TASKS, member.actor, (await job_of(row)).id)
    row = await UrlImport.get(id=row.id)
    assert (row.status, row.error_code, await Asset.exists()) == (ImportStatus.FAILED, "CANCELLED", False)


async def test_nobody_calls_off_what_somebody_else_has_fetched(
    fetching: Services, me: Person, member: Person, other_owner: Person
) -> None:
    row = await wish(fetching, me.actor, "http://127.0.0.1:1/photo.jpg")
    for stranger in (member, other_owner):
        with pytest.raises(JobNotFound):
            await cancel_job(fetching, TASKS, stranger.actor, (await job_of(row)).id)
