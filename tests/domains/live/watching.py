"""Subscribe to what happens, and write down what was heard."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.client import Client, Subscription

EVENTS = """subscription($after: String, $ids: [ID!]) {
  assetEvents(after: $after, ids: $ids) {
    cursor kind assetId revision at progress { step done total unit }
    asset { id status filename revision thumbnail { width url } failure { code } }
  }
}"""
Event = dict[str, Any]


@dataclass(slots=True)
class Watch:
    """What one socket has heard so far."""

    subscription: Subscription
    heard: list[Event] = field(default_factory=list)

    async def until(self, enough: Callable[[Event], bool], within: float = 20.0) -> Event:
        """Listen until an event is enough, and return it. Raises TimeoutError."""
        async with asyncio.timeout(within):
            while True:
                event: Event = (await self.subscription.event())["assetEvents"]
                self.heard.append(event)
                if enough(event):
                    return event

    async def until_kind(self, kind: str, asset_id: str | None = None, within: float = 20.0) -> Event:
        """Listen until something of a kind happens, to one asset if given."""
        return await self.until(
            lambda event: event["kind"] == kind and (asset_id is None or event["assetId"] == asset_id), within
        )

    async def nothing_more(self, seconds: float = 0.5) -> None:
        """Make sure that nothing is heard for a while."""
        try:
            event = await self.until(lambda _: True, seconds)
        except TimeoutError:
            return
        raise AssertionError(f"heard {event}")

    def kinds(self, *, progress: bool = False) -> list[str]:
        """List what was heard, by kind."""
        return [event["kind"] for event in self.heard if progress or event["kind"] != "PROGRESS"]


@asynccontextmanager
async def watching(client: Client, document: str = EVENTS, **variables: Any) -> AsyncIterator[Watch]:
    """Watch from a cursor (`after`), or else from now on."""
    if "after" not in variables:
        variables["after"] = await live_cursor(client)
    async with client.subscribe(document, **variables) as subscription:
        yield Watch(subscription)


async def live_cursor(client: Client) -> str:
    """Return where the caller's library is now."""
    return str((await client.graphql("{ assets(first: 1) { liveCursor } }"))["assets"]["liveCursor"])
