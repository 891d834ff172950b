"""What changed about an asset, as partners see it."""

from datetime import datetime

import strawberry

from vitrine.api.accounts import Actor, User
from vitrine.api.context import Info
from vitrine.api.nodes import PageInfo, page_size
from vitrine.api.scalars import JSON
from vitrine.assets.history import changes_of, cursor_of
from vitrine.assets.models import Asset as AssetRow
from vitrine.assets.models import History


@strawberry.type(description="One field that became another. Changes are never altered and never lost.")
class Change:
    row: strawberry.Private[History]
    at: datetime = strawberry.field(description="When it was changed.")
    field: str = strawberry.field(
        description="Which field: title, description, capturedAt, tags, trashedAt and the like, as it is called here."
    )
    before: JSON | None = strawberry.field(description="What it was; null for nothing.")
    after: JSON | None = strawberry.field(description="What it became; null for nothing.")

    @classmethod
    def of(cls, row: History) -> "Change":
        return cls(
            row=row,
            at=row.at,
            field=row.field,
            before=None if row.before is None else JSON(row.before),
            after=None if row.after is None else JSON(row.after),
        )

    @strawberry.field(description="Who changed it; null for what Vitrine read from the file or did by itself.")
    async def actor(self, info: Info) -> Actor | None:
        person = await info.context.loaders.person.load(self.row.actor_id) if self.row.actor_id else None
        return User.of(person) if person else None


@strawberry.type(description="A change in a list.")
class ChangeEdge:
    cursor: str = strawberry.field(description="Pass as `after` to go on behind this change.")
    node: Change = strawberry.field(description="The change.")


@strawberry.type(description="Changes of an asset, the newest first.")
class ChangeConnection:
    edges: list[ChangeEdge] = strawberry.field(description="The changes, with a cursor for each.")
    page_info: PageInfo = strawberry.field(description="Where this part of the list begins and ends.")

    @strawberry.field(description="The changes, without cursors.")
    def nodes(self) -> list[Change]:
        return [edge.node for edge in self.edges]


async def change_page(asset: AssetRow, first: int, after: str | None) -> ChangeConnection:
    """Read one page of an asset's history; the caller has checked that the asset is visible. Raises BadCursor."""
    found = await changes_of(asset.id, page_size(first), after)
    edges = [ChangeEdge(cursor=cursor_of(row), node=Change.of(row)) for row in found.changes]
    return ChangeConnection(
        edges=edges,
        page_info=PageInfo.of(edges, has_next=found.has_next, after=after),
    )
