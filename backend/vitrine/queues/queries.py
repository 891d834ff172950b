"""Read jobs by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import orjson
from tortoise.expressions import Q

from vitrine.accounts.policy import Actor
from vitrine.queues.errors import BadJobCursor
from vitrine.queues.policy import jobs_of
from vitrine.work.models import Job, JobState


class Standing(StrEnum):
    """Where a job stands, as people see it: one that waits after a failed attempt is told from one that is new."""

    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    RETRYING = "RETRYING"
    DONE = "DONE"
    DEAD = "DEAD"
    CANCELLED = "CANCELLED"


def standing_of(job: Job) -> Standing:
    """Return where a job stands."""
    if job.state is JobState.QUEUED and job.attempts > 0:
        return Standing.RETRYING
    return Standing(job.state.value)


def _stands(standing: Standing) -> Q:
    match standing:
        case Standing.QUEUED:
            return Q(state=JobState.QUEUED, attempts=0)
        case Standing.RETRYING:
            return Q(state=JobState.QUEUED, attempts__gt=0)
        case _:
            return Q(state=JobState(standing.value))


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFilter:
    """Which jobs to read; every part that is set narrows the rest."""

    queue: Sequence[str] | None = None
    state: Sequence[Standing] | None = None
    kind: Sequence[str] | None = None
    cause: Sequence[str] | None = None
    asset: UUID | None = None

    def condition(self) -> Q:
        """Return it as a condition."""
        columns: dict[str, Any] = {
            "queue__in": self.queue,
            "kind__in": self.kind,
            "error_code__in": self.cause,
            "asset_id": self.asset,
        }
        rest = Q(**{name: value for name, value in columns.items() if value is not None})
        if self.state is None:
            return rest
        # None of no states is any.
        return rest & (Q(*map(_stands, self.state), join_type=Q.OR) if self.state else Q(id__in=[]))


@dataclass(frozen=True, slots=True)
class JobPage:
    jobs: list[Job]
    has_next: bool


async def job_page(actor: Actor, wanted: JobFilter, first: int, after: str | None) -> JobPage:
    """Read up to `first` jobs of those the actor sees, the latest owed first, by keyset. Raises BadJobCursor."""
    found = jobs_of(actor).filter(wanted.condition())
    if after:
        at, job_id = _read_cursor(after)
        # The first condition says nothing new, but bounds the index walk.
        found = found.filter(Q(queued_at__lte=at) & (Q(queued_at__lt=at) | Q(queued_at=at, id__lt=job_id)))
    read = await found.order_by("-queued_at", "-id").limit(first + 1)
    return JobPage(read[:first], len(read) > first)


def cursor_of(job: Job) -> str:
    """Return where a page that ends with this job is taken up again."""
    return orjson.dumps([job.queued_at.isoformat(), job.id.hex]).hex()


def _read_cursor(cursor: str) -> tuple[datetime, UUID]:
    try:
        at, job_id = orjson.loads(bytes.fromhex(cursor))
        moment = datetime.fromisoformat(at)
        if moment.tzinfo is None:
            raise BadJobCursor
        return moment.astimezone(UTC), UUID(job_id)
    except (ValueError, TypeError, AttributeError, OverflowError) as error:
        raise BadJobCursor from error
