"""What people do to jobs: call them off, and put back those that ended unsuccessfully."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from vitrine.infra.db import rows
from vitrine.work.claims import Claim
from vitrine.work.turns import TURN
from vitrine.work.unit import Work

CANCELLED = "CANCELLED"
_REASON = "Processing was cancelled. Retry to go on."
# Whoever runs it finds out with the next heartbeat, and can write no result any more.
_CANCEL = """
update job set state = 'CANCELLED', finished_at = now(), lease_until = null, eta = null, error_code = $2, error = $3
where id = $1 and state in ('QUEUED', 'RUNNING')
returning id, library_id, asset_id, kind, token, attempts, crashes
"""
_PUT_BACK = f"""
with ended as (
  select id, error_code from job where id = any($1::uuid[]) and state in ('DEAD', 'CANCELLED') order by id for update),
owed as (
  select j.id, queue, head_start, owner_id, now() as run_after,
         row_number() over (partition by queue, owner_id, head_start order by queued_at, j.id) - 1 as place
  from job j join ended on ended.id = j.id),
turns as (select owed.id, ended.error_code, {TURN} as turn from owed join ended on ended.id = owed.id)
update job
set state = 'QUEUED', attempts = 0, crashes = 0, turn = turns.turn, run_after = now(), queued_at = now(),
    rung_at = null, started_at = null, finished_at = null, error = null, error_code = null,
    step = null, done = null, total = null, unit = null, eta = null
from turns where job.id = turns.id
returning job.id, kind, asset_id, turns.error_code
"""  # noqa: S608  # made of our own constants


@dataclass(frozen=True, slots=True)
class Cancelled:
    """A job that was called off, held as if by the worker whose job it was, and what is said of it."""

    claim: Claim
    code: str = CANCELLED
    reason: str = _REASON


async def cancel(work: Work, job_id: UUID) -> Cancelled | None:
    """Call a job off that waits or runs; None when it is over already."""
    found = await rows(_CANCEL, job_id, CANCELLED, _REASON)
    return Cancelled(Claim(work.services, found[0].pop("id"), **found[0])) if found else None


@dataclass(frozen=True, slots=True)
class PutBack:
    """A job that waits again, and the cause it had ended for."""

    id: UUID
    kind: str
    asset_id: UUID | None
    error_code: str | None


async def put_back(work: Work, job_ids: Sequence[UUID]) -> list[PutBack]:
    """Queue jobs again that are dead or were cancelled, as if they were owed now; those that are neither stay."""
    found = [PutBack(**row) for row in await rows(_PUT_BACK, list(job_ids))]
    work.jobs += [each.id for each in found]
    return found
