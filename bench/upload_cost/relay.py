"""A door in front of the API that counts every byte through it, both ways."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass


@dataclass
class Relay:
    """Listens on `port`; `inward` counts what clients sent, `outward` what they were answered."""

    port: int = 0
    inward: int = 0
    outward: int = 0

    async def serve(self, target: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass one connection on until both sides have ended it."""
        from_api, to_api = await asyncio.open_connection("127.0.0.1", target)
        await asyncio.gather(self._pass_on(reader, to_api, "inward"), self._pass_on(from_api, writer, "outward"))

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, way: str) -> None:
        try:
            while data := await reader.read(65536):
                setattr(self, way, getattr(self, way) + len(data))
                writer.write(data)
                await writer.drain()
        finally:
            writer.close()


@asynccontextmanager
async def relayed(target: int) -> AsyncIterator[Relay]:
    """Open a relay to a port of this machine."""
    relay = Relay()
    server = await asyncio.start_server(lambda reader, writer: relay.serve(target, reader, writer), "127.0.0.1", 0)
    relay.port = server.sockets[0].getsockname()[1]
    async with server:
        yield relay
