"""Read assets: one, a batch, their originals. All start from what the caller may see."""

from collections.abc import Sequence
from uuid import UUID

from vitrine.accounts.policy import Scope
from vitrine.assets.errors import AssetNotFound
from vitrine.assets.models import Asset, Original
from vitrine.assets.policy import visible_to
from vitrine.infra.db import rows


async def visible_asset(scope: Scope, asset_id: UUID) -> Asset:
    """Return one asset. Raises AssetNotFound, also for one the scope may not see."""
    asset = await visible_to(scope).get_or_none(id=asset_id)
    if asset is None:
        raise AssetNotFound
    return asset


async def visible_assets(scope: Scope, ids: Sequence[UUID]) -> dict[UUID, Asset]:
    """Return those of some assets that the scope may see, in one read."""
    return {asset.id: asset for asset in await visible_to(scope).filter(id__in=ids)}


async def originals_by_id(ids: Sequence[UUID]) -> dict[UUID, Original]:
    """Return originals in one read. Whoever may see an asset may see what its original says of itself."""
    return {original.id: original for original in await Original.filter(id__in=ids)}


async def storage_used(library_id: UUID) -> int:
    """Return the bytes of a library's originals."""
    [row] = await rows("select coalesce(sum(size), 0) as total from original where library_id = $1", library_id)
    return int(row["total"])
