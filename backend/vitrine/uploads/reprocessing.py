"""Process again what was received: only what is missing under the present recipes, when nobody waits."""

from datetime import datetime
from uuid import UUID

from vitrine.accounts.policy import Actor
from vitrine.assets.actions import owe_for
from vitrine.assets.errors import NothingToReprocess
from vitrine.assets.models import Asset, AssetStatus
from vitrine.assets.trash import asset_to_decide
from vitrine.services import Services
from vitrine.work.unit import unit_of_work

_INSTEAD = {
    AssetStatus.UPLOADING: "This is still on its way: complete its upload.",
    AssetStatus.PROCESSING: "This is being processed already.",
    AssetStatus.FAILED: "This failed: try it again with retryAssets.",
    AssetStatus.QUARANTINED: "This is in quarantine: the owner of the library may release it.",
}


async def reprocess_asset(
    services: Services, actor: Actor, asset_id: UUID, not_before: datetime | None = None
) -> Asset:
    """Owe a READY asset another round: it stays as it is meanwhile, and keeps what it has if the round fails.

    One that failed is for retryAssets. Raises AssetNotFound, NotYours, NothingToReprocess.
    """
    async with unit_of_work(services) as work:
        # Not held: whoever receives it this moment holds the job that is owed here, and then wants the asset.
        asset = await asset_to_decide(actor, asset_id, lock=False)
        if asset.status is not AssetStatus.READY:
            raise NothingToReprocess(_INSTEAD[asset.status], field="ids")
        await owe_for(work, asset, "uploads.receive", queue="bulk", not_before=not_before)
    return asset
