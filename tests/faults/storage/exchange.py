"""One request to storage and its answer, in the hands of whoever stands between: passed on, changed, cut or kept."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

Change = Callable[[int, bytes], bytes]
_CHUNK = 64 * 1024
_LONGEST_HEAD = 64 * 1024


@dataclass(frozen=True, slots=True)
class Request:
    """The first lines of a request."""

    method: str
    target: str
    headers: dict[str, str]

    @property
    def size(self) -> int:
        """The bytes of its body."""
        return int(self.headers.get("content-length", "0"))

    @property
    def sends_a_file(self) -> bool:
        """Whether a client sends bytes with a signed URL; our own processes sign in a header."""
        return self.method == "PUT" and "X-Amz-Signature=" in self.target

    @property
    def joins_parts(self) -> bool:
        return self.method == "POST" and "uploadId=" in self.target


@dataclass(slots=True)
class Line:
    """One connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def head(self) -> list[str]:
        """Read the lines in front of a body."""
        lines = await self.reader.readuntil(b"\r\n\r\n")
        return lines.decode("latin-1").strip().split("\r\n")

    async def say(self, head: list[str]) -> None:
        self.writer.write(("\r\n".join(head) + "\r\n\r\n").encode("latin-1"))
        await self.writer.drain()

    def cut(self) -> None:
        """End it without a goodbye: whoever is at the other end sees a reset."""
        self.writer.transport.abort()


@dataclass(slots=True)
class Exchange:
    """A request that a client began, and the storage it is meant for. One connection carries one of them."""

    request: Request
    client: Line
    storage: Line

    async def send(self, *, share: float = 1.0, change: Change = lambda _, chunk: chunk) -> None:
        """Pass the request on, or the first `share` of its body, each chunk changed knowing where it lies."""
        # Without the wish for a "100 Continue": the body is taken in any case.
        headers = {name: value for name, value in self.request.headers.items() if name != "expect"}
        said = [f"{name}: {value}" for name, value in (headers | {"connection": "close"}).items()]
        await self.storage.say([f"{self.request.method} {self.request.target} HTTP/1.1", *said])
        at, end = 0, int(self.request.size * share)
        while at < end and (chunk := await self.client.reader.read(min(_CHUNK, end - at))):
            self.storage.writer.write(change(at, chunk))
            await self.storage.writer.drain()
            at += len(chunk)

    async def give_back(self, *, share: float = 1.0) -> None:
        """Pass the answer on as it comes, or the first `share` of its body."""
        head = await self.storage.head()
        await self.client.say(
            [head[0], *(line for line in head[1:] if _name(line) != "connection"), "Connection: close"]
        )
        sizes = [int(line.partition(":")[2]) for line in head[1:] if _name(line) == "content-length"]
        left = int(sizes[0] * share) if share < 1 and sizes else -1
        while left and (chunk := await self.storage.reader.read(min(_CHUNK, left) if left > 0 else _CHUNK)):
            self.client.writer.write(chunk)
            await self.client.writer.drain()
            left -= len(chunk) if left > 0 else 0

    async def take(self) -> None:
        """Read what the client sends and pass it on to nobody."""
        left = self.request.size
        while left and (chunk := await self.client.reader.read(min(_CHUNK, left))):
            left -= len(chunk)

    async def hear(self) -> None:
        """Wait for the whole answer of storage and keep it."""
        await self.storage.reader.read()

    async def answer(self, status: str, code: str) -> None:
        """Answer in the words of S3, in place of storage."""
        body = f'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{code}</Code><Message>Made up.</Message></Error>'
        head = [f"HTTP/1.1 {status}", "Content-Type: application/xml", f"Content-Length: {len(body)}"]
        await self.client.say([*head, "Connection: close"])
        if self.request.method != "HEAD":
            self.client.writer.write(body.encode())
            await self.client.writer.drain()

    def cut(self) -> None:
        """Reset both connections."""
        self.client.cut()
        self.storage.cut()


async def pass_on(exchange: Exchange, change: Change = lambda _, chunk: chunk) -> None:
    """Do what a cable does, but for the `change`."""
    sending = asyncio.create_task(exchange.send(change=change))
    try:
        # Storage may refuse before it has read everything.
        await exchange.give_back()
    finally:
        sending.cancel()
        with suppress(asyncio.CancelledError, ConnectionError):
            await sending


async def begun(client: Line) -> Request:
    """Read the head of a request, and tell a client that waits for it to go on."""
    first, *lines = await client.head()
    method, target, _ = first.split(" ")
    headers = {_name(line): line.partition(":")[2].strip() for line in lines}
    if headers.get("expect"):
        await client.say(["HTTP/1.1 100 Continue"])
    return Request(method, target, headers)


def _name(line: str) -> str:
    return line.partition(":")[0].strip().lower()
