"""Put assets into collections, and take them out. Each change is a change of the asset, which everybody hears of."""

from collections.abc import Sequence
from uuid import UUID

from vitrine.accounts.policy import Actor
from vitrine.assets.actions import amend_held
from vitrine.assets.changes import AssetChange, tell_whoever_sees
from vitrine.assets.history import record_each
from vitrine.assets.models import Asset
from vitrine.assets.policy import visible_to
from vitrine.collections.errors import AssetMissing, CollectionNotFound, InAnotherCollection
from vitrine.collections.models import Collection, CollectionItem
from vitrine.collections.queries import collections_by_id, collections_of_assets, paths_of
from vitrine.infra.db import rows
from vitrine.services import Services
from vitrine.work.unit import Work, unit_of_work

# Held so that it is neither deleted nor made exclusive meanwhile; others may put something in at the same time.
_HOLD = "select id from collection where library_id = $1 and id = any($2::uuid[]) order by id for key share"
_PUT_IN = """
insert into collection_item (id, collection_id, asset_id, exclusive, added_at)
select gen_random_uuid(), collection.id, given.asset_id, collection.exclusive, now()
from unnest($1::uuid[], $2::uuid[]) as given (collection_id, asset_id)
join collection on collection.id = given.collection_id
on conflict (collection_id, asset_id) do nothing returning asset_id
"""
_WHERE_EXCLUSIVE = """
select collection_id, asset_id from collection_item
where exclusive and asset_id = any($1::uuid[]) and collection_id <> $2 order by collection_id
"""
_TAKE_OUT = """
delete from collection_item where asset_id = any($1::uuid[]) and collection_id = any($2::uuid[]) returning asset_id
"""


async def add_assets(
    services: Services, actor: Actor, collection_id: UUID, asset_ids: Sequence[UUID], *, move: bool = False
) -> Collection:
    """Put assets into a collection, all or none of them; those that are in it already stay as they are.

    An exclusive collection takes what is in another exclusive one only with `move`, out of that one. Raises
    CollectionNotFound, AssetMissing, InAnotherCollection.
    """
    async with unit_of_work(services) as work:
        collection = await _shared(actor, collection_id)
        assets = await _held_assets(actor, asset_ids)
        before = await _places(actor, assets)
        if collection.exclusive:
            await _leave_others(actor, collection, assets, move=move)
        await put_in([(collection.id, asset.id) for asset in assets])
        await _note(work, actor, assets, before)
    return collection


async def remove_assets(services: Services, actor: Actor, collection_id: UUID, asset_ids: Sequence[UUID]) -> Collection:
    """Take assets out of a collection; those that are not in it stay as they are.

    Raises CollectionNotFound, AssetMissing.
    """
    async with unit_of_work(services) as work:
        collection = await _shared(actor, collection_id)
        assets = await _held_assets(actor, asset_ids)
        before = await _places(actor, assets)
        await rows(_TAKE_OUT, [asset.id for asset in assets], [collection.id])
        await _note(work, actor, assets, before)
    return collection


async def put_in(given: Sequence[tuple[UUID, UUID]]) -> int:
    """Put assets into collections, pair by pair, in the caller's transaction, which holds both; return how many."""
    return len(await rows(_PUT_IN, *map(list, zip(*given, strict=True)))) if given else 0


async def known_collections(actor: Actor, ids: Sequence[UUID]) -> set[UUID]:
    """Return those of some collections that are there, and stay until the caller's transaction ends."""
    return {row["id"] for row in await rows(_HOLD, actor.library_id, list(ids))} if ids else set()


async def take_collections(work: Work, actor: Actor, kept: Asset, others: Sequence[UUID]) -> Asset:
    """Put an asset whose row is held where other assets are, and tell of it; return it as it is then.

    Where it is in an exclusive collection already, it stays in that one alone; of several it takes the first.
    """
    before = await _places(actor, [kept])
    wanted = {
        item.collection_id: item for item in await CollectionItem.filter(asset_id__in=others).order_by("added_at")
    }
    held = await known_collections(actor, list(wanted))
    is_taken = await CollectionItem.filter(asset_id=kept.id, exclusive=True).exists()
    given = []
    for collection_id, item in wanted.items():
        if collection_id in held and not (item.exclusive and is_taken):
            given.append((collection_id, kept.id))
            is_taken = is_taken or item.exclusive
    await put_in(given)
    await _note(work, actor, [kept], before)
    return kept


async def _shared(actor: Actor, collection_id: UUID) -> Collection:
    if not await known_collections(actor, [collection_id]):
        raise CollectionNotFound
    return (await collections_by_id(actor.scope, [collection_id]))[collection_id]


async def _held_assets(actor: Actor, asset_ids: Sequence[UUID]) -> list[Asset]:
    # In one order everywhere, so that two who sort the same assets wait for each other.
    held = await visible_to(actor.scope).filter(id__in=asset_ids).order_by("id").select_for_update()
    if len(held) < len(set(asset_ids)):
        raise AssetMissing
    return held


async def _leave_others(actor: Actor, collection: Collection, assets: Sequence[Asset], *, move: bool) -> None:
    ids = [asset.id for asset in assets]
    found = await rows(_WHERE_EXCLUSIVE, ids, collection.id)
    if found and not move:
        first = found[0]["collection_id"]
        others = await collections_by_id(actor.scope, [first])
        raise InAnotherCollection(others[first], sum(row["collection_id"] == first for row in found))
    if found:
        await rows(_TAKE_OUT, ids, [row["collection_id"] for row in found])


async def _places(actor: Actor, assets: Sequence[Asset]) -> dict[UUID, dict[UUID, str]]:
    """Return where each asset is: collections by id, and their names from the outermost on."""
    found = await collections_of_assets([asset.id for asset in assets])
    paths = await paths_of(actor.scope, list({each.id for those in found.values() for each in those}))
    return {
        asset.id: {
            each.id: " / ".join(one.name for one in (*paths.get(each.id, ()), each)) for each in found.get(asset.id, ())
        }
        for asset in assets
    }


async def _note(work: Work, actor: Actor, assets: Sequence[Asset], before: dict[UUID, dict[UUID, str]]) -> None:
    """Write down and tell which assets are somewhere else now."""
    after = await _places(actor, assets)
    changed = [asset for asset in assets if after[asset.id].keys() != before[asset.id].keys()]
    if not changed:
        return
    await amend_held(changed)
    words = {
        asset.id: {"collections": (sorted(before[asset.id].values()), sorted(after[asset.id].values()))}
        for asset in changed
    }
    await record_each(words, actor.user_id)
    for asset in changed:
        await tell_whoever_sees(work, AssetChange.UPDATED, asset)
