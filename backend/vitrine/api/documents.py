"""Documents, page by page, as partners see them."""

from typing import Annotated

import strawberry
from strawberry import argument

from vitrine.api.arguments import After, First
from vitrine.api.context import Info
from vitrine.api.nodes import PageInfo, page_size
from vitrine.api.renditions import Rendition, shown
from vitrine.assets.models import Asset as AssetRow
from vitrine.assets.models import MediaKind, Original
from vitrine.documents.queries import MAX_TEXT, page_after, page_cursor, pages_of, text_of

Characters = Annotated[int, argument(description="How many characters at most, 1 to 1,000,000.")]


@strawberry.type(description="A page of a document, as a picture.")
class DocumentPage:
    number: int = strawberry.field(description="1 is the first.")
    picture: Rendition = strawberry.field(description="The page on white, its longer edge 1,600 pixels at most.")


@strawberry.type(description="A page in a list.")
class PageEdge:
    cursor: str = strawberry.field(description="Pass as `after` to go on behind this page.")
    node: DocumentPage = strawberry.field(description="The page.")


@strawberry.type(description="Pages of a document, in their order.")
class PageConnection:
    edges: list[PageEdge] = strawberry.field(description="The pages, with a cursor for each.")
    page_info: PageInfo = strawberry.field(description="Where this part of the list begins and ends.")

    @strawberry.field(description="The pages, without cursors.")
    def nodes(self) -> list[DocumentPage]:
        return [edge.node for edge in self.edges]


@strawberry.type(description="What a document holds.")
class Document:
    asset: strawberry.Private[AssetRow]
    original: strawberry.Private[Original]
    page_count: int = strawberry.field(
        description="Pages there are. Pictures are made of the first 500, the first eight before the asset is READY."
    )

    @classmethod
    def of(cls, asset: AssetRow, original: Original) -> "Document | None":
        """Return the document inside an asset; None for other media, and before its pages were counted."""
        count = (original.facts or {}).get("pages")
        if original.kind is not MediaKind.DOCUMENT or count is None:
            return None
        return cls(asset=asset, original=original, page_count=count)

    @strawberry.field(description="The pages that have a picture by now, in their order. `first` is 1 to 100.")
    async def pages(self, info: Info, first: First = 20, after: After = None) -> PageConnection:
        found = await pages_of(self.original, page_size(first), page_after(after))
        edges = [
            PageEdge(
                cursor=page_cursor(number),
                node=DocumentPage(number=number, picture=shown(info.context, self.asset, row)),
            )
            for number, row in found.pages
        ]
        return PageConnection(
            edges=edges,
            page_info=PageInfo.of(edges, has_next=found.has_next, after=after),
        )

    @strawberry.field(description="The words of the document; null where it has none that can be read.")
    async def text(self, characters: Characters = 100_000) -> str | None:
        return await text_of(self.original, max(1, min(characters, MAX_TEXT)))
