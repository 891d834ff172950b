"""Read collections. Every member of a library sees all of them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import orjson
from tortoise.expressions import Q
from tortoise.functions import Count
from tortoise.queryset import QuerySet

from vitrine.accounts.policy import Scope
from vitrine.assets.models import Asset
from vitrine.assets.names import clean_name
from vitrine.assets.policy import listed_to
from vitrine.collections.models import Collection, CollectionItem
from vitrine.errors import BadCursor
from vitrine.infra.db import rows

# Those that a collection lies in, from the outermost.
_PATHS = """
with recursive up (leaf, id, steps) as (
    select id, parent_id, 1 from collection where id = any($1::uuid[]) and parent_id is not null
    union all
    select up.leaf, collection.parent_id, up.steps + 1
    from up join collection on collection.id = up.id where collection.parent_id is not null
)
select leaf, id from up order by leaf, steps desc
"""


@dataclass(frozen=True, slots=True)
class CollectionPage:
    collections: list[Collection]
    has_next: bool


def name_key(name: str) -> str:
    """Return a name without the differences that nobody means: capitals, and how many spaces."""
    return " ".join(clean_name(name).casefold().split())


def collections_of(scope: Scope) -> QuerySet[Collection]:
    """Return the collections a scope may see."""
    return Collection.filter(library_id=scope.library_id)


async def collection_page(
    scope: Scope, parent_id: UUID | None, search: str | None, first: int, after: str | None
) -> CollectionPage:
    """Read up to `first` collections by name: those directly in a parent, or all whose name contains `search`.

    Raises BadCursor.
    """
    found = collections_of(scope)
    # What is looked for is taken as it is written: Tortoise escapes what LIKE would read as a pattern.
    found = found.filter(name_key__contains=name_key(search)) if search else found.filter(parent_id=parent_id)
    if after:
        found = found.filter(_behind(*_read_cursor(after)))
    read = await found.order_by("name_key", "id").limit(first + 1)
    return CollectionPage(read[:first], len(read) > first)


def cursor_of(collection: Collection) -> str:
    """Return where a page that ends with this collection is taken up again."""
    return orjson.dumps([collection.name_key, collection.id.hex]).hex()


def _read_cursor(cursor: str) -> tuple[str, UUID]:
    try:
        key, collection_id = orjson.loads(bytes.fromhex(cursor))
        if not isinstance(key, str) or "\0" in key:
            raise BadCursor
        return key, UUID(collection_id)
    except (ValueError, TypeError, AttributeError) as error:
        raise BadCursor from error


def _behind(key: str, collection_id: UUID) -> Q:
    return Q(name_key__gt=key) | Q(name_key=key, id__gt=collection_id)


async def collections_by_id(scope: Scope, ids: Sequence[UUID]) -> dict[UUID, Collection]:
    """Return those of some collections that the scope may see, in one read."""
    return {collection.id: collection for collection in await collections_of(scope).filter(id__in=ids)}


async def paths_of(scope: Scope, ids: Sequence[UUID]) -> dict[UUID, list[Collection]]:
    """Return the collections that each of these lies in, the outermost first."""
    steps = [(row["leaf"], row["id"]) for row in await rows(_PATHS, list(ids))]
    above = await collections_by_id(scope, [each for _, each in steps])
    paths: dict[UUID, list[Collection]] = defaultdict(list)
    for leaf, each in steps:
        if each in above:
            paths[leaf].append(above[each])
    return paths


async def collections_of_assets(asset_ids: Sequence[UUID]) -> dict[UUID, list[Collection]]:
    """Return the collections of some assets, by name, in one read; the caller has checked that they are visible."""
    found: dict[UUID, list[Collection]] = defaultdict(list)
    items = CollectionItem.filter(asset_id__in=asset_ids).select_related("collection")
    for item in await items.order_by("collection__name_key", "collection__id"):
        found[item.asset_id].append(item.collection)
    return found


async def count_collections_in(ids: Sequence[UUID]) -> dict[UUID, int]:
    """Count the collections directly in each of these."""
    counted = Collection.filter(parent_id__in=ids).annotate(count=Count("id")).group_by("parent_id")
    return {row["parent_id"]: row["count"] for row in await counted.values("parent_id", "count")}


async def cover_of(scope: Scope, collection: Collection) -> Asset | None:
    """Return the asset that stands for a collection: the chosen one while it is in it, else what came last."""
    inside = listed_to(scope).filter(collected__collection_id=collection.id)
    chosen = await inside.get_or_none(id=collection.cover_id) if collection.cover_id else None
    return chosen or await inside.order_by("-collected__added_at", "-created_at", "-id").first()
