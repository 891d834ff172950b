"""Collections, as partners see them."""

from datetime import datetime
from typing import Annotated

import strawberry

from vitrine.api.arguments import After, First
from vitrine.api.assets import Asset
from vitrine.api.context import Info
from vitrine.api.filters import Sort
from vitrine.api.listing import AssetConnection, read_assets
from vitrine.api.nodes import Count, Node, PageInfo, Refusal, to_id
from vitrine.collections import models
from vitrine.collections.errors import CollectionRefused as Refused
from vitrine.search.browsing import COUNT_LIMIT
from vitrine.search.filters import AssetFilter


@strawberry.type(
    description="What people put together: a place for assets, and for other collections. Every member of the library "
    "sees it."
)
class Collection(Node):
    row: strawberry.Private[models.Collection]
    name: str = strawberry.field(description="Of no other collection in the same place, capitals aside.")
    description: str | None = strawberry.field(description="What people say about it.")
    exclusive: bool = strawberry.field(description="An asset is in one exclusive collection at most.")
    created_at: datetime = strawberry.field(description="When it was made.")

    @classmethod
    def of(cls, row: models.Collection) -> "Collection":
        return cls(
            id=to_id("collection", row.id),
            row=row,
            name=row.name,
            description=row.description,
            exclusive=row.exclusive,
            created_at=row.created_at,
        )

    @strawberry.field(description="What it lies in; null for an outermost one.")
    async def parent(self, info: Info) -> "Collection | None":
        path = await info.context.loaders.path.load(self.row.id)
        return Collection.of(path[-1]) if path else None

    @strawberry.field(description="All that it lies in, the outermost first.")
    async def path(self, info: Info) -> list["Collection"]:
        return [Collection.of(row) for row in await info.context.loaders.path.load(self.row.id)]

    @strawberry.field(description="The asset that stands for it: the chosen one while it is in here, else the latest.")
    async def cover(self, info: Info) -> Asset | None:
        row = await info.context.loaders.cover.load(self.row)
        return Asset.of(row) if row else None

    @strawberry.field(description="How many assets are directly in it, the trash left out.")
    async def asset_count(self, info: Info) -> Count:
        found = await info.context.loaders.assets_in.load(self.row.id)
        return Count(value=min(found, COUNT_LIMIT), exact=found <= COUNT_LIMIT)

    @strawberry.field(description="How many collections are directly in it.")
    async def collection_count(self, info: Info) -> int:
        return await info.context.loaders.collections_in.load(self.row.id)

    @strawberry.field(description="The assets directly in it. `first` is 1 to 100.")
    async def assets(self, info: Info, sort: Sort = None, first: First = 50, after: After = None) -> AssetConnection:
        return await read_assets(info, AssetFilter(place=self.row.id), sort, first, after)


@strawberry.type(description="A collection in a list.")
class CollectionEdge:
    cursor: str = strawberry.field(description="Pass as `after` to go on behind this collection.")
    node: Collection = strawberry.field(description="The collection.")


@strawberry.type(description="Collections, by name.")
class CollectionConnection:
    edges: list[CollectionEdge] = strawberry.field(description="The collections, with a cursor for each.")
    page_info: PageInfo = strawberry.field(description="Where this part of the list begins and ends.")

    @strawberry.field(description="The collections, without cursors.")
    def nodes(self) -> list[Collection]:
        return [edge.node for edge in self.edges]


@strawberry.type(description="Why this was not done to a collection, and what to do.")
class CollectionRefused(Refusal):
    limit: int | None = strawberry.field(description="The number that was passed, if one was.")
    collection: Collection | None = strawberry.field(
        description="Another collection that is in the way: it has this name, or what shall be in here is in there."
    )

    @classmethod
    def of(cls, error: Refused) -> "CollectionRefused":
        other = Collection.of(error.collection) if error.collection else None
        return cls(code=error.code, message=error.message, field=error.field, limit=error.limit, collection=other)


CollectionResult = Annotated[
    Collection | CollectionRefused,
    strawberry.union("CollectionResult", description="The collection as it now is, or why not."),
]
