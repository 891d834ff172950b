"""Make, change and delete collections."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from tortoise.exceptions import IntegrityError

from vitrine.accounts.policy import Actor
from vitrine.assets.names import clean_name
from vitrine.assets.policy import visible_to
from vitrine.collections.collecting import known_collections
from vitrine.collections.errors import (
    AssetMissing,
    BadName,
    CollectionNotEmpty,
    CollectionNotFound,
    ExclusiveElsewhere,
    InsideItself,
    NameTaken,
    TooDeep,
)
from vitrine.collections.models import Collection, CollectionItem
from vitrine.collections.queries import collections_of, name_key, paths_of
from vitrine.infra.db import execute, rows
from vitrine.services import Services
from vitrine.work.unit import unit_of_work

MAX_NAME = 200
MAX_DESCRIPTION = 10_000
# Collections inside one another; deeper ones nobody finds again.
MAX_DEPTH = 16
# How far below a collection others lie, itself included.
_HEIGHT = """
with recursive below (id, depth) as (
    select id, 1 from collection where id = $1
    union all
    select collection.id, below.depth + 1 from below join collection on collection.parent_id = below.id
)
select max(depth) as height from below
"""
_ALSO_EXCLUSIVE = """
select other.collection_id from collection_item item
join collection_item other on other.asset_id = item.asset_id and other.exclusive
where item.collection_id = $1 and other.collection_id <> $1 limit 1
"""
_HOLDS = """
select exists (
    select from collection_item item join asset on asset.id = item.asset_id
    where item.collection_id = $1 and asset.trashed_at is null
) as assets, exists (select from collection where parent_id = $1) as collections
"""
# Whoever changes where collections lie waits for the others of the library: two moves at once could make a circle.
_ONE_AT_A_TIME = "select pg_advisory_xact_lock(hashtextextended('collections ' || $1::text, 0))"


async def create_collection(
    services: Services,
    actor: Actor,
    name: str,
    *,
    description: str | None = None,
    parent_id: UUID | None = None,
    exclusive: bool = True,
) -> Collection:
    """Make a collection. Raises BadName, NameTaken, CollectionNotFound for its parent, TooDeep."""
    said = _named(name) | _described(description)
    async with unit_of_work(services):
        await execute(_ONE_AT_A_TIME, str(actor.library_id))
        if parent_id is not None:
            await _check_depth(actor, parent_id, 1)
        made = Collection(
            id=uuid4(),
            library_id=actor.library_id,
            parent_id=parent_id,
            exclusive=exclusive,
            created_by_id=actor.user_id,
            **said,
        )
        await _check_name(made)
        await made.save()
    return made


async def update_collection(
    services: Services, actor: Actor, collection_id: UUID, said: Mapping[str, Any]
) -> Collection:
    """Change what is said of a collection: name, description, parent_id, exclusive, cover_id; the others stay.

    Raises CollectionNotFound, BadName, NameTaken, InsideItself, TooDeep, ExclusiveElsewhere, AssetMissing.
    """
    try:
        return await _update(services, actor, collection_id, said)
    except IntegrityError:
        # Somebody put what is in it into another exclusive collection just now: this time that is seen.
        return await _update(services, actor, collection_id, said)


async def _update(services: Services, actor: Actor, collection_id: UUID, said: Mapping[str, Any]) -> Collection:
    columns = dict(said)
    if "name" in columns:
        columns |= _named(columns["name"])
    if "description" in columns:
        columns |= _described(columns["description"])
    async with unit_of_work(services):
        await execute(_ONE_AT_A_TIME, str(actor.library_id))
        collection = await _held(actor, collection_id)
        if columns.get("parent_id") is not None:
            await _check_place(actor, collection, columns["parent_id"])
        if columns.get("cover_id") is not None:
            await _check_cover(actor, collection, columns["cover_id"])
        if columns.get("exclusive", collection.exclusive) is not collection.exclusive:
            await _turn(collection, exclusive=columns["exclusive"])
        collection.update_from_dict(columns)
        await _check_name(collection)
        await collection.save()
    return collection


async def delete_collection(services: Services, actor: Actor, collection_id: UUID) -> Collection:
    """Delete a collection with nothing in it but what is in the trash.

    Raises CollectionNotFound, CollectionNotEmpty.
    """
    async with unit_of_work(services):
        collection = await _held(actor, collection_id)
        [holds] = await rows(_HOLDS, collection.id)
        if holds["assets"]:
            raise CollectionNotEmpty("Take out what is in this collection first; then delete it.", field="id")
        if holds["collections"]:
            raise CollectionNotEmpty("Delete the collections inside this one first, or move them.", field="id")
        await collection.delete()
    return collection


async def _held(actor: Actor, collection_id: UUID) -> Collection:
    """Return a collection, locked for the caller's transaction. Raises CollectionNotFound."""
    found = await collections_of(actor.scope).select_for_update().get_or_none(id=collection_id)
    if found is None:
        raise CollectionNotFound("id")
    return found


def _named(name: str | None) -> dict[str, str]:
    cleaned = " ".join(clean_name(name or "").split())
    if not 1 <= len(cleaned) <= MAX_NAME:
        raise BadName(f"Give the collection a name of up to {MAX_NAME} characters.", field="name", limit=MAX_NAME)
    return {"name": cleaned, "name_key": name_key(cleaned)}


def _described(description: str | None) -> dict[str, str | None]:
    text = (description or "").replace("\0", "").strip()
    if len(text) > MAX_DESCRIPTION:
        message = f"Shorten this to {MAX_DESCRIPTION:,} characters."
        raise BadName(message, field="description", limit=MAX_DESCRIPTION)
    return {"description": text or None}


async def _check_name(collection: Collection) -> None:
    beside = Collection.filter(library_id=collection.library_id, parent_id=collection.parent_id)
    other = await beside.filter(name_key=collection.name_key).exclude(id=collection.id).first()
    if other:
        raise NameTaken(other)


async def _check_place(actor: Actor, collection: Collection, parent_id: UUID) -> None:
    [below] = await rows(_HEIGHT, collection.id)
    above = await _check_depth(actor, parent_id, below["height"])
    if collection.id in above:
        raise InsideItself


async def _check_depth(actor: Actor, parent_id: UUID, height: int) -> set[UUID]:
    """Return the parent, which then stays, and what it lies in. Raises CollectionNotFound, TooDeep."""
    if not await known_collections(actor, [parent_id]):
        raise CollectionNotFound("parent")
    above = {parent_id, *(each.id for each in (await paths_of(actor.scope, [parent_id]))[parent_id])}
    if len(above) + height > MAX_DEPTH:
        message = f"Collections lie in one another up to {MAX_DEPTH} deep: choose a place further up."
        raise TooDeep(message, field="parent", limit=MAX_DEPTH)
    return above


async def _check_cover(actor: Actor, collection: Collection, asset_id: UUID) -> None:
    inside = visible_to(actor.scope).filter(collected__collection_id=collection.id)
    if not await inside.filter(id=asset_id).exists():
        raise AssetMissing("cover")


async def _turn(collection: Collection, *, exclusive: bool) -> None:
    """Make what is in a collection say whether it is exclusive. Raises ExclusiveElsewhere."""
    if exclusive and (found := await rows(_ALSO_EXCLUSIVE, collection.id)):
        raise ExclusiveElsewhere(await Collection.get(id=found[0]["collection_id"]))
    await CollectionItem.filter(collection_id=collection.id).update(exclusive=exclusive)
