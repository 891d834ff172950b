"""Malware: bytes that a scanner named are kept for whoever decides, shown to nobody, and opened by no decoder."""

from uuid import UUID

from vitrine.accounts.models import Role
from vitrine.accounts.policy import Actor
from vitrine.assets.actions import amend_asset, owe_for
from vitrine.assets.changes import AssetChange, tell_everyone
from vitrine.assets.errors import NothingToRelease, NotYours
from vitrine.assets.models import Asset, AssetStatus, Original
from vitrine.assets.queries import visible_asset
from vitrine.services import Services
from vitrine.work.unit import Work, unit_of_work


async def release_asset(services: Services, actor: Actor, asset_id: UUID) -> Asset:
    """Take bytes out of quarantine, with every asset that shows them, and process them on. The owner's decision alone.

    Raises AssetNotFound, NotYours, NothingToRelease.
    """
    async with unit_of_work(services) as work:
        asset = await visible_asset(actor.scope, asset_id)
        if actor.role is not Role.OWNER:
            raise NotYours("the owner of the library")
        if asset.status is not AssetStatus.QUARANTINED or asset.original_id is None:
            raise NothingToRelease
        await Original.filter(id=asset.original_id).update(infection=None)
        held = Asset.filter(original_id=asset.original_id, status=AssetStatus.QUARANTINED)
        for each in await held.order_by("id").select_for_update():
            await _process_on(work, each.id)
        return await Asset.get(id=asset.id)


async def _process_on(work: Work, asset_id: UUID) -> None:
    again = await amend_asset(
        asset_id,
        status=AssetStatus.PROCESSING,
        failure_code=None,
        failure_message=None,
        failure_retryable=False,
        failed_at=None,
    )
    assert again is not None  # its row is held
    await tell_everyone(work, AssetChange.UPDATED, again)
    await owe_for(work, again, "uploads.receive", queue="image")
