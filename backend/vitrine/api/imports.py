"""Imports by URL, as partners see them."""

from datetime import datetime

import strawberry

from vitrine.api.assets import Asset
from vitrine.api.context import Info
from vitrine.api.nodes import Node, PageInfo, Refusal, to_id
from vitrine.api.scalars import BigInt
from vitrine.errors import Refusal as Refused
from vitrine.imports import models
from vitrine.imports.models import ImportStatus

strawberry.enum(
    ImportStatus,
    name="UrlImportStatus",
    description="WAITING for a worker. FETCHING, which includes waiting for another attempt where the host was away. "
    "COMPLETE: see `asset`, which is processed like any upload. FAILED: see `failure`, and import again.",
)


@strawberry.type(description="Why a file could not be imported.")
class UrlImportFailure:
    code: str = strawberry.field(description="Stable; switch on this.")
    message: str = strawberry.field(description="A sentence for a person.")


@strawberry.type(description="How much of a file has been fetched; written down twice a second at most.")
class UrlImportProgress:
    bytes: BigInt = strawberry.field(description="Bytes that have come.")
    total: BigInt | None = strawberry.field(description="Bytes there are; null where the host does not say.")


@strawberry.type(description="A file that Vitrine fetches from an address for you. Yours alone.")
class UrlImport(Node):
    row: strawberry.Private[models.UrlImport]
    url: str = strawberry.field(description="Where it is fetched from, as you gave it.")
    status: ImportStatus = strawberry.field(description="Where it stands.")
    created_at: datetime = strawberry.field(description="When it was asked for.")

    @classmethod
    def of(cls, row: models.UrlImport) -> "UrlImport":
        return cls(id=to_id("import", row.id), row=row, url=row.url, status=row.status, created_at=row.created_at)

    @strawberry.field(
        description="What it became: an asset of its own, or the one that has these bytes. Null until it is COMPLETE, "
        "and once the asset is gone."
    )
    async def asset(self, info: Info) -> Asset | None:
        row = await info.context.loaders.asset.load(self.row.asset_id) if self.row.asset_id else None
        return Asset.of(row) if row else None

    @strawberry.field(description="Why it FAILED; null otherwise.")
    def failure(self) -> UrlImportFailure | None:
        code, message = self.row.error_code, self.row.error_message
        return None if code is None else UrlImportFailure(code=code, message=message or "")

    @strawberry.field(description="How far the present attempt is; null while it is WAITING.")
    def progress(self) -> UrlImportProgress | None:
        if self.row.status is ImportStatus.WAITING:
            return None
        total = None if self.row.total is None else BigInt(self.row.total)
        return UrlImportProgress(bytes=BigInt(self.row.bytes), total=total)


@strawberry.type(description="Why an address cannot be imported, and what to do.")
class ImportRefused(Refusal):
    limit: BigInt | None = strawberry.field(description="The number that was passed, if one was.")

    @classmethod
    def of(cls, error: Refused) -> "ImportRefused":
        limit = None if error.limit is None else BigInt(error.limit)
        return cls(code=error.code, message=error.message, field=error.field, limit=limit)


@strawberry.type(description="An import in a list.")
class UrlImportEdge:
    cursor: str = strawberry.field(description="Pass as `after` to go on behind this import.")
    node: UrlImport = strawberry.field(description="The import.")


@strawberry.type(description="A page of imports.")
class UrlImportConnection:
    edges: list[UrlImportEdge] = strawberry.field(description="The page, with a cursor for each import.")
    page_info: PageInfo = strawberry.field(description="Where the page begins and ends.")

    @strawberry.field(description="The page, without cursors.")
    def nodes(self) -> list[UrlImport]:
        return [edge.node for edge in self.edges]
