"""Put assets into the trash, and take them out again. Nothing is deleted: what is in the trash can still be seen."""

from datetime import UTC, datetime
from uuid import UUID

from vitrine.accounts.policy import Actor
from vitrine.assets.actions import amend_asset
from vitrine.assets.changes import AssetChange, tell_everyone
from vitrine.assets.errors import AssetNotFound, NotYours, StillUploading
from vitrine.assets.history import record
from vitrine.assets.models import Asset, AssetStatus
from vitrine.assets.policy import may_decide, visible_to
from vitrine.services import Services
from vitrine.work.unit import Work, unit_of_work


async def trash_asset(services: Services, actor: Actor, asset_id: UUID) -> Asset:
    """Put an asset into the trash; one that is there already stays as it is.

    Raises AssetNotFound, NotYours, StillUploading.
    """
    async with unit_of_work(services) as work:
        asset = await asset_to_decide(actor, asset_id)
        return await throw_away(work, actor, asset)


async def restore_asset(services: Services, actor: Actor, asset_id: UUID) -> Asset:
    """Take an asset out of the trash; one that is not in it stays as it is. Raises AssetNotFound, NotYours."""
    async with unit_of_work(services) as work:
        asset = await asset_to_decide(actor, asset_id)
        if asset.trashed_at is None:
            return asset
        return await _move(work, actor, asset, None)


async def asset_to_decide(actor: Actor, asset_id: UUID, *, lock: bool = True) -> Asset:
    """Return an asset of which the actor may decide, locked for the caller's transaction unless it shall not be.

    Raises AssetNotFound, NotYours.
    """
    seen = visible_to(actor.scope)
    asset = await (seen.select_for_update() if lock else seen).get_or_none(id=asset_id)
    if asset is None:
        raise AssetNotFound
    if not may_decide(actor, asset):
        raise NotYours
    return asset


async def throw_away(work: Work, actor: Actor, asset: Asset) -> Asset:
    """Put an asset into the trash, in the caller's transaction, which holds its row. Raises StillUploading."""
    if asset.status is AssetStatus.UPLOADING:
        raise StillUploading
    if asset.trashed_at is not None:
        return asset
    return await _move(work, actor, asset, datetime.now(UTC))


async def _move(work: Work, actor: Actor, asset: Asset, trashed_at: datetime | None) -> Asset:
    moved = await amend_asset(asset.id, trashed_at=trashed_at)
    assert moved is not None  # its row is held
    await record(asset.id, {"trashedAt": (_words(asset.trashed_at), _words(trashed_at))}, actor.user_id)
    await tell_everyone(work, AssetChange.TRASHED if trashed_at else AssetChange.RESTORED, moved)
    return moved


def _words(at: datetime | None) -> str | None:
    return at.isoformat().replace("+00:00", "Z") if at else None
