"""The live endpoint inside the test's own process, where it can be counted what is executed."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route, WebSocketRoute

from vitrine.api.http import GraphQLView
from vitrine.api.hub import Hub
from vitrine.assets.actions import amend_asset
from vitrine.assets.changes import AssetChange, tell_everyone
from vitrine.assets.models import Asset
from vitrine.infra import redis, stream
from vitrine.services import Services
from vitrine.work.unit import unit_of_work


@asynccontextmanager
async def served_here(services: Services) -> AsyncIterator[tuple[str, Hub]]:
    """Serve GraphQL from this process and return its address and its hub."""
    hub = Hub(services)
    view = GraphQLView(services, hub)
    app = Starlette(routes=[Route("/graphql", view, methods=["POST"]), WebSocketRoute("/graphql", view)])
    config = uvicorn.Config(app, port=0, lifespan="off", log_config=None, ws_per_message_deflate=False)
    server = uvicorn.Server(config)
    # Without its signal handlers, which belong to pytest here.
    serving = asyncio.create_task(server._serve())
    try:
        while not server.started:
            await asyncio.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        async with hub.running():
            yield f"http://127.0.0.1:{port}", hub
    finally:
        server.should_exit = True
        with contextlib.suppress(asyncio.CancelledError):
            await serving


async def change(services: Services, asset: Asset, kind: AssetChange = AssetChange.UPDATED, **columns: Any) -> Asset:
    """Change an asset as an action would, and tell everyone."""
    async with unit_of_work(services) as work:
        changed = await amend_asset(asset.id, **columns)
        assert changed is not None
        await tell_everyone(work, kind, changed)
    return changed


async def report_progress(services: Services, asset: Asset, done: float) -> None:
    """Publish what a worker would."""
    message = {"asset": str(asset.id), "revision": asset.revision, "step": "s", "done": done, "total": 9, "unit": "u"}
    await stream.publish_progress(services.redis, asset.library_id, message)


async def forget_everything(services: Services) -> None:
    """Empty Redis, as an operator may at any moment."""
    with contextlib.suppress(*redis.Unavailable):
        await services.redis.flushall()
