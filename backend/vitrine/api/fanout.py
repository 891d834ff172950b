"""One change, executed once for everybody who asks alike.

Sockets that sent the same document with the same variables and see the same things form an audience. A change is
executed once for each audience, and the same text is sent to all of it.
"""

import asyncio
from collections import deque
from collections.abc import Hashable, Iterable
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
BACKLOG = 256


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
        """Queue a payload, or note that this socket cannot keep up."""
        if self.held is not None:
            self.held.append(payload)
        elif len(self.waiting) >= BACKLOG:
            self.waiting.clear()
            self.behind = True
        else:
            self.waiting.append(payload)
        self.wake.set()

    def go_live(self, replayed: Iterable[str]) -> None:
        """Queue what was replayed, then what happened meanwhile."""
        held, self.held = self.held or [], None
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
        """Execute each happening once and queue the text for whom it concerns."""
        everybodys = self._context(members[0].actor, shared=True)
        await everybodys.loaders.asset.load_many({each.asset_id for each in happenings if not each.is_for_one})
        for happening in happenings:
            concerned = [member for member in members if happening.concerns(member.actor)]
            if not concerned or not self._asked_for(happening):
                continue
            context = self._context(concerned[0].actor, shared=False) if happening.is_for_one else everybodys
            payload = await self.render(happening, context)
            if payload is not None:
                for member in concerned:
                    member.put(payload)

    async def replay(self, happenings: list[Happening], member: Member) -> list[str]:
        """Execute the past for one member."""
        context = self._context(member.actor, shared=False)
        concerning = [each for each in happenings if each.concerns(member.actor) and self._asked_for(each)]
        rendered = [await self.render(each, context) for each in concerning]
        return [payload for payload in rendered if payload is not None]

    async def resync(self, happening: Happening, members: Iterable[Member]) -> None:
        """Tell members to read their lists again."""
        for member in members:
            payload = await self.render(happening, self._context(member.actor, shared=False))
            if payload is not None:
                member.put(payload)

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
        """Note that nobody here can be told what happened: they are told to read again instead."""
        for _, members in self.snapshot():
            for member in members:
                member.behind = True
                member.wake.set()

    def snapshot(self) -> list[tuple[Audience, list[Member]]]:
        """Return who is there now, so that whoever comes later is served by replay."""
        return [(audience, list(audience.members)) for audience in self.by_question.values() if audience.members]
