"""The websocket: graphql-transport-ws, with `assetEvents` answered from the hub."""

import asyncio
from collections.abc import Hashable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import orjson
import structlog
from graphql import DocumentNode, FieldNode, GraphQLError, GraphQLField, GraphQLSchema, VariableNode
from graphql.execution.values import get_argument_values, get_variable_values
from graphql.language import OperationDefinitionNode
from graphql.utilities import get_operation_ast
from starlette.websockets import WebSocketDisconnect, WebSocketDisconnected
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import BaseGraphQLTransportWSHandler, Operation
from strawberry.subscriptions.protocols.graphql_transport_ws.types import (
    CompleteMessage,
    ConnectionInitMessage,
    SubscribeMessage,
)

from vitrine.accounts.policy import Actor
from vitrine.accounts.queries import is_still_let_in
from vitrine.api.context import Context
from vitrine.api.fanout import Audience, Member
from vitrine.api.hub import Hub
from vitrine.api.masking import presented
from vitrine.api.nodes import from_id
from vitrine.api.operations import prepare, subscribed_field
from vitrine.api.schema import VitrineSchema
from vitrine.infra import db

# Closing with this code makes graphql-ws connect again, with a fresh token.
FORBIDDEN = 4403
# So does this one, and then it resumes from its cursor.
TRY_AGAIN = 1013
# The client went away while something was sent to it.
GONE = (WebSocketDisconnect, WebSocketDisconnected)
log = structlog.get_logger()
FIELD = "assetEvents"
# Seconds after which a socket whose session ended or whose key was taken back is closed at the latest.
CHECK_AGAIN_AFTER = 30.0


class SocketHandler(BaseGraphQLTransportWSHandler[Context, None]):
    """One socket. Operations other than `assetEvents` are left to Strawberry."""

    _watching: asyncio.Task[None] | None = None

    @property
    def _hub(self) -> Hub:
        hub = getattr(self.view, "hub", None)
        assert isinstance(hub, Hub)  # see http.GraphQLView
        return hub

    @property
    def _core(self) -> GraphQLSchema:
        assert isinstance(self.schema, VitrineSchema)
        return self.schema.core

    @property
    def _field(self) -> GraphQLField:
        subscription = self._core.subscription_type
        assert subscription is not None
        field: GraphQLField = subscription.fields[FIELD]
        return field

    async def handle_connection_init(self, message: ConnectionInitMessage) -> None:
        """Let the socket live no longer than what it proved: until the token runs out, or is withdrawn."""
        await super().handle_connection_init(message)
        if self.connection_acknowledged and self.context.actor and self._watching is None:
            self._watching = asyncio.create_task(self._watch(self.context.actor))

    async def handle_subscribe(self, message: SubscribeMessage) -> None:
        """Close the socket for a message that is none of the protocol's, as the protocol wants it."""
        if isinstance(message.get("id"), str) and isinstance(message.get("payload"), dict):
            await super().handle_subscribe(message)
        else:
            await self.handle_invalid_message("A subscribe message has an id and a payload")

    async def handle_complete(self, message: CompleteMessage) -> None:
        """End an operation; whatever is no id of one ends nothing."""
        if isinstance(message.get("id"), str):
            await super().handle_complete(message)

    async def _watch(self, actor: Actor) -> None:
        while True:
            left = (actor.expires_at - datetime.now(UTC)).total_seconds() if actor.expires_at else CHECK_AGAIN_AFTER
            if left <= 0 or not await _still_let_in(actor):
                await self.websocket.close(FORBIDDEN, "Sign in again")
                return
            await asyncio.sleep(min(left, CHECK_AGAIN_AFTER))

    async def shutdown(self) -> None:
        """Stop watching with the socket."""
        if self._watching:
            self._watching.cancel()
        await super().shutdown()

    async def run_operation(self, operation: Operation[Context, None]) -> None:
        """Answer one operation; a document that cannot be executed ends that operation, never the socket."""
        if not isinstance(operation.query, str):
            return await operation.send_initial_errors([GraphQLError("`query` is the text of a document.")])
        prepared = prepare(self._core, operation.query)
        if prepared.document is None:
            return await operation.send_initial_errors(presented(prepared.errors))
        root = subscribed_field(prepared.document, operation.operation_name)
        if root is None or root.name.value != FIELD:
            # What one operation has read is not the next one's answer.
            self.context = replace(self.context)
            return await super().run_operation(operation)
        try:
            return await self._listen(operation, prepared.document, root)
        except GONE:
            return None
        except Exception:
            # An operation that ended without a word would leave its gallery silently stale.
            log.exception("listening_stumbled")
            await self.websocket.close(TRY_AGAIN, "Connect again in a moment")

    async def _listen(self, operation: Operation[Context, None], document: DocumentNode, root: FieldNode) -> None:
        actor = self.context.signed_in()
        try:
            arguments = self._arguments(operation, document, root)
            question = _question(operation, root, actor)
        except GraphQLError as error:
            await operation.send_initial_errors(presented([error]))
            return
        member = Member(actor)
        audience = self._audience(operation, document, actor, arguments.get("ids"))
        hub = self._hub
        async with hub.listening(audience, question, member, arguments.get("after")) as joined:
            await self._send(operation.id, joined, member, hub)

    def _arguments(
        self, operation: Operation[Context, None], document: DocumentNode, root: FieldNode
    ) -> dict[str, Any]:
        if not isinstance(operation.variables, dict | None):
            raise GraphQLError("`variables` is an object.")
        definition = get_operation_ast(document, operation.operation_name)
        assert isinstance(definition, OperationDefinitionNode)
        values = get_variable_values(self._core, definition.variable_definitions or (), operation.variables or {})
        if isinstance(values, list):
            raise values[0]
        return get_argument_values(self._field, root, values)

    def _audience(
        self, operation: Operation[Context, None], document: DocumentNode, actor: Actor, ids: list[str] | None
    ) -> Audience:
        wanted = None if ids is None else frozenset(key.hex for each in ids if (key := from_id("asset", each)))
        return Audience(
            services=self.context.services,
            schema=self._core,
            library_id=actor.library_id,
            document=document,
            operation_name=operation.operation_name,
            variables=operation.variables,
            ids=wanted,
        )

    async def _send(self, operation_id: str, audience: Audience, member: Member, hub: Hub) -> None:
        before = f'{{"id":{orjson.dumps(operation_id).decode()},"type":"next","payload":'
        socket = self.websocket.ws  # type: ignore[attr-defined]  # Starlette's, below Strawberry's JSON
        task = asyncio.current_task()
        assert task is not None
        while True:
            if task.cancelling():
                # The Redis client waits with Python 3.11's `wait_for`, which can swallow a cancellation.
                raise asyncio.CancelledError
            await member.wake.wait()
            member.wake.clear()
            while member.waiting and not member.behind:
                await socket.send_text(f"{before}{member.waiting.popleft()}}}")
            if member.behind and member.held is None:
                news = await audience.news(hub.resync_at(audience.library_id), member)
                member.behind = False
                await socket.send_text(f"{before}{news}}}")


async def _still_let_in(actor: Actor) -> bool:
    try:
        return await is_still_let_in(actor)
    except db.Unavailable:
        # Nobody is sent away because we cannot look; the next look decides.
        return True


def _question(operation: Operation[Context, None], root: FieldNode, actor: Actor) -> Hashable:
    """Name what is asked, without the cursor, and the form of the answer: whoever agrees in both gets the same text."""
    cursors = {
        argument.value.name.value
        for argument in root.arguments or ()
        if argument.name.value == "after" and isinstance(argument.value, VariableNode)
    }
    asked = {name: value for name, value in (operation.variables or {}).items() if name not in cursors}
    in_a_browser = actor.session_id is not None
    try:
        variables = orjson.dumps(asked, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError as error:
        raise GraphQLError("These variables are nested too deeply.") from error
    return (operation.query, operation.operation_name, variables, actor.library_id, in_a_browser)
