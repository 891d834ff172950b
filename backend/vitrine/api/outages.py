"""How an outage of the database is told over HTTP and websockets: try again. GraphQL's own words are in masking.py."""

from collections.abc import Mapping
from typing import Any

import structlog
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, Response
from starlette.websockets import WebSocket, WebSocketState

from vitrine.infra import db

log = structlog.get_logger()

RETRY_AFTER = 2
# "Try again later": graphql-ws connects again after it.
TRY_AGAIN = 1013
_MESSAGE = "Vitrine cannot answer just now. Try again in a moment."
# The first two are for our plain JSON routes, the last for those who expect GraphQL.
_SAID = {
    "code": "UNAVAILABLE",
    "message": _MESSAGE,
    "errors": [{"message": _MESSAGE, "extensions": {"code": "UNAVAILABLE"}}],
}


async def _tell(caller: HTTPConnection, error: Exception) -> Response | None:
    log.warning("service_unavailable", path=caller.url.path, error=repr(error))
    if not isinstance(caller, WebSocket):
        return JSONResponse(_SAID, 503, headers={"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"})
    if caller.application_state is WebSocketState.CONNECTED:
        await caller.close(TRY_AGAIN, "Try again in a moment")
    return None


# For Starlette, which wants a handler for each kind of error.
OUTAGE_HANDLERS: Mapping[Any, Any] = dict.fromkeys(db.Unavailable, _tell)
