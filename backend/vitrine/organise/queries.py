"""Read the tags of assets."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from vitrine.organise.models import AssetTag


async def tags_of_assets(asset_ids: Sequence[UUID]) -> dict[UUID, list[AssetTag]]:
    """Return the tags of some assets, by name, in one read; the caller has checked that they are visible."""
    found: dict[UUID, list[AssetTag]] = defaultdict(list)
    for tag in await AssetTag.filter(asset_id__in=asset_ids).select_related("tag").order_by("tag__name"):
        found[tag.asset_id].append(tag)
    return found
