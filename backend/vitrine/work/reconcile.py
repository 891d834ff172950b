"""Put right whatever a crash, a lost Redis or a lost message left behind. Any process may do it, one at a time."""

from uuid import UUID

import structlog

from vitrine.infra import db, redis, stream
from vitrine.infra.db import execute, rows, transaction
from vitrine.services import Services
from vitrine.work.release import release

log = structlog.get_logger()

# Any number; the same in every process.
_LOCK = 7_237_001
# A change or a job this old was not let go by the process that wrote it.
RELEASE_AFTER = 2
RING_AGAIN_AFTER = 30
_EPOCH = "vitrine:epoch"

# What was done to a job is not its fault: the attempt is given back, and only the crash is counted.
_EXPIRED = """
update job
set state = 'QUEUED', crashes = crashes + 1, attempts = attempts - 1, lease_until = null, run_after = now(),
    rung_at = null
where state = 'RUNNING' and lease_until < now()
returning id
"""
# A job whose turn has not come in a long queue is rung for less and less often, or bells would outgrow the queue.
_UNHEARD = """
select id from job
where state = 'QUEUED' and run_after <= now() and (
  rung_at is null and run_after < now() - make_interval(secs => $1)
  or greatest(rung_at, run_after) < now() - greatest(make_interval(secs => $2), rung_at - run_after))
"""
_UNRELEASED = """
select id from change where not released and at < now() - make_interval(secs => $1) order by id limit 1000
"""


async def reconcile(services: Services) -> None:
    """Do one round, unless another process is at it: leases, bells, changes, and a Redis that forgot."""
    try:
        async with transaction():
            [row] = await rows(f"select pg_try_advisory_xact_lock({_LOCK}) as mine")
            if not row["mine"]:
                return
            jobs = [*await _expire_leases(), *await _unheard()]
            changes = [row["id"] for row in await rows(_UNRELEASED, RELEASE_AFTER)]
            await execute("delete from change where released and at < now() - interval '1 day'")
        await _greet_a_new_redis(services)
        await release(services, changes, jobs)
    except (*db.Unavailable, *redis.Unavailable) as error:
        log.warning("reconcile_postponed", error=repr(error))


async def _expire_leases() -> list[UUID]:
    expired = [row["id"] for row in await rows(_EXPIRED)]
    if expired:
        log.warning("leases_expired", jobs=[str(job) for job in expired])
    return expired


async def _unheard() -> list[UUID]:
    return [row["id"] for row in await rows(_UNHEARD, RELEASE_AFTER, RING_AGAIN_AFTER)]


async def _greet_a_new_redis(services: Services) -> None:
    """Notice that Redis was emptied or started anew: ring for every job again and have every stream begin.

    One that was started anew may have lost its last second.
    """
    run = await stream.run_id(services.redis)
    if await services.redis.get(_EPOCH) == run.encode():
        return
    for library in await rows("select id from library"):
        await stream.append(services.redis, library["id"], [stream.GENESIS], services.settings.stream_length)
    waiting = await rows("select id from job where state = 'QUEUED'")
    await release(services, [], [row["id"] for row in waiting])
    # Last, so that a round cut short is done again.
    await services.redis.set(_EPOCH, run)
