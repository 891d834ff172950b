"""Import by URL: the doors."""

from datetime import datetime
from typing import Annotated

import strawberry
from graphql import GraphQLError

from vitrine.api import uploads  # noqa: F401  # it describes OnDuplicate, which has to come first
from vitrine.api.arguments import After, First
from vitrine.api.context import Info
from vitrine.api.imports import ImportRefused, UrlImport, UrlImportConnection, UrlImportEdge
from vitrine.api.nodes import PageInfo, page_size
from vitrine.api.permissions import SignedIn
from vitrine.errors import Refusal
from vitrine.imports.actions import import_urls
from vitrine.imports.policy import Wish
from vitrine.imports.queries import cursor_of, import_page
from vitrine.uploads.completing import OnDuplicate

MAX_BATCH = 100


@strawberry.input(description="A file to be fetched, and what you say of it.")
class ImportUrlInput:
    url: str = strawberry.field(
        description="http or https, without name and password, on the public Internet. Up to 5 redirects are followed."
    )
    filename: str | None = strawberry.field(
        default=None, description="At most 255 bytes of UTF-8; else what the host calls it, or how its address ends."
    )
    title: str | None = strawberry.field(default=None, description="Else the file name without its ending.")
    description: str | None = strawberry.field(default=None, description="Up to 10,000 characters.")
    tags: list[str] | None = strawberry.field(default=None, description="Up to 100.")
    captured_at: datetime | None = strawberry.field(default=None, description="Counts before what the file says.")
    on_duplicate: OnDuplicate = strawberry.field(
        default=OnDuplicate.LINK, description="What to do where an asset that you may see has these bytes already."
    )
    idempotency_key: str | None = strawberry.field(
        default=None, description="Same key, same import: retrying a request never makes a second one."
    )

    def read(self) -> Wish:
        """Return the wish, as yet unchecked."""
        return Wish(
            url=self.url.strip(),
            filename=self.filename,
            title=self.title,
            description=self.description,
            tags=tuple(self.tags or ()),
            captured_at=self.captured_at,
            on_duplicate=self.on_duplicate,
            idempotency_key=self.idempotency_key,
        )


ImportUrlResult = Annotated[
    UrlImport | ImportRefused, strawberry.union("ImportUrlResult", description="The import, or why not.")
]
Addresses = Annotated[list[ImportUrlInput], strawberry.argument(description="1 to 100 files.")]


@strawberry.type
class ImportQuery:
    @strawberry.field(
        description="What you had fetched in this library, the newest first. `first` is 1 to 100.",
        permission_classes=[SignedIn],
    )
    async def url_imports(self, info: Info, first: First = 50, after: After = None) -> UrlImportConnection:
        page = await import_page(info.context.signed_in(), page_size(first), after)
        edges = [UrlImportEdge(cursor=cursor_of(row), node=UrlImport.of(row)) for row in page.imports]
        return UrlImportConnection(
            edges=edges,
            page_info=PageInfo.of(edges, has_next=page.has_next, after=after),
        )


@strawberry.type
class ImportMutation:
    @strawberry.mutation(
        description="Have up to 100 files fetched from the web. Workers fetch them and upload them in your name; "
        "`urlImports` and `node` tell how far each is, and the asset's events tell the rest. Off unless whoever runs "
        "Vitrine has switched it on: then each is refused with IMPORT_OFF.",
        permission_classes=[SignedIn],
    )
    async def import_urls(self, info: Info, inputs: Addresses) -> list[ImportUrlResult]:
        if not 1 <= len(inputs) <= MAX_BATCH:
            message = f"One request takes 1 to {MAX_BATCH} files."
            raise GraphQLError(message, extensions={"code": "BAD_USER_INPUT", "field": "inputs"})
        wishes = [each.read() for each in inputs]
        answers = await import_urls(info.context.services, info.context.signed_in(), wishes)
        return [ImportRefused.of(each) if isinstance(each, Refusal) else UrlImport.of(each) for each in answers]
