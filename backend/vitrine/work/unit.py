"""The unit of work: one transaction; what it caused is let go after its commit."""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

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
_WRITE_CHANGES = """
insert into change (library_id, topic, kind, subject_id, revision, audience, person_id, at, released)
select told.*, now(), false
from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::int[], $6::text[], $7::uuid[]) as told
returning id
"""
# A job that is owed again goes back to the queue as new, unless it waits for no later time. Its row is held
# in any case.
OWE_JOBS = f"""
insert into job (id, library_id, asset_id, kind, queue, dedupe_key, head_start, owner_id, state, attempts, crashes,
                 token, run_after, queued_at, turn, rung_at)
select gen_random_uuid(), owed.library_id, owed.asset_id, $1::text, owed.queue, $1::text || ':' || owed.asset_id::text,
       owed.head_start, owed.owner_id, 'QUEUED', 0, 0, 0, owed.run_after, now(), {TURN}, null
from (select $2::text as queue, $3::int as head_start, greatest(now(), $4::timestamptz) as run_after, given.*
      from unnest($5::uuid[], $6::uuid[], $7::uuid[], $8::int[]) as given (library_id, asset_id, owner_id, place))
     as owed
on conflict (dedupe_key) do update
set queue = excluded.queue, head_start = excluded.head_start, owner_id = excluded.owner_id, turn = excluded.turn,
    state = 'QUEUED', attempts = 0, crashes = 0, run_after = excluded.run_after, queued_at = now(), rung_at = null,
    started_at = null, finished_at = null, error = null, error_code = null,
    step = null, done = null, total = null, unit = null, eta = null
where job.state in ('DONE', 'DEAD', 'CANCELLED')
   or job.state = 'QUEUED' and job.attempts = 0 and excluded.run_after < job.run_after
returning id, asset_id
"""  # noqa: S608  # made of our own constants
# One that runs may have looked already at what is asked of it now: it runs once more when it is done.
_OWE_AGAIN = "update job set owed_again = true where dedupe_key = any($1::text[]) and state = 'RUNNING'"


@dataclass(frozen=True, slots=True)
class Debt:
    """What a job is for: an asset of a library. It takes its turn in the name of `owner_id`, or else of the library."""

    library_id: UUID
    asset_id: UUID
    owner_id: UUID | None = None


@dataclass(slots=True)
class Work:
    """What one transaction does, and causes. Only `unit_of_work` makes and commits it."""

    services: Services
    jobs: list[UUID] = field(default_factory=list)
    told: list[tuple[object, ...]] = field(default_factory=list)

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
        """Say that something happened: written down with the commit, and told to subscribers after it."""
        self.told.append((library_id, topic, kind, subject_id, revision, audience.value, person_id))

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
        """Write down a job for an asset, as `owe_all` does."""
        debt = Debt(library_id, asset_id, owner_id)
        await self.owe_all(kind, [debt], queue=queue, head_start=head_start, not_before=not_before)

    async def owe_all(
        self,
        kind: str,
        debts: Sequence[Debt],
        *,
        queue: str,
        head_start: int = 0,
        not_before: datetime | None = None,
    ) -> None:
        """Write down a job for each of some assets; one of the same kind that already waits is enough.

        In each owner's name they are done in the order given; `head_start` is one of work/turns.py. Nobody does them
        before `not_before`.
        """
        owed = await rows(OWE_JOBS, kind, queue, head_start, not_before, *_columns(debts))
        self.jobs.extend(row["id"] for row in owed)
        waiting = {debt.asset_id for debt in debts} - {row["asset_id"] for row in owed}
        if waiting:
            await execute(_OWE_AGAIN, [f"{kind}:{asset_id}" for asset_id in sorted(waiting)])


def _columns(debts: Sequence[Debt]) -> tuple[list[object], ...]:
    """Return libraries, assets, owners, and how many come before each in the same name."""
    owners = [debt.owner_id or debt.library_id for debt in debts]
    before: Counter[UUID] = Counter()
    places: list[object] = []
    for owner in owners:
        places.append(before[owner])
        before[owner] += 1
    return [debt.library_id for debt in debts], [debt.asset_id for debt in debts], [*owners], places


@asynccontextmanager
async def unit_of_work(services: Services) -> AsyncIterator[Work]:
    """Commit everything or nothing, then ring for the jobs and release the changes.

    A release that fails is not an error of the caller's: what was committed is owed, and reconcile makes good for it.
    """
    work = Work(services)
    async with transaction():
        yield work
        changes = await _write_down(work.told)
    failpoint(services.settings, "committed")
    await _release(services, changes, work.jobs)


async def _write_down(told: Sequence[tuple[object, ...]]) -> list[int]:
    if not told:
        return []
    columns = (list(column) for column in zip(*told, strict=True))
    return [row["id"] for row in await rows(_WRITE_CHANGES, *columns)]


async def _release(services: Services, changes: Sequence[int], jobs: Sequence[UUID]) -> None:
    try:
        await release(services, changes, jobs)
    except (*db.Unavailable, *redis.Unavailable) as error:
        log.warning("release_postponed", jobs=len(jobs), changes=len(changes), error=repr(error))
