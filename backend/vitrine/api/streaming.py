"""A body that is sent as it is read, to somebody who reads it."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing

import structlog
from starlette.responses import StreamingResponse
from starlette.types import Message, Send

log = structlog.get_logger()
# Seconds for one chunk of at most 1 MiB. Whoever takes none for so long has gone, or holds connections on purpose.
CHUNK_WITHIN = 30.0


async def begun(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Read the first chunk now, so that what is missing can still be said, and return all of them."""
    head = await anext(chunks, b"")

    async def whole() -> AsyncIterator[bytes]:
        async with aclosing(chunks):  # type: ignore[type-var]  # an async generator, which closes its connection
            yield head
            async for chunk in chunks:
                yield chunk

    return whole()


class Streamed(StreamingResponse):
    """A response that gives up on a client which stopped reading; the connection is then closed unfinished."""

    def __init__(
        self, content: AsyncIterator[bytes], status_code: int, headers: Mapping[str, str], media_type: str
    ) -> None:
        super().__init__(content, status_code, headers, media_type)

    async def stream_response(self, send: Send) -> None:
        """Send chunk by chunk, each within its time."""

        async def in_time(message: Message) -> None:
            async with asyncio.timeout(CHUNK_WITHIN):
                await send(message)

        try:
            await super().stream_response(in_time)
        except TimeoutError:
            log.info("delivery_given_up", headers=self.headers.get("etag"))
