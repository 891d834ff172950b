"""Put a group of duplicates right: keep one, or say that all may stay."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from vitrine.accounts.policy import Actor
from vitrine.assets.errors import NotYours
from vitrine.assets.models import Asset, LikenessGroup
from vitrine.assets.policy import may_decide
from vitrine.assets.trash import throw_away
from vitrine.collections.collecting import take_collections
from vitrine.duplicates.errors import GroupNotFound, NotInGroup
from vitrine.duplicates.queries import assets_of_groups, open_group
from vitrine.organise.actions import take_tags
from vitrine.services import Services
from vitrine.work.unit import Work, unit_of_work


@dataclass(frozen=True, slots=True)
class Choice:
    """What became of a group: the asset that was kept, and those that went into the trash."""

    kept: Asset
    trashed: list[Asset]


async def keep_one(
    services: Services, actor: Actor, group_id: UUID, keep: UUID, others: Sequence[UUID] | None = None
) -> Choice:
    """Keep one asset of a group with everybody's tags and collections, and put `others`, or all others, into the trash.

    All or nothing. Raises GroupNotFound, NotInGroup, NotYours.
    """
    async with unit_of_work(services) as work:
        group = await _held_group(actor, group_id)
        members = {asset.id: asset for asset in (await assets_of_groups(actor.scope, [group.id]))[group.id]}
        wanted = [each for each in members if each != keep] if others is None else list(dict.fromkeys(others))
        if keep not in members or not set(wanted) <= members.keys() - {keep}:
            raise NotInGroup("Name assets that are in this group: read it again.", field="keep")
        return await _choose(work, actor, members[keep], wanted)


async def _choose(work: Work, actor: Actor, kept: Asset, others: Sequence[UUID]) -> Choice:
    # In one order everywhere, so that two who decide at once wait for each other.
    held = await Asset.filter(id__in=[kept.id, *others]).order_by("id").select_for_update()
    rows = {asset.id: asset for asset in held}
    leaving = [rows[each] for each in others if each in rows]
    if not all(may_decide(actor, asset) for asset in leaving):
        raise NotYours("whoever uploaded the others, or the owner of the library")
    ids = [asset.id for asset in leaving]
    kept = await take_tags(work, actor, kept, ids)
    kept = await take_collections(work, actor, kept, ids)
    return Choice(kept, [await throw_away(work, actor, asset) for asset in leaving])


async def dismiss_group(services: Services, actor: Actor, group_id: UUID) -> LikenessGroup:
    """Leave a group as it is: it is shown again once another original joins it. Raises GroupNotFound, NotYours."""
    async with unit_of_work(services):
        group = await _held_group(actor, group_id)
        members = (await assets_of_groups(actor.scope, [group.id]))[group.id]
        if not any(may_decide(actor, asset) for asset in members):
            raise NotYours("whoever uploaded one of these, or the owner of the library")
        group.dismissed_at = datetime.now(UTC)
        await group.save(update_fields=["dismissed_at"])
    return group


async def _held_group(actor: Actor, group_id: UUID) -> LikenessGroup:
    # Held before it is read: of two who decide at once, the second sees what the first did.
    await LikenessGroup.filter(id=group_id).select_for_update()
    group = await open_group(actor.scope, group_id)
    if group is None:
        raise GroupNotFound
    return group
