"""Put tags on assets."""

from collections.abc import Iterable, Sequence
from uuid import UUID, uuid4

from vitrine.assets.models import Asset
from vitrine.infra.db import execute, rows
from vitrine.organise.models import TagSource

_KEEP_TAGS = """
insert into tag (id, library_id, name) select gen_random_uuid(), $1, unnest($2::text[])
on conflict (library_id, name) do update set name = excluded.name returning id
"""
_PUT_ON = """
insert into asset_tag (id, asset_id, tag_id, source) values ($1, $2, $3, $4) on conflict (asset_id, tag_id) do nothing
"""


async def put_tags(asset: Asset, names: Iterable[str], source: TagSource) -> None:
    """Put tags on an asset, inside the caller's transaction; the ones it has already keep their source."""
    wanted = sorted({cleaned for name in names if (cleaned := " ".join(name.split())[:200])})
    if not wanted:
        return
    # In one order everywhere, so that two uploads with the same tags cannot lock each other out.
    for tag in await rows(_KEEP_TAGS, asset.library_id, wanted):
        tag_id: UUID = tag["id"]
        await execute(_PUT_ON, uuid4(), asset.id, tag_id, source.value)


_MERGE_TAGS = """
insert into asset_tag (id, asset_id, tag_id, source, confidence)
select gen_random_uuid(), $1, tag_id, source, confidence
from (select distinct on (tag_id) tag_id, source, confidence
      from asset_tag where asset_id = any($2::uuid[]) order by tag_id, source = 'HAND' desc) as theirs
on conflict (asset_id, tag_id) do nothing
"""


async def merge_tags(asset_id: UUID, others: Sequence[UUID]) -> int:
    """Put the tags of other assets on one, with their sources, inside the caller's transaction; return how many came.

    A tag that it has already keeps its source; of several new ones the one given by hand is taken.
    """
    return await execute(_MERGE_TAGS, asset_id, list(others))
