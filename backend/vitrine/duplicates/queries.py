"""Read groups of duplicates: those in which a caller has at least two assets to choose between."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tortoise.functions import Count
from tortoise.queryset import QuerySet

from vitrine.accounts.policy import Scope
from vitrine.assets.models import Asset, AssetStatus, LikenessGroup
from vitrine.assets.policy import visible_to
from vitrine.infra.keyset import Place, behind, read_cursor, write_cursor

# Counting goes no further: beyond it people read "1,000+" anyway.
COUNT_LIMIT = 1000
LONGEST_STEP = 5000


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


async def group_page(scope: Scope, first: int, after: str | None) -> Page:
    """Read up to `first` groups worth a look behind a cursor, the newest first, by keyset. Raises BadCursor."""
    read = await _open_groups(scope, first + 1, read_cursor(after) if after else None)
    return Page(read[:first], len(read) > first)


async def count_up_to_limit(scope: Scope) -> int:
    """Count the groups that are worth a look, but no further than one past COUNT_LIMIT."""
    return len(await _open_groups(scope, COUNT_LIMIT + 1, None))


async def _open_groups(scope: Scope, enough: int, place: Place | None) -> list[LikenessGroup]:
    """Walk groups from the newest on, until there are enough that are worth a look."""
    found: list[LikenessGroup] = []
    # Few are passed over where people have decided little; where they have decided much, steps grow.
    step = 2 * enough
    while len(found) < enough:
        groups = await _undecided(scope, place).order_by("-created_at", "-id").limit(step)
        worth_it = await _with_a_choice(scope, [group.id for group in groups])
        found += [group for group in groups if group.id in worth_it]
        if len(groups) < step:
            break
        place, step = (groups[-1].created_at, groups[-1].id), min(2 * step, LONGEST_STEP)
    return found[:enough]


def _undecided(scope: Scope, place: Place | None) -> QuerySet[LikenessGroup]:
    groups = LikenessGroup.filter(library_id=scope.library_id, dismissed_at__isnull=True)
    return groups if place is None else groups.filter(behind("created_at", place))


async def _with_a_choice(scope: Scope, group_ids: Sequence[UUID]) -> set[UUID]:
    """Return which of some groups hold at least two assets to choose between."""
    members = comparable(scope).filter(original__group_id__in=list(group_ids))
    counted = members.annotate(assets=Count("id")).filter(assets__gte=2).group_by("original__group_id")
    return {row["original__group_id"] for row in await counted.values("original__group_id")}


def cursor_of(group: LikenessGroup) -> str:
    """Return where a page that ends with this group is taken up again."""
    return write_cursor(group.created_at, group.id)


async def open_group(scope: Scope, group_id: UUID | None) -> LikenessGroup | None:
    """Return one group, if it is worth a look."""
    group = await _undecided(scope, None).get_or_none(id=group_id)
    return group if group and await _with_a_choice(scope, [group.id]) else None


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
