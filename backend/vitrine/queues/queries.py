"""Read jobs by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from tortoise.expressions import Q

from vitrine.accounts.policy import Actor
from vitrine.infra.keyset import behind, read_cursor, write_cursor
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
    """Read up to `first` jobs of those the actor sees, the latest owed first, by keyset. Raises BadCursor."""
    found = jobs_of(actor).filter(wanted.condition())
    if after:
        found = found.filter(behind("queued_at", read_cursor(after)))
    read = await found.order_by("-queued_at", "-id").limit(first + 1)
    return JobPage(read[:first], len(read) > first)


def cursor_of(job: Job) -> str:
    """Return where a page that ends with this job is taken up again."""
    return write_cursor(job.queued_at, job.id)
