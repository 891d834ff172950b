"""Work owed for an asset, as partners see it."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from vitrine.api.context import Info
from vitrine.api.nodes import Node, to_id
from vitrine.queues.queries import Standing, standing_of
from vitrine.work import models

if TYPE_CHECKING:
    from vitrine.api.assets import Asset

strawberry.enum(
    Standing,
    name="JobState",
    description="Where a job stands. RETRYING ones wait for their next attempt, DEAD and CANCELLED ones for somebody "
    "to retry them.",
)


@strawberry.type(description="`done` of `total` in `unit`; seconds left when it can be known.")
class Progress:
    step: str = strawberry.field(description="What is being done.")
    done: float = strawberry.field(description="How much of it is done.")
    total: float = strawberry.field(description="How much there is.")
    unit: str = strawberry.field(description="What is counted: steps, bytes, seconds.")
    eta_seconds: float | None = strawberry.field(default=None, description="Seconds left, when that can be known.")


@strawberry.type(description="Something Vitrine owes an asset.")
class Job(Node):
    row: strawberry.Private[models.Job]
    kind: str = strawberry.field(description="Which work: `domain.verb`.")
    queue: str = strawberry.field(description="Which workers do it.")
    state: Standing = strawberry.field(description="Where it stands.")
    attempts: int = strawberry.field(description="How often it was tried; attempts lost to a crash are not counted.")
    cause: str | None = strawberry.field(description="Why the last attempt failed. Stable; switch on this.")
    error: str | None = strawberry.field(description="Why the last attempt failed, in words.")
    progress: Progress | None = strawberry.field(description="How far the present attempt is.")
    queued_at: datetime = strawberry.field(description="When it was owed.")
    due_at: datetime = strawberry.field(description="It is not begun before then: in the future while it is delayed.")
    started_at: datetime | None = strawberry.field(description="When the last attempt began.")
    finished_at: datetime | None = strawberry.field(description="When it ended for good.")

    @classmethod
    def of(cls, row: models.Job) -> "Job":
        return cls(
            id=to_id("job", row.id),
            row=row,
            kind=row.kind,
            queue=row.queue,
            state=standing_of(row),
            attempts=row.attempts,
            cause=row.error_code,
            error=row.error,
            progress=_progress(row),
            queued_at=row.queued_at,
            due_at=row.run_after,
            started_at=row.started_at,
            finished_at=row.finished_at,
        )

    @strawberry.field(description="The asset it is owed; null for one that is gone or that you may not see.")
    async def asset(self, info: Info) -> Annotated["Asset", strawberry.lazy("vitrine.api.assets")] | None:
        from vitrine.api.assets import Asset  # noqa: PLC0415  # the asset tells its jobs, and imports this

        row = await info.context.loaders.asset.load(self.row.asset_id) if self.row.asset_id else None
        return Asset.of(row) if row else None


def _progress(row: models.Job) -> Progress | None:
    if row.step is None or row.done is None or row.total is None:
        return None
    return Progress(step=row.step, done=row.done, total=row.total, unit=row.unit or "", eta_seconds=row.eta)
