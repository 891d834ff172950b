"""Work owed for an asset, as partners see it."""

from datetime import datetime
from enum import Enum

import strawberry

from vitrine.api.nodes import Node, to_id
from vitrine.work import models


@strawberry.enum(description="Where a job stands. DEAD ones wait for somebody to retry them.")
class JobState(Enum):
    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    RETRYING = "RETRYING"
    DONE = "DONE"
    DEAD = "DEAD"
    CANCELLED = "CANCELLED"


@strawberry.type(description="`done` of `total` in `unit`; seconds left when it can be known.")
class Progress:
    step: str = strawberry.field(description="What is being done.")
    done: float = strawberry.field(description="How much of it is done.")
    total: float = strawberry.field(description="How much there is.")
    unit: str = strawberry.field(description="What is counted: steps, bytes, seconds.")
    eta_seconds: float | None = strawberry.field(default=None, description="Seconds left, when that can be known.")


@strawberry.type(description="Something Vitrine owes an asset.")
class Job(Node):
    kind: str = strawberry.field(description="Which work: `domain.verb`.")
    queue: str = strawberry.field(description="Which workers do it.")
    state: JobState = strawberry.field(description="Where it stands.")
    attempts: int = strawberry.field(description="How often it was tried; attempts lost to a crash are not counted.")
    error: str | None = strawberry.field(description="Why the last attempt failed, in words.")
    progress: Progress | None = strawberry.field(description="How far the present attempt is.")
    queued_at: datetime = strawberry.field(description="When it was owed.")
    started_at: datetime | None = strawberry.field(description="When the last attempt began.")
    finished_at: datetime | None = strawberry.field(description="When it ended for good.")

    @classmethod
    def of(cls, row: models.Job) -> "Job":
        waiting_again = row.state is models.JobState.QUEUED and row.attempts > 0
        return cls(
            id=to_id("job", row.id),
            kind=row.kind,
            queue=row.queue,
            state=JobState.RETRYING if waiting_again else JobState(row.state.value),
            attempts=row.attempts,
            error=row.error,
            progress=_progress(row),
            queued_at=row.queued_at,
            started_at=row.started_at,
            finished_at=row.finished_at,
        )


def _progress(row: models.Job) -> Progress | None:
    if row.step is None or row.done is None or row.total is None:
        return None
    return Progress(step=row.step, done=row.done, total=row.total, unit=row.unit or "")
