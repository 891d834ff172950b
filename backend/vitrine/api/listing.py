"""Reading assets: one, a page of what is looked for, the months there are."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Annotated

import strawberry
from strawberry.types.nodes import SelectedField, Selection

from vitrine.api.arguments import After, AssetId, First
from vitrine.api.assets import Asset
from vitrine.api.context import Context, Info
from vitrine.api.facets import Facet, read_facets
from vitrine.api.filters import Filter, Search, Sort
from vitrine.api.live import live_cursor
from vitrine.api.matches import Match
from vitrine.api.nodes import Count, PageInfo, from_id, page_size
from vitrine.api.permissions import SignedIn
from vitrine.assets.policy import visible_to
from vitrine.search.browsing import COUNT_LIMIT
from vitrine.search.cursors import read_cursor
from vitrine.search.filters import AssetFilter, AssetSort
from vitrine.search.seeking import Page, count_found, read_page
from vitrine.search.sought import Sought, look_for
from vitrine.search.timeline import months

Names = Annotated[
    list[str],
    strawberry.argument(
        description="Some of KIND, FORMAT, TAG, COLLECTION, UPLOADER, CAMERA, YEAR, MONTH, ORIENTATION, SIZE, STATUS."
    ),
]


@strawberry.type(description="An asset in a list.")
class AssetEdge:
    cursor: str = strawberry.field(description="Pass as `after` to go on behind this asset.")
    node: Asset = strawberry.field(description="The asset.")
    match: Match | None = strawberry.field(
        description="Why it was found, where words are looked for; null in the order NAME, and while `degraded`."
    )


@dataclass(slots=True)
class Reading:
    """One page, read once, when the first field of it is asked for; so all fields ask the index together."""

    context: Context
    sought: Sought
    first: int
    after: str | None
    explained: bool
    _page: asyncio.Task[Page] | None = field(default=None, init=False)

    async def page(self) -> Page:
        if self._page is None:
            ask = self.context.loaders.index.load
            reading = read_page(self.sought, ask, self.first, self.after, explained=self.explained)
            self._page = asyncio.create_task(reading)
        return await self._page

    async def edges(self) -> list[AssetEdge]:
        found = (await self.page()).found
        return [
            AssetEdge(cursor=each.cursor, node=Asset.of(each.asset), match=Match.of(each.match) if each.match else None)
            for each in found
        ]

    async def hits(self) -> int:
        known = (await self.page()).hits if self.sought.through_index and not self.after else None
        return await count_found(self.sought, self.context.loaders.index.load) if known is None else known


@strawberry.type(description="A page of assets.")
class AssetConnection:
    reading: strawberry.Private[Reading]
    live: strawberry.Private[str]

    @strawberry.field(description="The page, with a cursor for each asset.")
    async def edges(self) -> list[AssetEdge]:
        return await self.reading.edges()

    @strawberry.field(description="The page, without cursors.")
    async def nodes(self) -> list[Asset]:
        return [edge.node for edge in await self.reading.edges()]

    @strawberry.field(description="Where the page begins and ends.")
    async def page_info(self) -> PageInfo:
        page = await self.reading.page()
        return PageInfo.of(page.found, has_next=page.has_next, after=self.reading.after)

    @strawberry.field(description="How many match in all.")
    async def total(self) -> Count:
        found = await self.reading.hits()
        return Count(value=min(found, COUNT_LIMIT), exact=found <= COUNT_LIMIT)

    @strawberry.field(
        description="Counts over all that matches, each facet as if nothing had been chosen in it; null while the "
        "index is away. Counted a moment after a change."
    )
    async def facets(self, info: Info, names: Names) -> list[Facet] | None:
        return await read_facets(info.context, self.reading.sought, info.context.loaders.index.load, names)

    @strawberry.field(
        description="True while the index is away: words are found as they are written in titles, file names and tags, "
        "the newest first."
    )
    async def degraded(self) -> bool:
        return (await self.reading.page()).degraded

    @strawberry.field(description="Subscribe after this cursor to miss nothing that happens after this page was read.")
    def live_cursor(self) -> str:
        return self.live


@strawberry.type(description="How many assets came in a month.")
class TimelineMonth:
    month: str = strawberry.field(description='Year and month in UTC: "2026-11".')
    count: int = strawberry.field(description="Assets announced in it.")


async def read_assets(
    info: Info, wanted: AssetFilter, sort: AssetSort | None, first: int, after: str | None, search: str | None = None
) -> AssetConnection:
    """Read one page of the assets that the caller may see.

    Raises BadCursor, TooManyWords, a GraphQL error for what is no page.
    """
    context, size = info.context, page_size(first)
    sought = await look_for(context.scope, search, wanted, sort)
    if after:
        read_cursor(sought.sort, after)
    # Before the list is read: what happens in between is then told twice rather than never.
    live = await live_cursor(context)
    explained = bool(sought.text) and _asks_why(info.selected_fields)
    return AssetConnection(reading=Reading(context, sought, size, after, explained), live=live)


def _asks_why(selections: Iterable[Selection]) -> bool:
    """Tell whether `match` is asked for: finding out why costs as much as finding."""
    return any(
        (isinstance(each, SelectedField) and each.name == "match") or _asks_why(each.selections) for each in selections
    )


@strawberry.type
class ListingQuery:
    @strawberry.field(description="One asset; null for one you may not see.", permission_classes=[SignedIn])
    async def asset(self, info: Info, id: AssetId) -> Asset | None:  # noqa: A002  # the contract's name
        key = from_id("asset", id)
        row = await visible_to(info.context.scope).get_or_none(id=key) if key else None
        return Asset.of(row) if row else None

    @strawberry.field(
        description="Assets by page. `first` is 1 to 100. Uploads under way are left out.",
        permission_classes=[SignedIn],
    )
    async def assets(
        self,
        info: Info,
        search: Search = None,
        filter: Filter = None,  # noqa: A002  # the contract's name
        sort: Sort = None,
        first: First = 50,
        after: After = None,
    ) -> AssetConnection:
        return await read_assets(info, filter.read() if filter else AssetFilter(), sort, first, after, search)

    @strawberry.field(
        description="How many assets each month brought, the newest first: enough to lay out a whole gallery.",
        permission_classes=[SignedIn],
    )
    async def timeline(self, info: Info, filter: Filter = None) -> list[TimelineMonth]:  # noqa: A002  # the contract's name
        wanted = filter.read() if filter else AssetFilter()
        read = await months(info.context.scope, wanted, info.context.loaders.index.load)
        return [TimelineMonth(month=each.month, count=each.count) for each in read]
