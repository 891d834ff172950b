"""What a socket may do, and what ends it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import jwt
import pytest

from tests.client import Client
from tests.domains.people import Person
from vitrine.accounts.models import Session
from vitrine.services import Services

PROTOCOL = "graphql-transport-ws"
Socket = aiohttp.ClientWebSocketResponse


@asynccontextmanager
async def _socket(client: Client, protocol: str = PROTOCOL, **headers: str) -> AsyncIterator[Socket]:
    async with (
        aiohttp.ClientSession(headers=headers) as stranger,
        stranger.ws_connect(f"{client.url}/graphql", protocols=[protocol]) as socket,
    ):
        yield socket


async def _close_code(socket: Socket) -> int | None:
    message = await socket.receive(timeout=10)
    assert message.type in {aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED}, message
    return socket.close_code


async def _init(socket: Socket, **payload: Any) -> None:
    await socket.send_json({"type": "connection_init", "payload": payload})


async def _signed_in(socket: Socket, token: str) -> None:
    await _init(socket, authorization=f"Bearer {token}")
    assert (await socket.receive_json(timeout=5))["type"] == "connection_ack"


async def _ask(socket: Socket, number: int, query: Any, **payload: Any) -> dict[str, Any]:
    await socket.send_json({"id": str(number), "type": "subscribe", "payload": {"query": query, **payload}})
    return dict(await socket.receive_json(timeout=5))


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"authorization": ""},
        {"authorization": "Bearer "},
        {"authorization": "Bearer vit_forged"},
        {"authorization": "Bearer a.b.c"},
        {"authorization": None},
        {"authorization": ["Bearer", "x"]},
        {"Authorization": "Basic b3duZXI6"},
    ],
)
async def test_nobody_is_let_in(owner: Client, payload: dict[str, Any]) -> None:
    async with _socket(owner) as socket:
        await _init(socket, **payload)
        assert await _close_code(socket) == 4403


async def test_nothing_is_answered_before_signing_in(owner: Client) -> None:
    async with _socket(owner) as socket:
        await socket.send_json({"id": "1", "type": "subscribe", "payload": {"query": "{ viewer { permissions } }"}})
        assert await _close_code(socket) == 4401


async def test_a_socket_that_never_signs_in_is_closed(owner: Client) -> None:
    async with _socket(owner) as socket:
        assert await _close_code(socket) == 4408


async def test_a_cookie_does_not_sign_a_socket_in(owner: Client) -> None:
    async with _socket(owner, Cookie="__Host-vitrine=x; vitrine-media=y") as socket:
        await _init(socket)
        assert await _close_code(socket) == 4403


async def test_a_socket_lives_no_longer_than_the_token_it_came_with(
    owner: Client, services: Services, member: Person
) -> None:
    expires = datetime.now(UTC) + timedelta(days=1)
    session = await Session.create(user=member.user, library=member.library, expires_at=expires)
    claims = {"iss": "vitrine", "aud": "api", "sub": str(session.id), "exp": datetime.now(UTC) + timedelta(seconds=2)}
    token = jwt.encode(claims, services.settings.secret_key, algorithm="HS256")
    async with _socket(owner) as socket:
        await _signed_in(socket, token)
        await socket.send_json(
            {"id": "1", "type": "subscribe", "payload": {"query": "subscription { assetEvents { kind } }"}}
        )
        assert await _close_code(socket) == 4403
    async with _socket(owner) as socket:
        await _init(socket, authorization=f"Bearer {token}")
        assert await _close_code(socket) == 4403


@pytest.mark.parametrize(
    "query",
    [
        "subscription {",
        "",
        "{ nothing }",
        "subscription { assetEvents { nothing } }",
        "#",
        "query($x: Int!) { viewer }",
    ],
)
async def test_a_document_that_cannot_be_executed_ends_the_operation_and_not_the_socket(
    owner: Client, query: str
) -> None:
    async with _socket(owner) as socket:
        await _signed_in(socket, owner.token)
        answer = await _ask(socket, 1, query)
        assert (answer["type"], answer["id"]) == ("error", "1")
        assert answer["payload"][0]["extensions"]["code"] == "BAD_REQUEST"
        answer = await _ask(socket, 2, "{ viewer { permissions } }")
        assert answer["payload"]["data"]["viewer"]["permissions"]


@pytest.mark.parametrize("variables", [{"ids": 5}, {"ids": [None]}, {"after": 5}, {"after": ["a"]}])
async def test_variables_of_another_type_end_the_operation_only(owner: Client, variables: dict[str, Any]) -> None:
    query = "subscription($after: String, $ids: [ID!]) { assetEvents(after: $after, ids: $ids) { kind } }"
    async with _socket(owner) as socket:
        await _signed_in(socket, owner.token)
        if variables != {"ids": 5}:  # one ID is a list of one
            assert (await _ask(socket, 1, query, variables=variables))["type"] == "error"
        assert (await _ask(socket, 2, "{ viewer { permissions } }"))["type"] == "next"


async def test_twenty_operations_at_once_are_enough_for_one_socket(owner: Client) -> None:
    async with _socket(owner) as socket:
        await _signed_in(socket, owner.token)
        for number in range(21):
            payload = {"query": "subscription { assetEvents { kind } }"}
            await socket.send_json({"id": str(number), "type": "subscribe", "payload": payload})
        refused = await socket.receive_json(timeout=5)
        assert (refused["type"], refused["id"]) == ("error", "20")


async def test_the_old_protocol_that_skips_signing_in_is_refused(owner: Client) -> None:
    async with _socket(owner, protocol="graphql-ws") as socket:
        assert await _close_code(socket) == 4406


async def test_another_pages_socket_is_refused(owner: Client) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        async with _socket(owner, Origin="https://evil.example"):
            pass
    assert refused.value.status == 403


async def test_a_message_larger_than_any_operation_ends_the_socket(owner: Client) -> None:
    async with _socket(owner) as socket:
        await _signed_in(socket, owner.token)
        await socket.send_str("x" * 70_000)
        assert await _close_code(socket) == 1009


async def test_completing_an_operation_frees_its_place(owner: Client) -> None:
    async with _socket(owner) as socket:
        await _signed_in(socket, owner.token)
        for number in range(45):
            payload = {"query": "subscription { assetEvents { kind } }"}
            await socket.send_json({"id": str(number), "type": "subscribe", "payload": payload})
            await socket.send_json({"id": str(number), "type": "complete"})
            await asyncio.sleep(0)
        assert (await _ask(socket, 99, "{ viewer { permissions } }"))["type"] == "next"
