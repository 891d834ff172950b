"""Run one claimed job to one of its ends."""

import asyncio
import errno
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

import structlog

from vitrine.infra import db, redis
from vitrine.infra.jobs import Ring, ring
from vitrine.infra.storage.answers import StorageUnavailable
from vitrine.services import Services
from vitrine.work.claims import MAX_CRASHES, Claim, Fenced
from vitrine.work.pace import claim_in_time
from vitrine.work.unit import Work, unit_of_work

log = structlog.get_logger()

# With pauses that grow to 5 minutes this is about an hour of a service being away.
PATIENCE = 20
CLAIM_AGAIN_AFTER = 1.0
# Seconds within which the body of a job that was cancelled is stopped.
NOTICES_WITHIN = 1.0


# What the machine says where it is not at fault: that what we asked of it is nowhere, or nothing. Somebody may have
# swept a folder away, so it is tried again a few times, but not for as long as it takes.
_MISTAKEN = {errno.EINVAL, errno.ENOENT, errno.EEXIST, errno.EISDIR, errno.ENOTDIR, errno.ENAMETOOLONG}
MISTAKES = 3
MISTAKE = "Vitrine made a mistake with this file; the operator's log says which."


class TryAgain(Exception):
    """This attempt failed in a way the next may not: `limit` attempts in all."""

    def __init__(self, code: str, reason: str, *, limit: int) -> None:
        super().__init__(reason)
        self.code, self.reason, self.limit = code, reason, limit


class NotYet(Exception):
    """What this needs is away for now: it is tried again and not charged for it, however long that lasts."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


class GiveUp(Exception):
    """No attempt can succeed; `reason` is for the owner of the asset."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


@dataclass(frozen=True, slots=True)
class Task:
    """How a kind of job is done, and what is written down, in the job's last transaction, when it cannot be.

    `take_up` takes back what `give_up` wrote for a cause, about one asset, when somebody puts the job back.
    """

    run: Callable[[Claim], Awaitable[None]]
    give_up: Callable[[Work, Claim, str, str], Awaitable[None]]
    take_up: Callable[[Work, UUID, str], Awaitable[None]] | None = None


async def run_next(services: Services, tasks: Mapping[str, Task], queue: str) -> None:
    """Claim the job of a queue whose turn it is and work on it, if there is one.

    Never raises but when cancelled: then the job is handed back first, or the bell is rung again for whoever is there.
    """
    try:
        claimed = await _claim_once_possible(services, queue)
    except asyncio.CancelledError:
        await asyncio.shield(ring_again(services, queue))
        raise
    if claimed is None:
        return
    with structlog.contextvars.bound_contextvars(
        job=str(claimed.job_id), kind=claimed.kind, asset=str(claimed.asset_id)
    ):
        try:
            await _work(claimed, tasks)
        except Fenced:
            log.warning("job_taken_away")
        except (*db.Unavailable, *redis.Unavailable) as error:
            # Nothing can be written down now. The lease runs out and reconcile puts the job back.
            log.warning("job_left_to_its_lease", error=repr(error))


async def _claim_once_possible(services: Services, queue: str) -> Claim | None:
    """Claim a job, however long the database is away: the bell was heard, and would not soon be rung again."""
    while True:
        try:
            return await claim_in_time(services, queue)
        except db.Unavailable as error:
            log.warning("claim_postponed", queue=queue, error=repr(error))
            await asyncio.sleep(CLAIM_AGAIN_AFTER)


async def ring_again(services: Services, queue: str) -> None:
    """Ring for whatever waits in a queue, if Redis is there to carry it."""
    try:
        await ring(services.bell, [Ring(uuid4(), queue, datetime.now(UTC))])
    except redis.Unavailable as error:
        log.info("bell_not_rung", queue=queue, error=repr(error))


async def _work(claimed: Claim, tasks: Mapping[str, Task]) -> None:
    if claimed.kind in tasks:
        await _to_an_end(claimed, tasks[claimed.kind])
    else:
        # Of a version newer than this worker: for another one, or for this one's successor.
        log.warning("job_of_an_unknown_kind")
        await claimed.retry("UNKNOWN_KIND", "No worker knows this work yet.", charged=False)


async def _to_an_end(claimed: Claim, task: Task) -> None:
    if claimed.crashes >= MAX_CRASHES:
        await _never(claimed, task, "CRASHED", "Every worker that tried this file was lost.")
        return
    try:
        async with _heartbeat(claimed):
            await task.run(claimed)
        await claimed.finish()
    except asyncio.CancelledError:
        await asyncio.shield(claimed.hand_back())
        raise
    except (Fenced, *db.Unavailable, *redis.Unavailable):
        raise
    except Exception as error:  # noqa: BLE001  # every one of them has an end in _after
        await _after(claimed, task, error)


async def _after(claimed: Claim, task: Task, error: Exception) -> None:
    """Decide what becomes of a job whose attempt failed."""
    match error:
        case StorageUnavailable():
            log.warning("storage_unavailable", error=str(error))
            reason = "Storage did not answer for an hour."
            await _again_or_never(claimed, task, "STORAGE_UNAVAILABLE", reason, PATIENCE)
        case NotYet():
            log.warning("job_has_to_wait", code=error.code)
            await claimed.retry(error.code, error.reason, charged=False)
        case TryAgain():
            await _again_or_never(claimed, task, error.code, error.reason, error.limit)
        case GiveUp():
            await _never(claimed, task, error.code, error.reason)
        case OSError() if error.errno in _MISTAKEN:
            log.error("job_failed", exc_info=error)
            await _again_or_never(claimed, task, "INTERNAL", MISTAKE, MISTAKES)
        case OSError():
            # This machine is at fault, most likely a full disk: no attempt is charged, however long it lasts.
            log.error("host_failed", error=repr(error))
            await claimed.retry("HOST_FAILED", "The worker's machine could not work on it.", charged=False)
        case _:
            log.error("job_failed", exc_info=error)
            await _never(claimed, task, "INTERNAL", MISTAKE)


async def _again_or_never(claimed: Claim, task: Task, code: str, reason: str, limit: int) -> None:
    if claimed.attempts < limit:
        await claimed.retry(code, reason)
    else:
        await _never(claimed, task, code, reason)


async def _never(claimed: Claim, task: Task, code: str, reason: str) -> None:
    async with unit_of_work(claimed.services) as work:
        await claimed.bury(code, reason)
        await task.give_up(work, claimed, code, reason)


@asynccontextmanager
async def _heartbeat(claimed: Claim) -> AsyncIterator[None]:
    """Renew the lease while the body runs; when it is lost, or the job cancelled, stop the body and raise Fenced."""
    working = asyncio.current_task()
    assert working is not None
    lost = False

    async def beat() -> None:
        nonlocal lost
        lease = claimed.services.settings.job_lease
        pause = min(lease / 3, NOTICES_WITHIN)
        renewed = asyncio.get_running_loop().time()
        while asyncio.get_running_loop().time() - renewed < lease:
            await asyncio.sleep(pause)
            try:
                await claimed.renew()
            except db.Unavailable as error:
                log.warning("heartbeat_missed", error=repr(error))
                continue
            except Fenced:
                break
            renewed = asyncio.get_running_loop().time()
        lost = True
        working.cancel()

    beating = asyncio.create_task(beat())
    try:
        yield
    except asyncio.CancelledError:
        if not lost:
            raise
        working.uncancel()
        raise Fenced(claimed.kind) from None
    finally:
        beating.cancel()
