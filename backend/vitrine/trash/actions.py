"""Delete for good what is in the trash. Bytes go with the last asset that shows them, a while after their row."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from vitrine.accounts.policy import Actor, permissions
from vitrine.assets.changes import AssetChange, tell_everyone
from vitrine.assets.errors import NotYours
from vitrine.assets.models import Asset
from vitrine.assets.trash import asset_to_decide
from vitrine.infra.db import execute
from vitrine.services import Services
from vitrine.trash.errors import NotInTrash
from vitrine.work.unit import Work, unit_of_work

# Assets that go in one transaction, and in one request.
AT_ONCE = 200
MOST = 2_000

_FORGET_JOBS = "delete from job where asset_id = any($1::uuid[])"
_DELETE = "delete from asset where id = any($1::uuid[])"
# Held before anybody asks whether it is shown elsewhere: whoever has another asset show it waits, or is waited for.
_HOLD = "select id from original where id = any($1::uuid[]) order by id for update"
_DOOM = """
with gone as (
  select id, key, library_id from original
  where id = any($1::uuid[]) and not exists (select from asset where original_id = original.id)),
doomed as (
  insert into doomed_object (key, is_folder, at)
  select key, false, now() from gone
  union
  select distinct regexp_replace(rendition.key, '[^/]*$', ''), true, now()
  from rendition join gone on gone.id = rendition.original_id
  union
  select 'renditions/' || library_id || '/' || id || '/', true, now() from gone
  on conflict (key) do nothing)
delete from original where id in (select id from gone)
"""


async def delete_asset(services: Services, actor: Actor, asset_id: UUID) -> Asset:
    """Delete an asset that is in the trash for good, and return it as it was.

    Raises AssetNotFound, NotYours, NotInTrash.
    """
    async with unit_of_work(services) as work:
        asset = await asset_to_decide(actor, asset_id)
        if asset.trashed_at is None:
            raise NotInTrash
        await _delete(work, [asset])
    return asset


async def empty_trash(services: Services, actor: Actor) -> int:
    """Delete what is in the trash of the actor's library, up to MOST of it, and return how much. Raises NotYours."""
    if "library.manage" not in permissions(actor):
        raise NotYours("the owner of the library")
    deleted = 0
    while deleted < MOST and (some := await _delete_some(services, library_id=actor.library_id)):
        deleted += some
    return deleted


async def delete_what_is_over(services: Services, after: timedelta) -> int:
    """Delete some of what has been in the trash of any library for so long; return how much that was."""
    return await _delete_some(services, trashed_at__lt=datetime.now(UTC) - after)


async def _delete_some(services: Services, **which: object) -> int:
    async with unit_of_work(services) as work:
        found = Asset.filter(trashed_at__isnull=False, **which).order_by("id").limit(AT_ONCE)
        assets = await found.select_for_update(skip_locked=True)
        if assets:
            await _delete(work, assets)
    return len(assets)


async def _delete(work: Work, assets: Sequence[Asset]) -> None:
    """Delete assets whose rows are held, with tags, places and history. What runs for them ends at its next write."""
    ids = [asset.id for asset in assets]
    originals = sorted({asset.original_id for asset in assets if asset.original_id})
    await execute(_HOLD, originals)
    await execute(_FORGET_JOBS, ids)
    await execute(_DELETE, ids)
    await execute(_DOOM, originals)
    for asset in assets:
        asset.revision += 1
        await tell_everyone(work, AssetChange.REMOVED, asset)
