"""The unit of work: one transaction; what it caused is let go after its commit."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

import structlog

from vitrine.infra import db, redis
from vitrine.infra.db import execute, rows, transaction
from vitrine.services import Services
from vitrine.work.failpoints import failpoint
from vitrine.work.models import Audience
from vitrine.work.release import release
from vitrine.work.turns import TURN

log = structlog.get_logger()

# A released change serves nobody but a debugger; reconcile forgets it after a day.
_WRITE_CHANGE = """
insert into change (library_id, topic, kind, subject_id, revision, audience, person_id, at, released)
values ($1, $2, $3, $4, $5, $6, $7, now(), false) returning id
"""
# A job that is owed again goes back to the queue as new, unless it waits for no later time. Its row is held
# in any case.
OWE_JOB = f"""
insert into job (id, library_id, asset_id, kind, queue, dedupe_key, head_start, owner_id, state, attempts, crashes,
                 token, run_after, queued_at, turn, rung_at)
select owed.id, $2, $3::uuid, $4::text, owed.queue, $4::text || ':' || $3::uuid::text, owed.head_start, owed.owner_id,
       'QUEUED', 0, 0, 0, owed.run_after, now(), {TURN}, null
from (values ($1::uuid, $5::text, $6::int, coalesce($7::uuid, $2::uuid), greatest(now(), $8::timestamptz), 0))
     as owed (id, queue, head_start, owner_id, run_after, place)
on conflict (dedupe_key) do update
set queue = excluded.queue, head_start = excluded.head_start, owner_id = excluded.owner_id, turn = excluded.turn,
    state = 'QUEUED', attempts = 0, crashes = 0, run_after = excluded.run_after, queued_at = now(), rung_at = null,
    started_at = null, finished_at = null, error = null, error_code = null,
    step = null, done = null, total = null, unit = null, eta = null
where job.state in ('DONE', 'DEAD', 'CANCELLED')
   or job.state = 'QUEUED' and job.attempts = 0 and excluded.run_after < job.run_after
returning id
"""  # noqa: S608  # made of our own constants
# One that runs may have looked already at what is asked of it now: it runs once more when it is done.
_OWE_AGAIN = "update job set owed_again = true where dedupe_key = $1 || ':' || $2::text and state = 'RUNNING'"


@dataclass(slots=True)
class Work:
    """What one transaction does, and causes. Only `unit_of_work` makes and commits it."""

    services: Services
    jobs: list[UUID] = field(default_factory=list)
    changes: list[int] = field(default_factory=list)

    async def announce(
        self,
        kind: str,
        *,
        library_id: UUID,
        subject_id: UUID,
        revision: int,
        topic: str = "asset",
        audience: Audience = Audience.EVERYONE,
        person_id: UUID | None = None,
    ) -> None:
        """Write down that something happened; subscribers hear of it after the commit."""
        values = (library_id, topic, kind, subject_id, revision, audience.value, person_id)
        [row] = await rows(_WRITE_CHANGE, *values)
        self.changes.append(row["id"])

    async def owe(
        self,
        kind: str,
        *,
        queue: str,
        library_id: UUID,
        asset_id: UUID,
        owner_id: UUID | None = None,
        head_start: int = 0,
        not_before: datetime | None = None,
    ) -> None:
        """Write down a job for an asset; one of the same kind that already waits is enough.

        It takes its turn in the name of `owner_id`, or else of the library; `head_start` is one of work/turns.py.
        Nobody does it before `not_before`.
        """
        values = (uuid4(), library_id, asset_id, kind, queue, head_start, owner_id, not_before)
        owed = await rows(OWE_JOB, *values)
        self.jobs.extend(row["id"] for row in owed)
        if not owed:
            await execute(_OWE_AGAIN, kind, str(asset_id))


@asynccontextmanager
async def unit_of_work(services: Services) -> AsyncIterator[Work]:
    """Commit everything or nothing, then ring for the jobs and release the changes.

    A release that fails is not an error of the caller's: what was committed is owed, and reconcile makes good for it.
    """
    work = Work(services)
    async with transaction():
        yield work
    failpoint(services.settings, "committed")
    await _release(services, work)


async def _release(services: Services, work: Work) -> None:
    try:
        await release(services, work.changes, work.jobs)
    except (*db.Unavailable, *redis.Unavailable) as error:
        log.warning("release_postponed", jobs=len(work.jobs), changes=len(work.changes), error=repr(error))
