"""Queues, and the jobs in them, for those who run a library."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import datetime
from typing import Annotated

import strawberry
from graphql import GraphQLError

from vitrine.api.arguments import After, First
from vitrine.api.context import Info
from vitrine.api.jobs import Job
from vitrine.api.nodes import PageInfo, from_id
from vitrine.api.permissions import Manages, SignedIn
from vitrine.queues import queries
from vitrine.queues.numbers import DeadGroup, QueueNumbers, dead_groups, queue_numbers
from vitrine.queues.queries import Standing
from vitrine.renditions.ends import RETRYABLE

MAX_PAGE = 100
MAX_VALUES = 100


@strawberry.type(description="Work of one sort, as your library sees it; workers serve all libraries.")
class Queue:
    name: str = strawberry.field(description="image, video, bulk, or index.")
    depth: int = strawberry.field(description="Jobs that wait for a worker.")
    delayed: int = strawberry.field(description="Jobs that wait for their time: for later, or for another attempt.")
    oldest_seconds: float | None = strawberry.field(
        description="How long the oldest of those that wait for a worker has waited; null when none does."
    )
    running: int = strawberry.field(description="Jobs under way.")
    workers: int | None = strawberry.field(description="Workers that are there; null while that cannot be known.")
    per_minute: float = strawberry.field(description="Jobs done in a minute, over the last five.")
    dead: int = strawberry.field(description="Jobs that could not be done: see `deadLetters`.")

    @classmethod
    def of(cls, numbers: QueueNumbers) -> "Queue":
        return cls(
            name=numbers.name,
            depth=numbers.depth,
            delayed=numbers.delayed,
            oldest_seconds=numbers.oldest_seconds,
            running=numbers.running,
            workers=numbers.workers,
            per_minute=numbers.per_minute,
            dead=numbers.dead,
        )


@strawberry.type(description="Jobs of one kind that could not be done, for one cause.")
class DeadLetters:
    cause: str = strawberry.field(description="Stable; `retryDeadLetters` and the filter of `jobs` take it.")
    kind: str = strawberry.field(description="Which work: `domain.verb`.")
    message: str = strawberry.field(description="What the latest of them says, in words.")
    count: int = strawberry.field(description="How many there are.")
    latest_at: datetime = strawberry.field(description="When the latest of them ended.")
    retryable: bool = strawberry.field(description="Whether trying again can help; not where the file is the reason.")

    @classmethod
    def of(cls, group: DeadGroup) -> "DeadLetters":
        return cls(
            cause=group.cause,
            kind=group.kind,
            message=group.message,
            count=group.count,
            latest_at=group.latest,
            retryable=group.cause in RETRYABLE,
        )


@strawberry.input(description="Which jobs; every part that is given narrows the rest.")
class JobFilter:
    queue: list[str] | None = strawberry.field(default=None, description="In any of these queues.")
    state: list[Standing] | None = strawberry.field(default=None, description="In any of these states.")
    kind: list[str] | None = strawberry.field(default=None, description="Of any of these kinds.")
    cause: list[str] | None = strawberry.field(default=None, description="Failed for any of these causes.")
    asset: strawberry.ID | None = strawberry.field(default=None, description="Owed to this asset.")

    def read(self) -> queries.JobFilter:
        """Return the domain's filter. Raises a GraphQL error for endless lists and for what is no asset's id."""
        for name in ("queue", "state", "kind", "cause"):
            if len(getattr(self, name) or ()) > MAX_VALUES:
                raise _bad(f"`{name}` takes up to {MAX_VALUES} values.", name)
        asset = from_id("asset", self.asset) if self.asset is not None else None
        if self.asset is not None and asset is None:
            raise _bad("This is no id of an asset.", "asset")
        return queries.JobFilter(queue=self.queue, state=self.state, kind=self.kind, cause=self.cause, asset=asset)


Filter = Annotated[JobFilter | None, strawberry.argument(description="Which jobs; without it, all you may see.")]


@strawberry.type(description="A job in a list.")
class JobEdge:
    cursor: str = strawberry.field(description="Pass as `after` to go on behind this job.")
    node: Job = strawberry.field(description="The job.")


@strawberry.type(description="A page of jobs.")
class JobConnection:
    edges: list[JobEdge] = strawberry.field(description="The page, with a cursor for each job.")
    page_info: PageInfo = strawberry.field(description="Where the page begins and ends.")

    @strawberry.field(description="The page, without cursors.")
    def nodes(self) -> list[Job]:
        return [edge.node for edge in self.edges]


def _bad(message: str, field: str) -> GraphQLError:
    return GraphQLError(message, extensions={"code": "BAD_USER_INPUT", "field": field})


@strawberry.type
class QueueQuery:
    @strawberry.field(
        description="What waits, runs and was done in your library. For its owner.",
        permission_classes=[SignedIn, Manages],
    )
    async def queues(self, info: Info) -> list[Queue]:
        library_id = info.context.signed_in().library_id
        return [Queue.of(each) for each in await queue_numbers(info.context.services.redis, library_id)]

    @strawberry.field(
        description="Jobs by page, the latest owed first: for the owner of a library all of them, for a member those "
        "of their own uploads. Jobs that were done or cancelled are forgotten after 30 days.",
        permission_classes=[SignedIn],
    )
    async def jobs(
        self,
        info: Info,
        filter: Filter = None,  # noqa: A002  # the contract's name
        first: First = 50,
        after: After = None,
    ) -> JobConnection:
        if not 1 <= first <= MAX_PAGE:
            raise _bad(f"`first` is 1 to {MAX_PAGE}.", "first")
        wanted = filter.read() if filter else queries.JobFilter()
        page = await queries.job_page(info.context.signed_in(), wanted, first, after)
        edges = [JobEdge(cursor=queries.cursor_of(row), node=Job.of(row)) for row in page.jobs]
        return JobConnection(
            edges=edges,
            page_info=PageInfo.of(edges, has_next=page.has_next, after=after),
        )

    @strawberry.field(
        description="What could not be done in your library, by cause and kind, the most frequent first. For its "
        "owner.",
        permission_classes=[SignedIn, Manages],
    )
    async def dead_letters(self, info: Info) -> list[DeadLetters]:
        return [DeadLetters.of(each) for each in await dead_groups(info.context.signed_in().library_id)]


@strawberry.type
class QueueSubscription:
    @strawberry.subscription(
        description="The queues of your library now, and again whenever their numbers change, at most once a second. "
        "For its owner.",
        permission_classes=[SignedIn, Manages],
    )
    async def queues(self, info: Info) -> AsyncGenerator[list[Queue], None]:
        boards = info.context.boards
        if boards is None:
            raise GraphQLError("Subscribe over a websocket.", extensions={"code": "BAD_TRANSPORT"})
        async with aclosing(boards.watching(info.context.signed_in().library_id)) as news:
            async for numbers in news:
                yield [Queue.of(each) for each in numbers]
