"""Read assets: one, a page, a batch, the months there are. All start from what the caller may see."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import orjson
from tortoise.expressions import Q, RawSQL, Subquery
from tortoise.functions import Count as CountOf
from tortoise.queryset import QuerySet

from vitrine.accounts.policy import Scope
from vitrine.assets.errors import AssetNotFound
from vitrine.assets.models import Asset, AssetStatus, MediaKind, Original
from vitrine.assets.policy import visible_to
from vitrine.errors import BadCursor
from vitrine.infra.db import rows

# Counting goes no further: beyond it people read "1,000+" anyway.
COUNT_LIMIT = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetFilter:
    """Which assets to read; every part that is set narrows the rest. Instants are UTC, `from` included, `to` not."""

    kind: Sequence[MediaKind] | None = None
    status: Sequence[AssetStatus] | None = None
    uploaded_by: Sequence[UUID] | None = None
    created_from: datetime | None = None
    created_to: datetime | None = None
    captured_from: datetime | None = None
    captured_to: datetime | None = None
    # In every one of these: ids of assets as subqueries, made by whoever knows what they are about.
    among: Sequence[Subquery] = ()
    # Directly in this one.
    collection_id: UUID | None = None
    # What is in the trash, and nothing else; or what is not.
    trashed: bool = False


class AssetSort(StrEnum):
    NEWEST = "NEWEST"
    OLDEST = "OLDEST"
    CAPTURED_NEWEST = "CAPTURED_NEWEST"
    NAME = "NAME"
    LARGEST = "LARGEST"


# Whatever PostgreSQL would not take must be found out here: cursors come from outside. Each raises ValueError.
def _instant(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("an instant has an offset")
    return moment.astimezone(UTC)


def _number(text: str) -> int:
    number = int(text)
    if number.bit_length() > 63:
        raise ValueError("a number has 64 bits")
    return number


def _text(text: str) -> str:
    if not isinstance(text, str) or "\0" in text:
        raise ValueError("a text has no NUL")
    return text


@dataclass(frozen=True, slots=True)
class _Order:
    column: str
    descending: bool
    read: Callable[[str], Any]


# Each is one walk along an index of the asset table; ties are broken by id in the same direction.
_ORDERS = {
    AssetSort.NEWEST: _Order("created_at", descending=True, read=_instant),
    AssetSort.OLDEST: _Order("created_at", descending=False, read=_instant),
    AssetSort.CAPTURED_NEWEST: _Order("captured_local", descending=True, read=_text),
    AssetSort.NAME: _Order("title", descending=False, read=_text),
    AssetSort.LARGEST: _Order("size", descending=True, read=_number),
}


@dataclass(frozen=True, slots=True)
class Page:
    assets: list[Asset]
    has_next: bool


def matching(scope: Scope, wanted: AssetFilter) -> QuerySet[Asset]:
    """Return what matches a filter. Uploads under way are left out unless their status is asked for."""
    found = visible_to(scope).filter(trashed_at__isnull=not wanted.trashed)
    if wanted.status is None:
        found = found.filter(~Q(status=AssetStatus.UPLOADING))
    conditions = {
        "kind__in": wanted.kind,
        "status__in": wanted.status,
        "uploaded_by_id__in": wanted.uploaded_by,
        "created_at__gte": wanted.created_from,
        "created_at__lt": wanted.created_to,
        "captured_utc__gte": wanted.captured_from,
        "captured_utc__lt": wanted.captured_to,
        # By the name of the relation: what is in a collection is written down a floor above.
        "collected__collection_id": wanted.collection_id,
    }
    found = found.filter(**{name: value for name, value in conditions.items() if value is not None})
    for ids in wanted.among:
        found = found.filter(id__in=ids)
    return found


async def asset_page(scope: Scope, wanted: AssetFilter, sort: AssetSort, first: int, after: str | None) -> Page:
    """Read up to `first` assets behind a cursor, by keyset: a deep page costs what the first does.

    CAPTURED_NEWEST leaves out assets without a capture time. Raises BadCursor.
    """
    order = _ORDERS[sort]
    found = _in_order(scope, wanted, sort)
    if after:
        found = found.filter(_behind(order, *_read_cursor(sort, after)))
    sign = "-" if order.descending else ""
    read = await found.order_by(f"{sign}{order.column}", f"{sign}id").limit(first + 1)
    return Page(read[:first], len(read) > first)


def cursor_of(asset: Asset, sort: AssetSort) -> str:
    """Return where a page that ends with this asset is taken up again."""
    value = getattr(asset, _ORDERS[sort].column)
    text = value.isoformat() if isinstance(value, datetime) else str(value)
    return orjson.dumps([sort.value, text, asset.id.hex]).hex()


def _read_cursor(sort: AssetSort, cursor: str) -> tuple[Any, UUID]:
    try:
        made_for, value, asset_id = orjson.loads(bytes.fromhex(cursor))
        if made_for != sort.value:
            raise BadCursor("This cursor belongs to another order: start again without `after`.")
        return _ORDERS[sort].read(value), UUID(asset_id)
    except (ValueError, TypeError, AttributeError, OverflowError) as error:
        raise BadCursor from error


def _behind(order: _Order, value: Any, asset_id: UUID) -> Q:
    # The first condition says nothing new, but bounds the index walk.
    beyond, tie = ("lt", "lte") if order.descending else ("gt", "gte")
    column = order.column
    further = Q(**{f"{column}__{beyond}": value}) | Q(**{column: value, f"id__{beyond}": asset_id})
    return Q(**{f"{column}__{tie}": value}) & further


def _in_order(scope: Scope, wanted: AssetFilter, sort: AssetSort) -> QuerySet[Asset]:
    found = matching(scope, wanted)
    return found.filter(captured_local__not_isnull=True) if sort is AssetSort.CAPTURED_NEWEST else found


async def count_up_to_limit(scope: Scope, wanted: AssetFilter, sort: AssetSort) -> int:
    """Count what a list in this order holds, but no further than one past COUNT_LIMIT."""
    return len(await _in_order(scope, wanted, sort).limit(COUNT_LIMIT + 1).values_list("id", flat=True))


@dataclass(frozen=True, slots=True)
class Month:
    """How many assets came in a month (UTC), written "2026-11"."""

    month: str
    count: int


async def months(scope: Scope, wanted: AssetFilter) -> list[Month]:
    """Count matches by the month in which they were created, the newest month first."""
    month = RawSQL("""to_char("asset"."created_at" at time zone 'UTC', 'YYYY-MM')""")
    counted = matching(scope, wanted).annotate(month=month, count=CountOf("id")).group_by("month")
    read = await counted.order_by("-month").values("month", "count")
    return [Month(**row) for row in read]


async def visible_asset(scope: Scope, asset_id: UUID) -> Asset:
    """Return one asset. Raises AssetNotFound, also for one the scope may not see."""
    asset = await visible_to(scope).get_or_none(id=asset_id)
    if asset is None:
        raise AssetNotFound
    return asset


async def visible_assets(scope: Scope, ids: Sequence[UUID]) -> dict[UUID, Asset]:
    """Return those of some assets that the scope may see, in one read."""
    return {asset.id: asset for asset in await visible_to(scope).filter(id__in=ids)}


async def originals_by_id(ids: Sequence[UUID]) -> dict[UUID, Original]:
    """Return originals in one read. Whoever may see an asset may see what its original says of itself."""
    return {original.id: original for original in await Original.filter(id__in=ids)}


async def storage_used(library_id: UUID) -> int:
    """Return the bytes of a library's originals."""
    [row] = await rows("select coalesce(sum(size), 0) as total from original where library_id = $1", library_id)
    return int(row["total"])
