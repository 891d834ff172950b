"""One change, executed once for everybody who asks alike.

Sockets that sent the same document with the same variables and see the same things form an audience. A change is
executed once for each audience, and the same text is sent to all of it.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson
import structlog
from graphql import DocumentNode, ExecutionResult, GraphQLSchema, execute
from strawberry.utils.await_maybe import await_maybe

from vitrine.accounts.policy import Actor, Scope
from vitrine.api.context import Context
from vitrine.api.happenings import Happening
from vitrine.api.live import AssetEvent
from vitrine.api.masking import presented
from vitrine.infra import db
from vitrine.services import Services

log = structlog.get_logger()

# Messages one socket may have waiting. One that falls further behind is told to read again instead.
BACKLOG = 1000
# Messages that may be replayed to one socket; reading one's lists again is cheaper than more of them.
REPLAY = 500
# Happenings executed at once, so that what they read is read together.
SLICE = 50


@dataclass(eq=False, slots=True)
class Member:
    """One operation of one socket."""

    actor: Actor
    waiting: deque[str] = field(default_factory=deque)
    # While the past is replayed, the present is held back so that cursors only grow.
    held: list[str] | None = field(default_factory=list)
    behind: bool = False
    wake: asyncio.Event = field(default_factory=asyncio.Event)

    def put(self, payload: str) -> None:
        """Queue a payload, or note that this socket cannot keep up: then nothing comes before the news of that."""
        if self.behind:
            return
        queue = self.waiting if self.held is None else self.held
        if len(queue) < BACKLOG:
            queue.append(payload)
            self.wake.set()
        else:
            self.fall_behind()

    def fall_behind(self) -> None:
        """Forget what waits: the next thing this socket hears is that it must read again."""
        self.behind = True
        self.waiting.clear()
        self.wake.set()

    def go_live(self, replayed: Iterable[str]) -> None:
        """Queue what was replayed, then what happened meanwhile."""
        held, self.held = self.held or [], None
        if not self.behind:
            self.waiting.extend(replayed)
            self.waiting.extend(held)
        self.wake.set()


@dataclass(eq=False, slots=True)
class Audience:
    """Everybody in one library who asked the same in the same words."""

    services: Services
    schema: GraphQLSchema
    library_id: UUID
    document: DocumentNode
    operation_name: str | None
    variables: dict[str, Any] | None
    ids: frozenset[str] | None
    members: set[Member] = field(default_factory=set)

    async def tell(self, happenings: list[Happening], members: list[Member]) -> None:
        """Execute each happening once and queue the text for whom it concerns, in the order in which they happened."""
        shared = self._context(members[0].actor, shared=True)
        concerned = {
            each: [member for member in members if each.concerns(member.actor)]
            for each in happenings
            if self._asked_for(each)
        }
        contexts = {
            each: self._context(whom[0].actor, shared=False) if each.is_for_one else shared
            for each, whom in concerned.items()
            if whom
        }
        async for happening, payload in self._rendered(contexts):
            for member in concerned[happening]:
                member.put(payload)

    async def replay(self, happenings: list[Happening], member: Member) -> list[str] | None:
        """Execute the past for one member; None when there is more of it than is worth telling."""
        concerning = [each for each in happenings if each.concerns(member.actor) and self._asked_for(each)]
        if len(concerning) > REPLAY:
            return None
        context = self._context(member.actor, shared=False)
        return [payload async for _, payload in self._rendered(dict.fromkeys(concerning, context))]

    async def _rendered(self, contexts: dict[Happening, Context]) -> AsyncIterator[tuple[Happening, str]]:
        for slice_ in _slices(list(contexts.items())):
            payloads = await asyncio.gather(*(self.render(each, context) for each, context in slice_))
            for (happening, _), payload in zip(slice_, payloads, strict=True):
                if payload is not None:
                    yield happening, payload

    async def news(self, happening: Happening, member: Member) -> str:
        """Execute the operation over the news that the past cannot be told."""
        payload = await self.render(happening, self._context(member.actor, shared=False))
        assert payload is not None  # no asset has to be seen for it
        return payload

    async def render(self, happening: Happening, context: Context) -> str | None:
        """Execute the operation over one happening; None when the asset is not there for this scope to be seen."""
        event = await happening.seen_in(context)
        return None if event is None else await self._execute(event, context)

    async def _execute(self, event: AssetEvent, context: Context) -> str:
        result = await await_maybe(
            execute(
                self.schema,
                self.document,
                root_value=event,
                context_value=context,
                variable_values=self.variables,
                operation_name=self.operation_name,
            )
        )
        assert isinstance(result, ExecutionResult)
        for error in result.errors or ():
            # Half an event would be taken for a whole one; whoever should have heard it is told to read again.
            if isinstance(error.original_error, db.Unavailable):
                raise error.original_error
        payload: dict[str, Any] = {"data": result.data}
        if result.errors:
            payload["errors"] = [error.formatted for error in presented(result.errors)]
        return orjson.dumps(payload).decode()

    def _asked_for(self, happening: Happening) -> bool:
        return self.ids is None or happening.asset_id.hex in self.ids

    def _context(self, actor: Actor, *, shared: bool) -> Context:
        # Fresh loaders each time: a socket outlives many revisions.
        return Context(self.services, actor, shared_scope=Scope(self.library_id) if shared else None)


def _slices(items: list[tuple[Happening, Context]]) -> list[list[tuple[Happening, Context]]]:
    return [items[start : start + SLICE] for start in range(0, len(items), SLICE)]


@dataclass(slots=True)
class Audiences:
    """The audiences of one library, by what they asked."""

    by_question: dict[Hashable, Audience] = field(default_factory=dict)

    def join(self, question: Hashable, audience: Audience, member: Member) -> Audience:
        """Add a member to the audience of a question; the first to ask brings it."""
        joined = self.by_question.setdefault(question, audience)
        joined.members.add(member)
        return joined

    def leave(self, question: Hashable, member: Member) -> None:
        """Take a member out; an audience of none is forgotten."""
        audience = self.by_question[question]
        audience.members.discard(member)
        if not audience.members:
            del self.by_question[question]

    def fall_behind(self) -> None:
        """Have everybody here told to read again."""
        for _, members in self.snapshot():
            for member in members:
                member.fall_behind()

    def snapshot(self) -> list[tuple[Audience, list[Member]]]:
        """Return who is there now, so that whoever comes later is served by replay."""
        return [(audience, list(audience.members)) for audience in self.by_question.values() if audience.members]
