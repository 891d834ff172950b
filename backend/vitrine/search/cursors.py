"""Cursors: where a page of assets is taken up again, in one form for the database and the index."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson

from vitrine.assets.models import Asset
from vitrine.errors import BadCursor
from vitrine.search.documents import local_time, microseconds
from vitrine.search.filters import AssetSort
from vitrine.search.shape import MOST_HITS


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
class Order:
    """An order by a column; ties are broken by id in the same direction. `attribute` is its number in the index."""

    column: str
    read: Callable[[str], Any]
    attribute: str | None = None
    number: Callable[[Any], int | None] = int
    descending: bool = True


# Each is one walk along an index of the asset table.
ORDERS = {
    AssetSort.NEWEST: Order("created_at", _instant, "created", microseconds),
    AssetSort.OLDEST: Order("created_at", _instant, "created", microseconds, descending=False),
    AssetSort.CAPTURED_NEWEST: Order("captured_local", _text, "taken", lambda text: microseconds(local_time(text))),
    AssetSort.NAME: Order("title", _text, descending=False),
    AssetSort.LARGEST: Order("size", _number, "size"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """The asset that a page ended with, in an order."""

    sort: AssetSort
    value: Any
    asset_id: UUID


def cursor_of(asset: Asset, sort: AssetSort) -> str:
    """Return where a page that ends with this asset is taken up again."""
    value = getattr(asset, ORDERS[sort].column)
    text = value.isoformat() if isinstance(value, datetime) else str(value)
    return orjson.dumps([sort.value, text, asset.id.hex]).hex()


def cursor_at(place: int) -> str:
    """Return where a page that ends with the hit of this number is taken up again, by relevance."""
    return orjson.dumps([AssetSort.RELEVANCE.value, place]).hex()


def read_cursor(sort: AssetSort, cursor: str) -> Place | int:
    """Return the place that a cursor names: an asset, or by relevance how many hits come before.

    What is sorted by relevance goes on with the newest where it was the newest first: the index was away.
    Raises BadCursor.
    """
    try:
        made_for, value, *asset_id = orjson.loads(bytes.fromhex(cursor))
        if made_for == AssetSort.RELEVANCE and sort is AssetSort.RELEVANCE:
            return _hits_before(value)
        by_time = sort is AssetSort.RELEVANCE and made_for == AssetSort.NEWEST
        if made_for != sort.value and not by_time:
            raise BadCursor("This cursor belongs to another order: start again without `after`.")
        made = AssetSort(made_for)
        return Place(made, ORDERS[made].read(value), UUID(*asset_id))
    except (ValueError, TypeError, AttributeError, OverflowError) as error:
        raise BadCursor from error


def _hits_before(value: Any) -> int:
    if not isinstance(value, int) or not 0 < value <= MOST_HITS:
        raise BadCursor
    return value
