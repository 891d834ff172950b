"""Cancel jobs, and try them again."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated
from uuid import UUID

import strawberry
from graphql import GraphQLError

from vitrine.api.context import Info
from vitrine.api.jobs import Job
from vitrine.api.nodes import Refusal, from_id
from vitrine.api.permissions import SignedIn
from vitrine.errors import Refusal as Refused
from vitrine.queues import actions
from vitrine.queues.tasks import TASKS
from vitrine.work import models

MAX_BATCH = 100
# An id that is none of ours names no job, like one that was forgotten.
NOBODY = UUID(int=0)


@strawberry.type(description="Why nothing was done to a job: there is none, it is somebody else's, or it cannot help.")
class JobRefused(Refusal):
    @classmethod
    def of(cls, error: Refused) -> "JobRefused":
        return cls(code=error.code, message=error.message, field=error.field)


@strawberry.type(description="What was put back into the queues.")
class RetriedJobs:
    count: int = strawberry.field(description="How many jobs were put back, at most 500 at once.")
    remaining: int = strawberry.field(description="How many of the same cause and kind are left: ask again for them.")


JobResult = Annotated[
    Job | JobRefused, strawberry.union("JobResult", description="The job as it now is, or why nothing was done to it.")
]
RetryDeadLettersResult = Annotated[
    RetriedJobs | JobRefused,
    strawberry.union("RetryDeadLettersResult", description="What was put back, or why nothing was."),
]
JobIds = Annotated[list[strawberry.ID], strawberry.argument(description="1 to 100 ids of jobs.")]
Cause = Annotated[str, strawberry.argument(description="A `cause` of `deadLetters`, or CANCELLED.")]
Kind = Annotated[str | None, strawberry.argument(description="Only jobs of this kind.")]


async def _each(ids: Sequence[str], act: Callable[[UUID], Awaitable[models.Job]]) -> list[JobResult]:
    if not 1 <= len(ids) <= MAX_BATCH:
        message = f"One request takes 1 to {MAX_BATCH} jobs."
        raise GraphQLError(message, extensions={"code": "BAD_USER_INPUT", "field": "ids"})
    return [await _one(each, act) for each in ids]


async def _one(text: str, act: Callable[[UUID], Awaitable[models.Job]]) -> Job | JobRefused:
    try:
        return Job.of(await act(from_id("job", text) or NOBODY))
    except Refused as error:
        return JobRefused.of(error)


@strawberry.type
class JobMutation:
    @strawberry.mutation(
        description="Call off up to 100 jobs that wait or run; one that runs stops within two seconds. The card says "
        "so, and that it can be retried. The owner of a library may cancel all of its jobs, a member those of their "
        "own uploads.",
        permission_classes=[SignedIn],
    )
    async def cancel_jobs(self, info: Info, ids: JobIds) -> list[JobResult]:
        async def cancel(key: UUID) -> models.Job:
            return await actions.cancel_job(info.context.services, TASKS, info.context.signed_in(), key)

        return await _each(ids, cancel)

    @strawberry.mutation(
        description="Try up to 100 jobs again that are DEAD or CANCELLED. Where that cannot help, the answer says so. "
        "The owner of a library may retry all of its jobs, a member those of their own uploads.",
        permission_classes=[SignedIn],
    )
    async def retry_jobs(self, info: Info, ids: JobIds) -> list[JobResult]:
        async def retry(key: UUID) -> models.Job:
            return await actions.retry_job(info.context.services, TASKS, info.context.signed_in(), key)

        return await _each(ids, retry)

    @strawberry.mutation(
        description="Try jobs again that ended for one cause, the oldest first, up to 500 at once: for the owner of a "
        "library all of its jobs, for a member those of their own uploads.",
        permission_classes=[SignedIn],
    )
    async def retry_dead_letters(self, info: Info, cause: Cause, kind: Kind = None) -> RetryDeadLettersResult:
        actor = info.context.signed_in()
        try:
            done = await actions.retry_by_cause(info.context.services, TASKS, actor, cause, kind)
        except Refused as error:
            return JobRefused.of(error)
        return RetriedJobs(count=done.count, remaining=done.remaining)
