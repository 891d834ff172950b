"""Put tags on assets."""

from collections.abc import Iterable, Mapping, Sequence
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
select gen_random_uuid(), $1, tag_id, source from unnest($2::uuid[], $3::text[]) as given (tag_id, source)
on conflict (asset_id, tag_id) do nothing returning id
"""
_NAMES = """
select tag.name from asset_tag join tag on tag.id = asset_tag.tag_id where asset_tag.asset_id = $1 order by tag.name
"""


async def put_tags(asset: Asset, names: Iterable[str], source: TagSource) -> int:
    """Put tags on an asset, inside the caller's transaction; the ones it has already keep their source.

    Return how many came.
    """
    return await put_all(asset, dict.fromkeys(names, source))


async def put_all(asset: Asset, sources: Mapping[str, TagSource]) -> int:
    """Put tags of several sources on an asset, inside the caller's transaction; return how many came.

    A tag that it has already keeps its source, and one that differs in its capitals only is not put on again. Where the
    library writes a word with a capital, or all in capitals, that tag is taken for one in small letters.
    """
    if not sources:
        return 0
    wanted = {cleaned: source for name, source in sources.items() if (cleaned := " ".join(name.split())[:200])}
    there = {name.casefold() for name in await tag_names(asset.id)}
    new = {name: source for name, source in wanted.items() if name.casefold() not in there}
    if not new:
        return 0
    spelt = {name: {name, name.capitalize(), name.title(), name.upper()} for name in new}
    known = await _known(asset, sorted(set().union(*spelt.values())))
    # In one order everywhere, so that two uploads with the same new tags cannot lock each other out.
    if missing := sorted(name for name in new if not spelt[name] & known.keys()):
        await execute(_NEW_TAGS, asset.library_id, missing)
        known |= await _known(asset, missing)
    chosen: dict[UUID, TagSource] = {}
    for name, source in new.items():
        found = known[name] if name in known else next(known[each] for each in sorted(spelt[name]) if each in known)
        chosen.setdefault(found, source)
    return len(await rows(_PUT_ON, asset.id, list(chosen), [source.value for source in chosen.values()]))


async def _known(asset: Asset, names: Sequence[str]) -> dict[str, UUID]:
    return {tag["name"]: tag["id"] for tag in await rows(_KNOWN_TAGS, asset.library_id, list(names))}


async def tag_names(asset_id: UUID) -> list[str]:
    """Return the names of an asset's tags, in the order of the alphabet."""
    return [row["name"] for row in await rows(_NAMES, asset_id)]


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
