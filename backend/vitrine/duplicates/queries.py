"""Read groups of duplicates: those in which a caller has at least two assets to choose between."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import orjson
from tortoise.expressions import Q, Subquery
from tortoise.functions import Count
from tortoise.queryset import QuerySet

from vitrine.accounts.policy import Scope
from vitrine.assets.errors import BadCursor
from vitrine.assets.models import Asset, AssetStatus, LikenessGroup
from vitrine.assets.policy import visible_to
from vitrine.duplicates.errors import GroupNotFound

# Counting goes no further: beyond it people read "1,000+" anyway.
COUNT_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class Page:
    groups: list[LikenessGroup]
    has_next: bool


def comparable(scope: Scope) -> QuerySet[Asset]:
    """Return the assets that can stand in a group: received, seen by the scope, and not in the trash."""
    unreadable = (AssetStatus.UPLOADING, AssetStatus.QUARANTINED)
    return (
        visible_to(scope)
        .filter(trashed_at__isnull=True, original__group_id__not_isnull=True)
        .exclude(status__in=unreadable)
    )


def open_groups(scope: Scope) -> QuerySet[LikenessGroup]:
    """Return the groups that are worth a look: not dismissed, with two assets at least."""
    counted = comparable(scope).annotate(assets=Count("id")).filter(assets__gte=2).group_by("original__group_id")
    return LikenessGroup.filter(
        library_id=scope.library_id,
        dismissed_at__isnull=True,
        id__in=Subquery(counted.values("original__group_id")),
    )


async def group_page(scope: Scope, first: int, after: str | None) -> Page:
    """Read up to `first` groups behind a cursor, the newest first, by keyset. Raises BadCursor."""
    found = open_groups(scope)
    if after:
        at, group_id = _read_cursor(after)
        behind = Q(created_at__lt=at) | Q(created_at=at, id__lt=group_id)
        found = found.filter(Q(created_at__lte=at) & behind)
    read = await found.order_by("-created_at", "-id").limit(first + 1)
    return Page(read[:first], len(read) > first)


async def count_up_to_limit(scope: Scope) -> int:
    """Count the groups that are worth a look, but no further than one past COUNT_LIMIT."""
    return len(await open_groups(scope).limit(COUNT_LIMIT + 1).values_list("id", flat=True))


def cursor_of(group: LikenessGroup) -> str:
    """Return where a page that ends with this group is taken up again."""
    return orjson.dumps([group.created_at.isoformat(), group.id.hex]).hex()


def _read_cursor(cursor: str) -> tuple[datetime, UUID]:
    try:
        at, group_id = orjson.loads(bytes.fromhex(cursor))
        return datetime.fromisoformat(at).astimezone(UTC), UUID(hex=group_id)
    except (ValueError, TypeError, AttributeError, OverflowError) as error:
        raise BadCursor("This is no cursor of ours: start again without `after`.", field="after") from error


async def open_group(scope: Scope, group_id: UUID) -> LikenessGroup:
    """Return one group that is worth a look. Raises GroupNotFound."""
    group = await open_groups(scope).get_or_none(id=group_id)
    if group is None:
        raise GroupNotFound
    return group


async def assets_of_groups(scope: Scope, group_ids: Sequence[UUID]) -> dict[UUID, list[Asset]]:
    """Return the assets of some groups in one read: the largest picture first, then the larger file, then the older."""
    found: dict[UUID, list[Asset]] = defaultdict(list)
    read = comparable(scope).filter(original__group_id__in=list(group_ids)).select_related("original")
    for asset in sorted(await read, key=_best_first):
        if asset.original is not None and asset.original.group_id is not None:
            found[asset.original.group_id].append(asset)
    return found


def _best_first(asset: Asset) -> tuple[int, int, datetime, UUID]:
    return -(asset.width or 0) * (asset.height or 0), -asset.size, asset.created_at, asset.id
