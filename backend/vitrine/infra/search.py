"""Meilisearch over HTTP: searches are answered at once, writes are tasks that are done one after the other."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import orjson

from vitrine.settings import Settings

# What may go well in a moment. An answer that makes no sense is none of these.
Unavailable = (aiohttp.ClientError, ConnectionError, TimeoutError)

Query = Mapping[str, Any]
Answer = dict[str, Any]

# Seconds. A search that takes longer is of no use to whoever types; a large batch takes a while to be received.
_SEARCH_TAKES = aiohttp.ClientTimeout(total=3, connect=1)
_WRITE_TAKES = aiohttp.ClientTimeout(total=120, connect=1)
# Between two looks at a task: short at first, since an edit shall be found within a second.
_LOOK_AFTER, _LOOK_LESS, _LOOK_LEAST = 0.005, 1.4, 0.25
_FAILED, _NOT_OURS, _OVERLOADED = 400, {401, 403}, 500
_JSON = "application/json"


class SearchRefused(Exception):
    """The search server would not do what it was asked; `code` is one of its own."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code


class NoIndex(SearchRefused):
    """There is no such index: it was never made, or is lost."""


class SearchServer:
    """One Meilisearch. Everything raises Unavailable, SearchRefused or NoIndex."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def ping(self) -> None:
        """Find out whether it answers."""
        await self._ask("GET", "/health")

    async def search(self, queries: Sequence[Query]) -> list[Answer]:
        """Answer several queries in one round trip, in their order; none where any has no index."""
        answer = await self._ask("POST", "/multi-search", {"queries": queries}, _SEARCH_TAKES)
        results: list[Answer] = answer["results"]
        return results

    async def make_index(self, uid: str, settings: Mapping[str, Any]) -> int:
        """Make an index of documents with an `id`, or leave the one there is, and give it settings; return a task."""
        await self._ask("POST", "/indexes", {"uid": uid, "primaryKey": "id"})
        return await self.set(uid, settings)

    async def set(self, uid: str, settings: Mapping[str, Any]) -> int:
        """Change settings of an index; return a task."""
        return await self._task("PATCH", f"/indexes/{uid}/settings", settings)

    async def drop_index(self, uid: str) -> int:
        """Delete an index; return a task, which fails where there is none."""
        return await self._task("DELETE", f"/indexes/{uid}")

    async def swap(self, one: str, other: str) -> int:
        """Exchange two indexes, between two searches; return a task."""
        return await self._task("POST", "/swap-indexes", [{"indexes": [one, other], "rename": False}])

    async def rename(self, uid: str, new: str) -> int:
        """Give an index a name that no other has; return a task."""
        return await self._task("POST", "/swap-indexes", [{"indexes": [uid, new], "rename": True}])

    async def put(self, uid: str, documents: Sequence[bytes]) -> int:
        """Add documents, each as JSON in one line, in place of those with the same id; return a task."""
        return await self._task("POST", f"/indexes/{uid}/documents", b"\n".join(documents), "application/x-ndjson")

    async def take_out(self, uid: str, ids: Sequence[str]) -> int:
        """Remove documents, by id; return a task."""
        return await self._task("POST", f"/indexes/{uid}/documents/delete-batch", ids)

    async def documents_in(self, uid: str) -> int:
        """Count the documents of an index."""
        return int((await self._ask("GET", f"/indexes/{uid}/stats"))["numberOfDocuments"])

    async def finished(self, task: int) -> None:
        """Wait until a task has succeeded. Raises SearchRefused where it fails, NoIndex where nobody knows of it."""
        pause = _LOOK_AFTER
        while True:
            found = await self._ask("GET", f"/tasks/{task}")
            if found["status"] == "succeeded":
                return
            if found["status"] in {"failed", "canceled"}:
                raise _refusal(found["error"] or {"code": "canceled", "message": "somebody canceled the task"})
            await asyncio.sleep(pause)
            pause = min(pause * _LOOK_LESS, _LOOK_LEAST)

    async def _task(self, method: str, path: str, body: Any = None, kind: str = _JSON) -> int:
        return int((await self._ask(method, path, body, kind=kind))["taskUid"])

    async def _ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        takes: aiohttp.ClientTimeout = _WRITE_TAKES,
        kind: str = _JSON,
    ) -> Answer:
        data = body if body is None or isinstance(body, bytes) else orjson.dumps(body)
        headers = {"Content-Type": kind}
        async with self._session.request(method, path, data=data, headers=headers, timeout=takes) as response:
            answer: Answer = orjson.loads(await response.read())
        if response.status in _NOT_OURS or response.status >= _OVERLOADED:
            # A wrong key, or too many who search: it may as well not be there.
            raise ConnectionError(str(_refusal(answer)))
        if response.status >= _FAILED:
            raise _refusal(answer)
        return answer


def _refusal(error: Mapping[str, Any]) -> SearchRefused:
    code, message = str(error.get("code")), str(error.get("message"))
    kind = NoIndex if code in {"index_not_found", "task_not_found"} else SearchRefused
    return kind(code, message)


@asynccontextmanager
async def open_search(settings: Settings) -> AsyncIterator[SearchServer]:
    """Connect when it is first asked; one that is down now is tried again each time."""
    key = settings.meilisearch_key
    # A packed answer comes in pieces, and the second waits 40 ms for the first to be acknowledged.
    headers = {"Accept-Encoding": "identity"} | ({"Authorization": f"Bearer {key}"} if key else {})
    async with aiohttp.ClientSession(settings.meilisearch_url, headers=headers) as session:
        yield SearchServer(session)
