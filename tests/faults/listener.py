"""A client that keeps a list of assets true by listening: it comes back after its cursor, and reads again on RESYNC."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from tests.client import Client
from tests.faults.uploader import patiently

_EVENTS = """
subscription ($after: String) {
  assetEvents(after: $after) { cursor kind assetId revision asset { status failure { code message } } }
}
"""
_LIST = "{ assets(first: 100) { liveCursor nodes { id revision status failure { code message } } } }"
# What a socket that breaks looks like; aiohttp raises TypeError for a close where text was expected.
_BROKEN = (aiohttp.ClientError, OSError, EOFError, TypeError, AssertionError)


@dataclass
class Listener:
    """Everything it holds came from one list and the events after it: `statuses` and `revisions` by asset id."""

    client: Client
    cursor: str | None = None
    events: list[dict[str, Any]] = field(default_factory=list)
    statuses: dict[str, str] = field(default_factory=dict)
    revisions: dict[str, int] = field(default_factory=dict)
    failures: dict[str, dict[str, str] | None] = field(default_factory=dict)

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """Listen for as long as the body runs, through whatever breaks."""
        if self.cursor is None:
            await self._read_again()
        following = asyncio.create_task(self._follow())
        try:
            yield
        finally:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)

    async def until_all(self, status: str, count: int, within: float) -> None:
        """Wait until so many assets have this status, as far as this client was told. Raises AssertionError."""
        try:
            async with asyncio.timeout(within):
                while sum(each == status for each in self.statuses.values()) < count:
                    await asyncio.sleep(0.02)
        except TimeoutError:
            told = Counter((self.statuses[each], str(self.failures[each])) for each in self.statuses)
            raise AssertionError(f"not {count} {status} within {within} s: {told}") from None

    async def until_told(self, asset: str, kinds: list[str], within: float) -> None:
        """Wait until this has been told of an asset, in this order. Raises AssertionError."""
        try:
            async with asyncio.timeout(within):
                while self.kinds(asset)[: len(kinds)] != kinds:
                    await asyncio.sleep(0.02)
        except TimeoutError:
            raise AssertionError(f"told within {within} s: {self.kinds(asset)}") from None

    def kinds(self, asset: str) -> list[str]:
        """Return what was told of one asset, without progress, repetitions left out."""
        told = {
            (event["revision"], event["kind"]): None
            for event in self.events
            if event["assetId"] == asset and event["kind"] != "PROGRESS"
        }
        return [kind for _, kind in sorted(told, key=lambda each: each[0])]

    async def _follow(self) -> None:
        while True:
            try:
                async with self.client.subscribe(_EVENTS, after=self.cursor) as subscription:
                    while True:
                        await self._take((await subscription.event(within=3600))["assetEvents"])
            except _BROKEN:
                await asyncio.sleep(0.2)

    async def _take(self, event: dict[str, Any]) -> None:
        self.cursor = event["cursor"]
        self.events.append(event)
        if event["kind"] == "RESYNC":
            await self._read_again()
        elif event["asset"]:
            self._know(event["assetId"], event["revision"], event["asset"])

    async def _read_again(self) -> None:
        found = (await patiently(lambda: self.client.graphql(_LIST)))["assets"]
        self.cursor = self.cursor or found["liveCursor"]
        for asset in found["nodes"]:
            self._know(asset["id"], asset["revision"], asset)

    def _know(self, asset: str, revision: int, state: dict[str, Any]) -> None:
        if revision >= self.revisions.get(asset, 0):
            self.revisions[asset], self.statuses[asset] = revision, state["status"]
            self.failures[asset] = state["failure"]
