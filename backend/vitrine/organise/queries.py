"""Read the tags of assets."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from tortoise.queryset import QuerySet

from vitrine.accounts.policy import Scope
from vitrine.infra.db import rows
from vitrine.organise.models import AssetTag, Tag

# Names that begin so come first. What is looked for is taken as it is written, which LIKE would not.
_FOUND = """
select id from tag
where library_id = $1 and strpos(lower(name), lower($2)) > 0
    and exists (select from asset_tag where asset_tag.tag_id = tag.id)
order by strpos(lower(name), lower($2)) > 1, lower(name), id limit $3
"""


async def tags_of_assets(asset_ids: Sequence[UUID]) -> dict[UUID, list[AssetTag]]:
    """Return the tags of some assets, by name, in one read; the caller has checked that they are visible."""
    found: dict[UUID, list[AssetTag]] = defaultdict(list)
    for tag in await AssetTag.filter(asset_id__in=asset_ids).select_related("tag").order_by("tag__name"):
        found[tag.asset_id].append(tag)
    return found


def tagged_with(scope: Scope, names: Sequence[str]) -> QuerySet[AssetTag]:
    """Return the tags of assets that have one of these names; capitals count."""
    return AssetTag.filter(tag__library_id=scope.library_id, tag__name__in=list(names))


async def tags_named(scope: Scope, text: str, first: int) -> list[Tag]:
    """Return up to `first` tags in use whose name contains a text: those that begin with it first, then by name."""
    found = [row["id"] for row in await rows(_FOUND, scope.library_id, text.replace("\0", "").strip(), first)]
    tags = await Tag.in_bulk(found, "id")
    return [tags[each] for each in found]


async def ids_of_tags(scope: Scope, names: Sequence[str]) -> dict[str, UUID]:
    """Return the ids of tags by name; capitals count. What is no tag is left out."""
    # No name of a tag holds a NUL, which the database would not even be asked about.
    named = [name for name in names if "\0" not in name]
    return {tag.name: tag.id for tag in await Tag.filter(library_id=scope.library_id, name__in=named)}


async def tags_by_id(scope: Scope, ids: Sequence[UUID]) -> dict[UUID, Tag]:
    """Return those of some tags that are the library's, in one read."""
    return {tag.id: tag for tag in await Tag.filter(library_id=scope.library_id, id__in=ids)}
