"""A claimed job: lease, heartbeat, fencing, and every way it can end."""

import asyncio
import random
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from vitrine.infra.db import rows
from vitrine.services import Services
from vitrine.work.release import release

# Seconds until a job that somebody held for a moment is looked at again.
_LOOK_AGAIN_AFTER = 0.05
# So many workers were lost with this job in hand: it is the likely reason.
MAX_CRASHES = 20
BACKOFF_BASE = 2.0
BACKOFF_CAP = 300.0
# As long as after four tries: what is uncharged may go on for hours.
UNCHARGED_TRIES = 4

# One step into the index of what waits, and one lock: what others are claiming at this moment is passed over.
CLAIM = """
with next as (
  select id from job where queue = $1 and state = 'QUEUED' and run_after <= now()
  order by turn, run_after limit 1 for update skip locked)
update job
set state = 'RUNNING', owed_again = false, attempts = attempts + 1, token = token + 1, started_at = now(),
    lease_until = now() + make_interval(secs => $2), step = null, done = null, total = null, unit = null, eta = null
from next where job.id = next.id
returning job.id, library_id, asset_id, kind, token, attempts, crashes
"""
_DUE = "select exists (select from job where queue = $1 and state = 'QUEUED' and run_after <= now()) as due"
_RENEW = """
update job set lease_until = now() + make_interval(secs => $3), step = $4, done = $5, total = $6, unit = $7, eta = $8
where id = $1 and token = $2 and state = 'RUNNING' returning id
"""
_HOLD = "select id from job where id = $1 and token = $2 and state = 'RUNNING' for update"
_FINISH = """
update job set state = 'DONE', finished_at = now(), lease_until = null, error_code = null, error = null
where id = $1 and token = $2 and state = 'RUNNING' and not owed_again returning id
"""
_GO_ON = """
update job set state = 'QUEUED', queued_at = now(), run_after = now(), rung_at = null, lease_until = null,
    attempts = 0, crashes = 0, error_code = null, error = null
where id = $1 and token = $2 and state = 'RUNNING' and owed_again returning id
"""
_BURY = """
update job set state = 'DEAD', finished_at = now(), lease_until = null, error_code = $3, error = $4
where id = $1 and token = $2 and state = 'RUNNING' returning id
"""
_RETRY = """
update job set state = 'QUEUED', lease_until = null, run_after = now() + make_interval(secs => $3), rung_at = null,
    attempts = attempts - $4::int, error_code = $5, error = $6
where id = $1 and token = $2 and state = 'RUNNING' returning id
"""


class Fenced(Exception):
    """The lease was lost and somebody else may hold the job: write nothing more."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one step is: `done` of `total` in `unit`; `eta` seconds are left, where that is known."""

    step: str
    done: float
    total: float
    unit: str
    eta: float | None = None


@dataclass(slots=True)
class Claim:
    """The right to work on one job, for as long as the heartbeat renews it."""

    services: Services
    job_id: UUID
    library_id: UUID
    asset_id: UUID
    kind: str
    token: int
    attempts: int
    crashes: int
    progress: Progress | None = None

    async def renew(self) -> None:
        """Push the lease out and write the progress down. Raises Fenced."""
        at = self.progress
        values = (at.step, at.done, at.total, at.unit, at.eta) if at else (None,) * 5
        await self._held(_RENEW, self.services.settings.job_lease, *values)

    async def hold(self) -> None:
        """Take part in the caller's transaction: nobody else can have the job until it ends. Raises Fenced."""
        await self._held(_HOLD)

    async def finish(self) -> None:
        """Mark the job done, or queue it again where it was owed once more meanwhile. Raises Fenced."""
        if await rows(_FINISH, self.job_id, self.token):
            return
        await self._held(_GO_ON)
        await release(self.services, [], [self.job_id])

    async def bury(self, code: str, reason: str) -> None:
        """Make it a dead letter with a reason its owner can read. Raises Fenced."""
        await self._held(_BURY, code, reason)

    async def retry(self, code: str, reason: str, *, charged: bool = True) -> None:
        """Queue it again after a growing, jittered pause; uncharged when the fault was not its own. Raises Fenced."""
        tries = self.attempts if charged else UNCHARGED_TRIES
        pause = min(BACKOFF_CAP, BACKOFF_BASE**tries) * random.uniform(0.5, 1.5)  # noqa: S311  # only jitter
        await self._held(_RETRY, pause, 0 if charged else 1, code, reason)
        await release(self.services, [], [self.job_id])

    async def hand_back(self) -> None:
        """Give the job back untouched, to be claimed at once: this worker has to go. Raises Fenced."""
        await self._held(_RETRY, 0.0, 1, None, None)
        await release(self.services, [], [self.job_id])

    async def _held(self, sql: str, *values: object) -> None:
        if not await rows(sql, self.job_id, self.token, *values):
            raise Fenced(self.kind)


async def claim_next(services: Services, queue: str) -> Claim | None:
    """Claim the job of a queue whose turn it is; None when none is due, for bells may ring twice or too early.

    One that is due but held, by whoever cancels it or owes it again, is waited for: the bell would not ring again soon.
    """
    while True:
        if found := await rows(CLAIM, queue, services.settings.job_lease):
            return _claim(services, found[0])
        if not await is_due(queue):
            return None
        await asyncio.sleep(_LOOK_AGAIN_AFTER)


async def is_due(queue: str) -> bool:
    """Tell whether a queue has a job that may be done now."""
    [waiting] = await rows(_DUE, queue)
    return bool(waiting["due"])


def _claim(services: Services, row: dict[str, Any]) -> Claim:
    return Claim(services, row.pop("id"), **row)
