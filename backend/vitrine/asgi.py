"""The API: every route, wired to services that live as long as the process. `uvicorn vitrine.asgi:app`."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute

from vitrine.api.direct_upload import upload_routes
from vitrine.api.health import health_routes
from vitrine.api.http import GraphQLView
from vitrine.api.hub import Hub
from vitrine.api.media import media_routes
from vitrine.api.outages import OUTAGE_HANDLERS
from vitrine.api.pages import SecureHeaders, graphiql, page_routes
from vitrine.api.sessions import session_routes
from vitrine.logging import configure_logging
from vitrine.services import open_services
from vitrine.settings import Settings, load_settings

MAX_BODY = 1024 * 1024


def make_app(settings: Settings) -> Starlette:
    """Return the application. It connects when it starts, and follows the live stream until it stops."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with open_services(settings) as services:
            hub = Hub(services)
            view = GraphQLView(services, hub)

            async def graphiql_page(_: Request) -> Response:
                return graphiql(settings)

            app.router.routes.extend(
                [
                    *health_routes(services),
                    Route("/graphql", graphiql_page, methods=["GET"]),
                    Route("/graphql", view, methods=["POST"]),
                    WebSocketRoute("/graphql", view),
                    *session_routes(services),
                    *media_routes(services),
                    *upload_routes(services),
                    *page_routes(settings),
                ]
            )
            async with hub.running():
                # What is here now stays for good: looking through it again and again would hold up requests.
                gc.collect()
                gc.freeze()
                yield

    configure_logging(settings.log_format)
    return Starlette(
        lifespan=lifespan,
        middleware=[Middleware(SecureHeaders, settings=settings)],
        exception_handlers=OUTAGE_HANDLERS,
        max_body_size=MAX_BODY,
    )


def __getattr__(name: str) -> Starlette:
    # Made when a server asks for `app`, so that importing this module needs no environment.
    if name == "app":
        return make_app(load_settings())
    raise AttributeError(name)
