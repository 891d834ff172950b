"""Put tags on assets."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from vitrine.accounts.policy import Actor
from vitrine.assets.actions import amend_asset
from vitrine.assets.changes import AssetChange, tell_everyone
from vitrine.assets.history import record
from vitrine.assets.models import Asset
from vitrine.infra.db import execute, rows
from vitrine.organise.models import TagSource
from vitrine.work.unit import Work

_KNOWN_TAGS = "select id, name from tag where library_id = $1 and name = any($2::text[])"
_NEW_TAGS = """
insert into tag (id, library_id, name) select gen_random_uuid(), $1, unnest($2::text[])
on conflict (library_id, name) do nothing
"""
_PUT_ON = """
insert into asset_tag (id, asset_id, tag_id, source)
select gen_random_uuid(), given.* from unnest($1::uuid[], $2::uuid[], $3::text[]) as given
on conflict (asset_id, tag_id) do nothing returning id
"""
_NAMES = """
select asset_id, tag.name from asset_tag join tag on tag.id = asset_tag.tag_id
where asset_id = any($1::uuid[]) order by tag.name
"""


async def put_tags(asset: Asset, names: Iterable[str], source: TagSource) -> int:
    """Put tags on an asset, inside the caller's transaction; the ones it has already keep their source.

    Return how many came.
    """
    return await put_all(asset, dict.fromkeys(names, source))


async def put_all(asset: Asset, sources: Mapping[str, TagSource]) -> int:
    """Put tags of several sources on an asset, as `put_on_each` does."""
    return await put_on_each(asset.library_id, {asset.id: sources})


async def put_on_each(library_id: UUID, given: Mapping[UUID, Mapping[str, TagSource]]) -> int:
    """Put tags on assets of one library, by id, inside the caller's transaction; return how many came.

    A tag that an asset has already keeps its source, and one that differs in its capitals only is not put on again.
    Where the library writes a word with a capital, or all in capitals, that tag is taken for one in small letters.
    """
    new = await _not_there({asset_id: _cleaned(sources) for asset_id, sources in given.items() if sources})
    tags = await _tags_for(library_id, {name for names in new.values() for name in names})
    chosen: dict[tuple[UUID, UUID], str] = {}
    for asset_id, names in new.items():
        for name, source in names.items():
            chosen.setdefault((asset_id, tags[name]), source.value)
    if not chosen:
        return 0
    return len(await rows(_PUT_ON, *map(list, zip(*chosen, strict=True)), list(chosen.values())))


def _cleaned(sources: Mapping[str, TagSource]) -> dict[str, TagSource]:
    return {cleaned: source for name, source in sources.items() if (cleaned := " ".join(name.split())[:200])}


async def _not_there(wanted: Mapping[UUID, Mapping[str, TagSource]]) -> dict[UUID, dict[str, TagSource]]:
    if not wanted:
        return {}
    there = {asset_id: {name.casefold() for name in on} for asset_id, on in (await tag_names_of(list(wanted))).items()}
    return {
        asset_id: {name: source for name, source in names.items() if name.casefold() not in there[asset_id]}
        for asset_id, names in wanted.items()
    }


async def _tags_for(library_id: UUID, names: Collection[str]) -> dict[str, UUID]:
    """Return the tag of each name, a new one where the library does not have it."""
    if not names:
        return {}
    spelt = {name: {name, name.capitalize(), name.title(), name.upper()} for name in names}
    known = await _known(library_id, sorted(set().union(*spelt.values())))
    # In one order everywhere, so that two uploads with the same new tags cannot lock each other out.
    missing: list[str] = []
    for name in sorted(names):
        # Capitals come first: of two files with `Beach` and `beach` both get the one that is written with a capital.
        if not spelt[name] & (known.keys() | set(missing)):
            missing.append(name)
    if missing:
        await execute(_NEW_TAGS, library_id, missing)
        known |= await _known(library_id, missing)
    return {
        name: known[name] if name in known else next(known[each] for each in sorted(spelt[name]) if each in known)
        for name in names
    }


async def _known(library_id: UUID, names: Sequence[str]) -> dict[str, UUID]:
    return {tag["name"]: tag["id"] for tag in await rows(_KNOWN_TAGS, library_id, list(names))}


async def tag_names(asset_id: UUID) -> list[str]:
    """Return the names of an asset's tags, in the order of the alphabet."""
    return (await tag_names_of([asset_id]))[asset_id]


async def tag_names_of(asset_ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """Return the names of the tags of each asset, in the order of the alphabet."""
    names: dict[UUID, list[str]] = {asset_id: [] for asset_id in asset_ids}
    for row in await rows(_NAMES, list(asset_ids)):
        names[row["asset_id"]].append(row["name"])
    return names


_MERGE_TAGS = """
insert into asset_tag (id, asset_id, tag_id, source, confidence)
select gen_random_uuid(), $1::uuid, tag_id, source, confidence
from (select distinct on (tag_id) tag_id, source, confidence
      from asset_tag where asset_id = any($2::uuid[]) order by tag_id, source = 'HAND' desc) as theirs
on conflict (asset_id, tag_id) do nothing returning id
"""


async def merge_tags(asset_id: UUID, others: Sequence[UUID]) -> int:
    """Put the tags of other assets on one, with their sources, inside the caller's transaction; return how many came.

    A tag that it has already keeps its source; of several new ones the one given by hand is taken.
    """
    return len(await rows(_MERGE_TAGS, asset_id, list(others)))


async def take_tags(work: Work, actor: Actor, kept: Asset, others: Sequence[UUID]) -> Asset:
    """Put the tags of other assets on one whose row is held, and tell of it; return it as it is then."""
    before = await tag_names(kept.id)
    if not await merge_tags(kept.id, others):
        return kept
    amended = await amend_asset(kept.id)
    assert amended is not None  # its row is held
    await record(kept.id, {"tags": (before, await tag_names(kept.id))}, actor.user_id)
    await tell_everyone(work, AssetChange.UPDATED, amended)
    return amended
