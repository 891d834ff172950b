"""Leave nothing behind: uploads that ran out, and bytes under keys that nobody needs any more."""

from datetime import timedelta

import structlog

from vitrine.infra import db
from vitrine.infra.db import rows
from vitrine.infra.storage.answers import SIGNED_FOR, StorageUnavailable
from vitrine.services import Services
from vitrine.uploads.actions import end_upload
from vitrine.uploads.left_overs import GRACE as STRAY_AFTER
from vitrine.uploads.left_overs import look_for_stray_arrivals, sweep_left_overs
from vitrine.uploads.models import Upload, UploadStatus
from vitrine.work.unit import unit_of_work

log = structlog.get_logger()
AT_ONCE = 100
# The last signature was made before the upload ended, and a PUT that began in time may take a while.
GRACE = 2 * SIGNED_FOR

_RAN_OUT = """
select id from upload where not swept and finished_at is null and expires_at < now() limit $1 for update skip locked
"""
_TO_SWEEP = """
select u.id, u.key, u.opening, exists (select from original o where o.key = u.key) as kept
from upload u left join asset a on a.id = u.asset_id
where not u.swept and u.finished_at < now() - make_interval(secs => $1)
  and (a.id is null or a.original_id is not null or (a.status = 'FAILED' and not a.failure_retryable))
limit $2
"""


async def sweep_uploads(services: Services) -> None:
    """End uploads that ran out, and empty the keys of those that ended. Whatever fails is met again next time."""
    try:
        await _expire(services)
        await _empty_keys(services)
    except (*db.Unavailable, StorageUnavailable) as error:
        log.warning("sweep_postponed", error=repr(error))


async def sweep_stray_arrivals(services: Services, grace: timedelta = STRAY_AFTER) -> None:
    """Delete what arrived for uploads that no row knows, when it is older than the grace.

    Originals and renditions are left to `vitrine storage sweep`: once an older copy of the database was restored, what
    no row knows may be all there is of something.
    """
    try:
        swept = await sweep_left_overs(services, await look_for_stray_arrivals(services, grace))
    except (*db.Unavailable, StorageUnavailable) as error:
        log.warning("sweep_postponed", error=repr(error))
        return
    if swept:
        log.info("stray_arrivals_swept", count=swept)


async def _expire(services: Services) -> None:
    async with unit_of_work(services) as work:
        for row in await rows(_RAN_OUT, AT_ONCE):
            await end_upload(work, await Upload.get(id=row["id"]), UploadStatus.EXPIRED)


async def _empty_keys(services: Services) -> None:
    for row in await rows(_TO_SWEEP, GRACE, AT_ONCE):
        if row["opening"]:
            await services.storage.parts.drop(row["key"], row["opening"])
        if not row["kept"]:
            await services.storage.delete(row["key"])
        await Upload.filter(id=row["id"]).update(swept=True)
