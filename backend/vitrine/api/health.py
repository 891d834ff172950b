"""Whether this process lives, and whether it can serve."""

import asyncio
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from vitrine.infra import clamd
from vitrine.infra.db import rows
from vitrine.infra.redis import ping
from vitrine.services import Services

TIMEOUT = 2.0


def health_routes(services: Services) -> list[Route]:
    """Return /healthz and /readyz. The second names what it waits for."""

    async def healthz(_: Request) -> Response:
        return PlainTextResponse("alive\n")

    async def readyz(_: Request) -> Response:
        checks: dict[str, Callable[[], Awaitable[object]]] = {
            "database": _database,
            "redis": lambda: ping(services.redis),
            "storage": services.storage.check,
            "search": services.search.ping,
        }
        if services.settings.clamd_url:
            checks["scanner"] = lambda: clamd.ping(services.settings.clamd_url)
        answers = await asyncio.gather(*(_ask(check) for check in checks.values()))
        waiting = {name: answer for name, answer in zip(checks, answers, strict=True) if answer}
        # Search is derived, and uploads wait for the scanner: without these the gallery serves, so they are named but
        # hold nothing up.
        ready = not waiting.keys() - {"search", "scanner"}
        return JSONResponse({"ready": ready, "waitingFor": waiting}, 200 if ready else 503)

    return [Route("/healthz", healthz), Route("/readyz", readyz)]


async def _ask(check: Callable[[], Awaitable[object]]) -> str | None:
    try:
        await asyncio.wait_for(check(), TIMEOUT)
    except Exception as error:  # noqa: BLE001  # whatever is wrong with a service is what this page is for
        return type(error).__name__
    return None


async def _database() -> None:
    await rows("select id from library limit 1")
