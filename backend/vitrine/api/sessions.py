"""Signing in and out, over plain JSON: the only routes that set cookies.

Every route but the first two acts on a cookie, so all of them ask for our own page's origin and for a header that no
foreign form can send.
"""

from collections.abc import Awaitable, Callable
from typing import Any, TypeGuard
from urllib.parse import urlsplit

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from vitrine.accounts.actions import (
    SESSION_FOR,
    SignedIn,
    refresh_session,
    sign_in_with_link,
    sign_in_with_password,
    sign_out,
)
from vitrine.accounts.errors import SignInRefused
from vitrine.services import Services

REFRESH_COOKIE = "__Host-vitrine"
MEDIA_COOKIE = "vitrine-media"
OUR_HEADER = "x-vitrine"
MAX_FIELD = 2000


def session_routes(services: Services) -> list[Route]:
    """Return the routes under /session."""

    async def by_link(request: Request) -> Response:
        [token] = await _fields(request, "token")
        return _entered(request, await sign_in_with_link(services, token))

    async def by_password(request: Request) -> Response:
        email, password = await _fields(request, "email", "password")
        return _entered(request, await sign_in_with_password(services, email, password))

    async def renewed(request: Request) -> Response:
        return _entered(request, await refresh_session(services, request.cookies.get(REFRESH_COOKIE, "")))

    async def left(request: Request) -> Response:
        await sign_out(services, request.cookies.get(REFRESH_COOKIE, ""))
        return _without_cookies(Response(status_code=204))

    return [
        Route("/session/link", _guarded(by_link), methods=["POST"]),
        Route("/session/password", _guarded(by_password), methods=["POST"]),
        Route("/session/refresh", _guarded(renewed), methods=["POST"]),
        Route("/session", _guarded(left), methods=["DELETE"]),
    ]


def _guarded(answer: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    async def guarded(request: Request) -> Response:
        if not _from_our_page(request):
            return _refusal(403, "FOREIGN_ORIGIN", "This only works from Vitrine's own pages.")
        try:
            return await answer(request)
        except SignInRefused as error:
            refusal = _refusal(401, error.code, error.message)
            # Only a cookie that was refused is taken away, not the good one of somebody who mistyped a password.
            return _without_cookies(refusal) if answer.__name__ == "renewed" else refusal
        except ValueError as error:
            return _refusal(400, "BAD_REQUEST", str(error))

    return guarded


def _from_our_page(request: Request) -> bool:
    origin = request.headers.get("origin")
    same = origin is None or urlsplit(origin).netloc == request.headers.get("host")
    return same and OUR_HEADER in request.headers


async def _fields(request: Request, *names: str) -> list[str]:
    try:
        body: Any = orjson.loads(await request.body())
    except orjson.JSONDecodeError:
        body = None
    given = body if isinstance(body, dict) else {}
    values = [value for name in names if _is_text(value := given.get(name))]
    if len(values) < len(names):
        raise ValueError(f"Send a JSON object with {' and '.join(names)}.")
    return values


def _is_text(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and 0 < len(value) <= MAX_FIELD and "\0" not in value


def _refusal(status: int, code: str, message: str) -> Response:
    return JSONResponse({"code": code, "message": message}, status)


def _entered(request: Request, entered: SignedIn) -> Response:
    access = entered.access
    response = JSONResponse({"accessToken": access.text, "expiresAt": access.expires_at.isoformat()})
    response.headers["Cache-Control"] = "no-store"
    age = int(SESSION_FOR.total_seconds())
    # `__Host-` asks for Secure, which browsers grant to loopback without TLS.
    response.set_cookie(
        REFRESH_COOKIE, entered.refresh_token, max_age=age, path="/", secure=True, httponly=True, samesite="strict"
    )
    secure = request.url.scheme == "https"
    response.set_cookie(
        MEDIA_COOKIE, entered.media_token, max_age=age, path="/media", secure=secure, httponly=True, samesite="strict"
    )
    return response


def _without_cookies(response: Response) -> Response:
    response.delete_cookie(REFRESH_COOKIE, path="/", secure=True, httponly=True, samesite="strict")
    response.delete_cookie(MEDIA_COOKIE, path="/media", httponly=True, samesite="strict")
    return response
