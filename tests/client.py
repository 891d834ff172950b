"""A program that uses Vitrine from outside, through its real doors."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from io import BytesIO
from types import TracebackType
from typing import Any, Self

import aiohttp

_PROTOCOL = "graphql-transport-ws"


class Refused(Exception):
    """The answer had top-level errors; `errors` are they."""

    def __init__(self, errors: list[dict[str, Any]]) -> None:
        super().__init__(str(errors))
        self.errors = errors

    @property
    def codes(self) -> list[str]:
        """The stable codes, one per error."""
        return [error.get("extensions", {}).get("code", "") for error in self.errors]


@dataclass(slots=True)
class Client:
    """One caller with one token, or nobody when it is empty. Use it as an async context manager."""

    url: str
    token: str = ""
    http: aiohttp.ClientSession = field(init=False)

    async def __aenter__(self) -> Self:
        self.http = aiohttp.ClientSession(headers=self.headers)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.http.close()

    @property
    def headers(self) -> dict[str, str]:
        """What says who calls."""
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    async def graphql(self, document: str, **variables: Any) -> dict[str, Any]:
        """Run an operation and return its data. Raises Refused."""
        async with self.http.post(f"{self.url}/graphql", json={"query": document, "variables": variables}) as response:
            return _data(await response.json())

    @asynccontextmanager
    async def subscribe(self, document: str, **variables: Any) -> AsyncIterator["Subscription"]:
        """Open a socket, sign in on it and run one subscription."""
        async with self.http.ws_connect(f"{self.url}/graphql", protocols=[_PROTOCOL]) as socket:
            await socket.send_json({"type": "connection_init", "payload": _parameters(self.headers)})
            assert (await socket.receive_json())["type"] == "connection_ack"
            payload = {"query": document, "variables": variables}
            await socket.send_json({"id": "1", "type": "subscribe", "payload": payload})
            yield Subscription(socket)

    async def put(self, url: str, body: bytes, headers: Mapping[str, str] | None = None) -> int:
        """PUT bytes to storage, as a browser does with a signed URL: without our token. Returns the status."""
        file = BytesIO(body)
        async with aiohttp.ClientSession() as stranger, stranger.put(url, data=file, headers=headers) as response:
            await response.read()
            return response.status

    async def get(self, url: str) -> bytes:
        """GET a signed URL without our token; fails unless it is answered with 200."""
        async with aiohttp.ClientSession(raise_for_status=True) as stranger, stranger.get(url) as response:
            return await response.read()


@dataclass(frozen=True, slots=True)
class Subscription:
    """One running subscription."""

    socket: aiohttp.ClientWebSocketResponse

    async def event(self, within: float = 20.0) -> dict[str, Any]:
        """Return the data of the next event. Raises Refused, and TimeoutError after so many seconds."""
        while True:
            message = await self.socket.receive_json(timeout=within)
            if message["type"] == "ping":
                await self.socket.send_json({"type": "pong"})
            elif message["type"] == "error":
                raise Refused(message["payload"])
            elif message["type"] == "complete":
                raise EOFError("The server completed the subscription.")
            elif message["type"] == "next":
                return _data(message["payload"])


def _parameters(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _data(answer: dict[str, Any]) -> dict[str, Any]:
    if errors := answer.get("errors"):
        raise Refused(errors)
    data: dict[str, Any] = answer["data"]
    return data
