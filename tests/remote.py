"""Somebody else's web server, on this machine, that answers as a test says and remembers what it was asked."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


@dataclass
class Remote:
    """Pages by path; anything else is answered with 404."""

    port: int = 0
    pages: dict[str, Handler] = field(default_factory=dict)
    asked: list[web.BaseRequest] = field(default_factory=list)

    def url(self, path: str = "/photo.jpg", host: str = "127.0.0.1") -> str:
        """Return where a page is."""
        return f"http://{host}:{self.port}{path}"

    def serve(self, path: str, body: bytes, status: int = 200, **headers: str) -> str:
        """Answer a path with bytes, and return its URL. Words in the names of headers are joined by an underscore."""

        async def answer(_: web.BaseRequest) -> web.Response:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            return web.Response(body=body, status=status, headers=named)

        self.pages[path] = answer
        return self.url(path)

    def redirect(self, path: str, to: str, status: int = 302) -> str:
        """Send whoever asks for a path somewhere else, and return its URL."""
        return self.serve(path, b"", status, Location=to)

    def stream(self, path: str, chunks: Callable[[], AsyncIterator[bytes]], length: int | None = None) -> str:
        """Answer a path chunk by chunk, with a length only if one is given, and return its URL."""

        async def answer(request: web.BaseRequest) -> web.StreamResponse:
            response = web.StreamResponse()
            response.content_length = length
            await response.prepare(request)
            async for chunk in chunks():
                await response.write(chunk)
            return response

        self.pages[path] = answer
        return self.url(path)

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        self.asked.append(request)
        page = self.pages.get(request.path)
        return await page(request) if page else web.Response(status=404)


@asynccontextmanager
async def running_remote() -> AsyncIterator[Remote]:
    """Run a remote on a port of its own."""
    remote = Remote()
    runner = web.ServerRunner(web.Server(remote._answer), handle_signals=False, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    sockets: Any = site._server
    remote.port = sockets.sockets[0].getsockname()[1]
    try:
        yield remote
    finally:
        await runner.cleanup()


@asynccontextmanager
async def saying(answer: bytes, *, hangs_up: bool = True) -> AsyncIterator[str]:
    """Run a server that says the same to everybody, word for word, and yield its URL."""
    talking: set[asyncio.Task[Any]] = set()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        talking.add(task)
        try:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(answer)
            await writer.drain()
            if not hangs_up:
                await asyncio.sleep(60)
        except (ConnectionError, asyncio.CancelledError, asyncio.IncompleteReadError):
            return
        finally:
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/photo.jpg"
    finally:
        server.close()
        for task in talking:
            task.cancel()
        await asyncio.gather(*talking, return_exceptions=True)
