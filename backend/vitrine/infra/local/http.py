"""One question over HTTP to a server on this machine, for which a client library would be too much."""

import asyncio
import http.client
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and a short body."""

    status: int
    body: str


async def ask(port: int, path: str, timeout_seconds: float = 2.0) -> Answer | None:
    """GET a path from a port of 127.0.0.1; None when nobody answers in time."""
    return await asyncio.to_thread(_ask, port, path, timeout_seconds)


def _ask(port: int, path: str, timeout_seconds: float) -> Answer | None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout_seconds)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return Answer(response.status, response.read(16_384).decode("utf-8", errors="replace"))
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
