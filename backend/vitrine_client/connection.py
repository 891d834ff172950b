"""Ask Vitrine's GraphQL API, as often as it takes."""

import asyncio
import random
from types import TracebackType
from typing import Any, Self

import aiohttp

from vitrine_client.errors import CannotReach, NotAllowed, Refused

Answer = dict[str, Any]
# Seconds between two tries grow to this, and tries end after so many: half an hour of an outage is sat out.
_LONGEST_PAUSE = 30.0
TRIES = 64
_NOT_NOW = {"UNAVAILABLE", "STORAGE_UNAVAILABLE"}
_NOT_ALLOWED = {"UNAUTHENTICATED", "FORBIDDEN"}


async def pause(tries: int) -> None:
    """Wait before another try: a second at first, then longer, never as long as anybody else."""
    await asyncio.sleep(min(_LONGEST_PAUSE, 2.0 ** min(tries - 1, 8)) * random.uniform(0.6, 1.0))  # noqa: S311  # only jitter


class Vitrine:
    """One Vitrine, entered with an API key. Use it as an async context manager."""

    def __init__(self, url: str, key: str, *, tries: int = TRIES) -> None:
        self.url = url.rstrip("/")
        self.tries = tries
        self._key = key

    async def __aenter__(self) -> Self:
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=10, sock_read=60)
        # Two sessions: the key goes to the API alone. A signed URL is a permission by itself.
        self._api = aiohttp.ClientSession(timeout=timeout, headers={"Authorization": f"Bearer {self._key}"})
        self.storage = aiohttp.ClientSession(timeout=timeout)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._api.close()
        await self.storage.close()

    async def ask(self, document: str, **variables: Any) -> Answer:
        """Send one operation and return its data; what could not be answered is sent again: it must be safe to repeat.

        Raises NotAllowed, Refused, CannotReach.
        """
        said = "it was not asked"
        for tries in range(1, self.tries + 1):
            try:
                async with self._api.post(
                    f"{self.url}/graphql", json={"query": document, "variables": variables}
                ) as response:
                    if response.status < 500 and response.content_type == "application/json":
                        return _data(await response.json())
                    said = f"it answered with status {response.status}"
            except _NotNow as error:
                said = str(error)
            except (aiohttp.ClientError, TimeoutError) as error:
                said = repr(error)
            if tries < self.tries:
                await pause(tries)
        raise CannotReach(f"{self.url} cannot be reached: {said}.")


class _NotNow(Exception):
    """Vitrine answered that a server behind it is away."""


def _data(answer: Answer) -> Answer:
    errors = answer.get("errors")
    if errors:
        code = str(errors[0].get("extensions", {}).get("code", ""))
        if code in _NOT_ALLOWED:
            raise NotAllowed(errors[0]["message"])
        if code in _NOT_NOW:
            raise _NotNow(errors[0]["message"])
        raise Refused(code, errors[0]["message"])
    data: Answer = answer["data"]
    return data
