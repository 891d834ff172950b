"""Renditions, as partners see them."""

import strawberry

from vitrine.api.context import Context
from vitrine.api.delivery import rendition_url
from vitrine.api.scalars import BigInt
from vitrine.assets.models import Asset as AssetRow
from vitrine.renditions.models import Rendition as RenditionRow


@strawberry.type(description="Something derived from the original to be looked at.")
class Rendition:
    purpose: str = strawberry.field(description="What it is for: thumbnail, preview, large, page.")
    url: str = strawberry.field(
        description="For a signed-in browser a stable path; for a program a signed URL, good for at most 5 minutes."
    )
    mime_type: str = strawberry.field(description="The media type of the bytes.")
    width: int | None = strawberry.field(description="Pixels.")
    height: int | None = strawberry.field(description="Pixels.")
    size: BigInt = strawberry.field(description="Bytes.")


def shown(context: Context, asset: AssetRow, row: RenditionRow) -> Rendition:
    """Return a rendition of an asset with an address for whoever asks."""
    return Rendition(
        purpose=row.purpose,
        url=rendition_url(context, asset, row),
        mime_type=row.mime_type,
        width=row.width,
        height=row.height,
        size=BigInt(row.size),
    )
