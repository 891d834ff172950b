"""Bytes on their way out: authorised each time, streamed, never buffered."""

import re
from collections.abc import Awaitable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from vitrine.accounts.policy import Scope
from vitrine.accounts.queries import actor_by_bearer, actor_by_media_cookie
from vitrine.api.content_disposition import attachment
from vitrine.api.delivery import scope_of_signature
from vitrine.api.http import bearer
from vitrine.api.playlists import PlaylistTooLong, addressed, addresses, read_playlist
from vitrine.api.ranges import Unsatisfiable, parse_range
from vitrine.api.sessions import MEDIA_COOKIE
from vitrine.api.streaming import Streamed, begun
from vitrine.assets.errors import AssetNotFound
from vitrine.infra.storage.answers import ObjectMissing, StorageUnavailable
from vitrine.renditions.queries import Deliverable, deliverable_original, deliverable_rendition
from vitrine.services import Services

_NAME = re.compile(r"(?P<recipe>[a-z0-9-]{1,64})-(?P<hash>[0-9a-f]{12})\.(?P<ext>[a-z0-9]{1,5})")
# Nothing that is delivered may run, load or be taken for something else; see docs/adr.
SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
}
CACHE = "private, max-age=300"


def media_routes(services: Services) -> list[Route]:
    """Return the routes under /media. What may not be seen is answered like what is not there."""

    async def rendition(request: Request, *, to_save: bool = False) -> Response:
        named = _NAME.fullmatch(request.path_params["name"])
        scope = await _scope(services, request)
        if scope is None or named is None:
            return _nothing(scope)
        asset_id = request.path_params["asset"]
        finding = deliverable_rendition(scope, asset_id, named["recipe"], named["hash"], to_save=to_save)
        return await _answer(services, request, finding, scope)

    async def saved(request: Request) -> Response:
        return await rendition(request, to_save=True)

    async def original(request: Request) -> Response:
        scope = await _scope(services, request)
        if scope is None:
            return _nothing(scope)
        return await _answer(services, request, deliverable_original(scope, request.path_params["asset"]), scope)

    async def nothing(request: Request) -> Response:
        return _nothing(await _scope(services, request))

    return [
        Route("/media/{asset:uuid}/original/{filename}", original),
        Route("/media/{asset:uuid}/save/{name}", saved),
        Route("/media/{asset:uuid}/{name}", rendition),
        # Or the gallery's page would answer for a picture that is not there.
        Route("/media/{other:path}", nothing),
    ]


async def _scope(services: Services, request: Request) -> Scope | None:
    """Return what the caller may see: by signature, by token, or by the browser's cookie."""
    if _is_signed(request):
        return scope_of_signature(services.settings, request.scope["path"], request.url.query)
    if token := bearer(request.headers.get("authorization")):
        actor = await actor_by_bearer(services, token)
    else:
        actor = await actor_by_media_cookie(services, request.cookies.get(MEDIA_COOKIE, ""))
    return actor.scope if actor else None


def _nothing(scope: Scope | None) -> Response:
    if scope is None:
        text = "Sign in, or ask for this address again: signed ones are good for 5 minutes.\n"
        return PlainTextResponse(text, 401, headers={"Cache-Control": "no-store"} | SAFE)
    return PlainTextResponse("There is nothing here for you.\n", 404, headers={"Cache-Control": "no-store"} | SAFE)


async def _answer(services: Services, request: Request, finding: Awaitable[Deliverable], scope: Scope) -> Response:
    try:
        found = await finding
        if found.named is not None:
            return await _deliver_playlist(services, request, found, scope)
        return await _deliver(services, request, found)
    except (AssetNotFound, ObjectMissing, PlaylistTooLong):
        return _nothing(scope)
    except StorageUnavailable:
        return PlainTextResponse("Storage does not answer. Try again.\n", 503, headers={"Retry-After": "2"} | SAFE)


async def _deliver(services: Services, request: Request, found: Deliverable) -> Response:
    headers = _headers(found)
    if _has_it(request.headers.get("if-none-match", ""), headers["ETag"]):
        return Response(status_code=304, headers=headers)
    try:
        part = parse_range(request, headers["ETag"], found.size)
    except Unsatisfiable:
        return Response(status_code=416, headers=SAFE | {"Content-Range": f"bytes */{found.size}"})
    first, last = part or (0, found.size - 1)
    headers["Content-Length"] = str(last - first + 1)
    if part:
        headers["Content-Range"] = f"bytes {first}-{last}/{found.size}"
    if request.method == "HEAD":
        return Response(status_code=206 if part else 200, headers=headers, media_type=found.mime_type)
    body = await begun(services.storage.deliver(found.key, first, last if part else None))
    return Streamed(body, 206 if part else 200, headers, found.mime_type)


async def _deliver_playlist(services: Services, request: Request, found: Deliverable, scope: Scope) -> Response:
    """Send a playlist with an address in the place of each name, always whole; one with signatures is never kept."""
    signed = _is_signed(request)
    headers = _headers(found) | ({"Cache-Control": "no-store"} if signed else {})
    headers["Accept-Ranges"] = "none"
    if signed:
        del headers["ETag"]
    elif _has_it(request.headers.get("if-none-match", ""), headers["ETag"]):
        return Response(status_code=304, headers=headers)
    known = addresses(services.settings, found.asset, found.named or (), scope if signed else None)
    text = addressed(await read_playlist(services.storage, found), known)
    return Response(text, headers=headers, media_type=found.mime_type)


def _is_signed(request: Request) -> bool:
    return "s" in request.query_params


def _has_it(named: str, etag: str) -> bool:
    """Whether a client has these bytes: it may name several copies, and proxies weaken names (RFC 9110, 13.1.2)."""
    names = [name.strip().removeprefix("W/") for name in named.split(",")]
    return etag in names or names == ["*"]


def _headers(found: Deliverable) -> dict[str, str]:
    headers = SAFE | {"ETag": f'"{found.etag}"', "Accept-Ranges": "bytes", "Cache-Control": CACHE}
    if found.save_as is not None:
        headers["Content-Disposition"] = attachment(found.save_as)
    return headers
