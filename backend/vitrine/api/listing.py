"""Reading assets: one, a page, the months there are."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry
from graphql import GraphQLError

from vitrine.accounts.policy import Scope
from vitrine.api.arguments import After, AssetId, First
from vitrine.api.assets import Asset
from vitrine.api.context import Context, Info
from vitrine.api.live import live_cursor
from vitrine.api.nodes import Count, PageInfo, from_id, page_size
from vitrine.api.permissions import SignedIn
from vitrine.assets import queries
from vitrine.assets.models import AssetStatus, MediaKind
from vitrine.assets.policy import visible_to
from vitrine.assets.queries import AssetSort
from vitrine.organise.queries import tagged_with

MAX_VALUES = 100
# An id that is none of ours names nothing, and nothing is in it.
NOBODY = UUID(int=0)
strawberry.enum(
    AssetSort, description="Every order pages without end. CAPTURED_NEWEST leaves out what has no capture time."
)


@strawberry.input(
    description="Which assets; every part that is given narrows the rest. `From` is included, `To` is not."
)
class AssetFilter:
    kind: list[MediaKind] | None = strawberry.field(default=None, description="Any of these kinds.")
    status: list[AssetStatus] | None = strawberry.field(
        default=None, description="Any of these. Your own uploads under way are listed only when UPLOADING is here."
    )
    uploaded_by: list[strawberry.ID] | None = strawberry.field(default=None, description="Uploaded by any of these.")
    created_from: datetime | None = strawberry.field(default=None, description="Announced then or later.")
    created_to: datetime | None = strawberry.field(default=None, description="Announced before then.")
    captured_from: datetime | None = strawberry.field(
        default=None, description="Taken then or later, where UTC is known."
    )
    captured_to: datetime | None = strawberry.field(default=None, description="Taken before then, where UTC is known.")
    tags: list[str] | None = strawberry.field(default=None, description="With any of these tags, by name.")
    collection: strawberry.ID | None = strawberry.field(default=None, description="Directly in this collection.")
    trashed: bool = strawberry.field(
        default=False, description="What is in the trash, and nothing else; otherwise what is not."
    )

    def read(self, scope: Scope) -> queries.AssetFilter:
        """Return the domain's filter; an id of nobody matches nothing. Raises a GraphQL error for endless lists."""
        lists = {"kind": self.kind, "status": self.status, "uploadedBy": self.uploaded_by, "tags": self.tags}
        for name, values in lists.items():
            if values is not None and len(values) > MAX_VALUES:
                message = f"`{name}` takes up to {MAX_VALUES} values."
                raise GraphQLError(message, extensions={"code": "BAD_USER_INPUT", "field": name})
        people = None
        if self.uploaded_by is not None:
            people = [found for each in self.uploaded_by if (found := from_id("user", each))]
        return queries.AssetFilter(
            kind=self.kind,
            status=self.status,
            uploaded_by=people,
            created_from=self.created_from,
            created_to=self.created_to,
            captured_from=self.captured_from,
            captured_to=self.captured_to,
            collection_id=None if self.collection is None else from_id("collection", self.collection) or NOBODY,
            trashed=self.trashed,
            # No name of a tag holds a NUL, which the database would not even be asked about.
            among=() if self.tags is None else (tagged_with(scope, [each for each in self.tags if "\0" not in each]),),
        )


Filter = Annotated[AssetFilter | None, strawberry.argument(description="Which assets; without it, all you may see.")]
Sort = Annotated[AssetSort, strawberry.argument(description="In which order.")]


@strawberry.type(description="An asset in a list.")
class AssetEdge:
    cursor: str = strawberry.field(description="Pass as `after` to go on behind this asset.")
    node: Asset = strawberry.field(description="The asset.")


@strawberry.type(description="A page of assets.")
class AssetConnection:
    edges: list[AssetEdge] = strawberry.field(description="The page, with a cursor for each asset.")
    page_info: PageInfo = strawberry.field(description="Where the page begins and ends.")
    wanted: strawberry.Private[queries.AssetFilter]
    sort: strawberry.Private[AssetSort]
    live: strawberry.Private[str]

    @strawberry.field(description="The page, without cursors.")
    def nodes(self) -> list[Asset]:
        return [edge.node for edge in self.edges]

    @strawberry.field(description="How many match in all.")
    async def total(self, info: Info) -> Count:
        counted = await queries.count_up_to_limit(info.context.scope, self.wanted, self.sort)
        return Count(value=min(counted, queries.COUNT_LIMIT), exact=counted <= queries.COUNT_LIMIT)

    @strawberry.field(description="Subscribe after this cursor to miss nothing that happens after this page was read.")
    def live_cursor(self) -> str:
        return self.live


@strawberry.type(description="How many assets came in a month.")
class TimelineMonth:
    month: str = strawberry.field(description='Year and month in UTC: "2026-11".')
    count: int = strawberry.field(description="Assets announced in it.")


async def read_assets(
    context: Context, wanted: queries.AssetFilter, sort: AssetSort, first: int, after: str | None
) -> AssetConnection:
    """Read one page of the assets that the caller may see. Raises BadCursor, a GraphQL error for what is no page."""
    size = page_size(first)
    # Before the list is read: what happens in between is then told twice rather than never.
    live = await live_cursor(context)
    page = await queries.asset_page(context.scope, wanted, sort, size, after)
    edges = [AssetEdge(cursor=queries.cursor_of(row, sort), node=Asset.of(row)) for row in page.assets]
    return AssetConnection(
        edges=edges,
        page_info=PageInfo.of(edges, has_next=page.has_next, after=after),
        wanted=wanted,
        sort=sort,
        live=live,
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
        filter: Filter = None,  # noqa: A002  # the contract's name
        sort: Sort = AssetSort.NEWEST,
        first: First = 50,
        after: After = None,
    ) -> AssetConnection:
        wanted = filter.read(info.context.scope) if filter else queries.AssetFilter()
        return await read_assets(info.context, wanted, sort, first, after)

    @strawberry.field(
        description="How many assets each month brought, the newest first: enough to lay out a whole gallery.",
        permission_classes=[SignedIn],
    )
    async def timeline(self, info: Info, filter: Filter = None) -> list[TimelineMonth]:  # noqa: A002  # the contract's name
        wanted = filter.read(info.context.scope) if filter else queries.AssetFilter()
        months = await queries.months(info.context.scope, wanted)
        return [TimelineMonth(month=each.month, count=each.count) for each in months]
