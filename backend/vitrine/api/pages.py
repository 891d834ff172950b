"""The gallery's own files, and the headers that keep them safe."""

from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vitrine.settings import Settings


def page_routes(settings: Settings) -> list[BaseRoute]:
    """Serve the built gallery: hashed files for good, everything else as the one page that routes itself."""
    dist = settings.spa_dist

    async def page(request: Request) -> Response:
        return _file(dist, request.path_params.get("path", ""))

    return [
        Mount("/assets", _Immutable(directory=dist / "assets", check_dir=False)),
        Route("/{path:path}", page),
    ]


def graphiql(settings: Settings) -> Response:
    """Serve the bundled GraphiQL page."""
    return _page(settings.spa_dist / "graphiql.html")


def _file(dist: Path, path: str) -> Response:
    wanted = _inside(dist, path)
    return FileResponse(wanted, headers={"Cache-Control": "no-cache"}) if wanted else _page(dist / "index.html")


def _inside(dist: Path, path: str) -> Path | None:
    try:
        wanted = (dist / path).resolve()
        return wanted if wanted.is_relative_to(dist.resolve()) and wanted.is_file() else None
    except (OSError, ValueError):
        # No file can have this name: too long, or with a NUL in it.
        return None


def _page(path: Path) -> Response:
    if not path.is_file():
        return PlainTextResponse("The gallery is not built yet: run `make up`.\n", 503)
    return FileResponse(path, headers={"Cache-Control": "no-cache"})


class _Immutable(StaticFiles):
    """Files whose names carry their hash."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


class SecureHeaders:
    """Add the headers of every answer that does not bring its own: see the content security policy in docs/adr."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._headers = {
            "Content-Security-Policy": "; ".join(
                (
                    "default-src 'self'",
                    "script-src 'self'",
                    "style-src 'self' 'unsafe-inline'",
                    "img-src 'self' data: blob:",
                    "media-src 'self' blob:",
                    "font-src 'self' data:",
                    "worker-src 'self' blob:",
                    f"connect-src 'self' {settings.s3_public_endpoint}",
                    "object-src 'none'",
                    "base-uri 'none'",
                    "form-action 'self'",
                    "frame-ancestors 'none'",
                )
            ),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Opener-Policy": "same-origin",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)
