"""Find tags, while somebody writes one."""

from typing import Annotated

import strawberry

from vitrine.api.arguments import First
from vitrine.api.assets import Tag
from vitrine.api.context import Info
from vitrine.api.nodes import page_size, to_id
from vitrine.api.permissions import SignedIn
from vitrine.organise.queries import tags_named

Search = Annotated[str, strawberry.argument(description="Part of a name; without it, every tag matches.")]


@strawberry.type
class TagQuery:
    @strawberry.field(
        description="Tags in use: those whose name begins with what is looked for, then those that contain it. `first` "
        "is 1 to 100.",
        permission_classes=[SignedIn],
    )
    async def tags(self, info: Info, search: Search = "", first: First = 20) -> list[Tag]:
        found = await tags_named(info.context.scope, search, page_size(first))
        return [Tag(id=to_id("tag", row.id), name=row.name) for row in found]
