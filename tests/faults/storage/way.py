"""The way to storage: a proxy of ours that carries every request faithfully, until it is told of some trouble."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field

from tests.faults.storage.exchange import Exchange, Line, Request, begun, pass_on

Trouble = Callable[[Exchange], Awaitable[None]]
# What meets a request; None for nothing.
Choose = Callable[[Request], Trouble | None]

_BROKEN = (ConnectionError, asyncio.IncompleteReadError)


@dataclass(slots=True)
class Way:
    """`met` counts the troubles by name."""

    storage: str
    address: str = ""
    met: Counter[str] = field(default_factory=Counter)
    _choose: Choose = lambda _: None
    _carrying: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def environ(self) -> dict[str, str]:
        """What leads processes of ours, and their clients, to storage by this way."""
        url = f"http://{self.address}"
        return {"S3_ENDPOINT": url, "S3_PUBLIC_ENDPOINT": url}

    @contextmanager
    def troubled(self, choose: Choose) -> Iterator[None]:
        """Have requests that begin meanwhile meet what is chosen for them."""
        self._choose = choose
        self.met.clear()
        try:
            yield
        finally:
            self._choose = lambda _: None

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Way"]:
        """Carry requests while the body runs."""
        server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        host, port = server.sockets[0].getsockname()
        self.address = f"{host}:{port}"
        try:
            yield self
        finally:
            server.close()
            for carrying in self._carrying:
                carrying.cancel()
            await asyncio.gather(*self._carrying, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        carrying = asyncio.create_task(self._carry(Line(reader, writer)))
        self._carrying.add(carrying)
        carrying.add_done_callback(self._carrying.discard)

    async def _carry(self, client: Line) -> None:
        with suppress(*_BROKEN):
            async with _open(client), self._to_storage() as storage:
                exchange = Exchange(await begun(client), client, storage)
                trouble = self._choose(exchange.request)
                if trouble is None:
                    await pass_on(exchange)
                else:
                    self.met[trouble.__name__] += 1
                    await trouble(exchange)

    @asynccontextmanager
    async def _to_storage(self) -> AsyncIterator[Line]:
        async with _open(Line(*await asyncio.open_connection(*self.storage.split(":")))) as line:
            yield line


@asynccontextmanager
async def _open(line: Line) -> AsyncIterator[Line]:
    try:
        yield line
    finally:
        line.writer.close()
        with suppress(*_BROKEN):
            await line.writer.wait_closed()
