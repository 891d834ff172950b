"""Renditions, as partners see them."""

import strawberry

from vitrine.api.context import Context, Info
from vitrine.api.delivery import download_url, rendition_url
from vitrine.api.scalars import BigInt
from vitrine.assets.models import Asset as AssetRow
from vitrine.renditions.models import Rendition as RenditionRow


@strawberry.type(description="Something derived from the original to be looked at.")
class Rendition:
    purpose: str = strawberry.field(description="What it is for: thumbnail, preview, large, page.")
    url: str = strawberry.field(
        description="For a signed-in browser a stable path; for a program a signed URL, good for at most 5 minutes."
    )
    recipe: str = strawberry.field(description="The name of what made it; the same bytes have one rendition of each.")
    mime_type: str = strawberry.field(description="The media type of the bytes.")
    width: int | None = strawberry.field(description="Pixels.")
    height: int | None = strawberry.field(description="Pixels.")
    size: BigInt = strawberry.field(description="Bytes.")
    row: strawberry.Private[RenditionRow]
    asset_row: strawberry.Private[AssetRow]

    @strawberry.field(
        description="The same bytes as an attachment, named after the asset and the size; good for as long as `url`."
    )
    def download_url(self, info: Info) -> str:
        return download_url(info.context, self.asset_row, self.row)


def shown(context: Context, asset: AssetRow, row: RenditionRow) -> Rendition:
    """Return a rendition of an asset with an address for whoever asks."""
    return Rendition(
        purpose=row.purpose,
        url=rendition_url(context, asset, row),
        recipe=row.recipe,
        mime_type=row.mime_type,
        width=row.width,
        height=row.height,
        size=BigInt(row.size),
        row=row,
        asset_row=asset,
    )
