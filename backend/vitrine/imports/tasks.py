"""Entry point of the workers: fetch one file, and upload it for whoever asked."""

from contextlib import suppress
from pathlib import Path
from time import monotonic
from uuid import UUID

from vitrine.accounts.queries import actor_in
from vitrine.errors import Refusal
from vitrine.imports.actions import KIND, fail_import
from vitrine.imports.bringing import Bringer
from vitrine.imports.errors import ImportOff, NoLongerAMember
from vitrine.imports.models import ImportStatus, UrlImport
from vitrine.imports.policy import largest
from vitrine.imports.queries import UNDER_WAY
from vitrine.infra import db
from vitrine.infra.fetching.download import Download, Rules, download
from vitrine.infra.fetching.errors import FetchFailed, FetchRefused
from vitrine.infra.media.errors import MediaError
from vitrine.infra.scratch import job_folder
from vitrine.work.claims import Claim, Progress
from vitrine.work.failpoints import failpoint
from vitrine.work.runner import Task, TryAgain
from vitrine.work.unit import Work, unit_of_work

# With pauses that double this is about four minutes of a host being away.
ATTEMPTS = 8
# Seconds between two reports of how far a file is.
TELLS_EVERY = 0.5


async def fetch(claim: Claim) -> None:
    """Fetch a file and upload it; repeating it goes on with the upload that there is. Raises TryAgain.

    What cannot be fetched or is not kept is said of the import; it is no dead letter, since nobody could do anything.
    """
    row = await UrlImport.get_or_none(id=claim.asset_id)
    if row is None or row.status not in UNDER_WAY:
        return
    begun = {"status": ImportStatus.FETCHING, "bytes": 0, "total": None}
    await UrlImport.filter(id=row.id, status__in=UNDER_WAY).update(**begun)
    try:
        asset_id = await _asset_of(claim, row)
    except (FetchRefused, MediaError, Refusal) as refused:
        async with unit_of_work(claim.services) as work:
            await claim.hold()
            await fail_import(work, row, refused.code, refused.message)
        return
    except FetchFailed as failed:
        raise TryAgain("REMOTE_UNAVAILABLE", failed.message, limit=ATTEMPTS) from failed
    failpoint(claim.services.settings, "import_brought")
    await _complete(claim, row, asset_id)


async def _asset_of(claim: Claim, row: UrlImport) -> UUID:
    """Return the asset of an import. Raises what it is refused with, FetchFailed, StorageUnavailable, OSError."""
    actor = await actor_in(row.library_id, row.owner_id, row.key_id)
    if actor is None:
        raise NoLongerAMember
    bringer = Bringer(claim, row, actor)
    if asset_id := await bringer.brought_before():
        return asset_id
    with job_folder() as folder:
        return await bringer.bring(await _download(claim, row, Path(folder)))


async def _download(claim: Claim, row: UrlImport, folder: Path) -> Download:
    settings = claim.services.settings
    if not settings.import_urls:
        # It was switched off while this waited.
        raise ImportOff
    told = monotonic()

    async def tell(size: int, total: int | None) -> None:
        nonlocal told
        # Nobody knows how much a file without a length is: at least what is there.
        claim.progress = Progress("fetch", size, total or size, "bytes")
        if monotonic() - told < TELLS_EVERY:
            return
        told = monotonic()
        # Worth no attempt where the database is away for a moment.
        with suppress(*db.Unavailable):
            await UrlImport.filter(id=row.id, status=ImportStatus.FETCHING).update(bytes=size, total=total)

    rules = Rules(
        max_bytes=largest(settings), seconds=settings.import_url_timeout, networks=settings.import_url_networks
    )
    return await download(row.url, folder / "file", rules, tell)


async def _complete(claim: Claim, row: UrlImport, asset_id: UUID) -> None:
    async with unit_of_work(claim.services):
        await claim.hold()
        complete = {"status": ImportStatus.COMPLETE, "asset_id": asset_id}
        await UrlImport.filter(id=row.id, status__in=UNDER_WAY).update(**complete)


async def say_import_failed(work: Work, claim: Claim, code: str, reason: str) -> None:
    """Put the reason on the import."""
    if row := await UrlImport.get_or_none(id=claim.asset_id):
        await fail_import(work, row, code, reason)


async def wait_again(work: Work, import_id: UUID, code: str) -> None:  # noqa: ARG001  # tasks are given the work
    """Have an import wait again that failed for a cause."""
    waiting = {"status": ImportStatus.WAITING, "error_code": None, "error_message": None}
    await UrlImport.filter(id=import_id, status=ImportStatus.FAILED, error_code=code).update(**waiting)


TASKS = {KIND: Task(fetch, say_import_failed, wait_again)}
