"""Browse assets from the database: pages by keyset, counts up to a limit."""

from dataclasses import dataclass
from functools import reduce
from operator import and_

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from vitrine.accounts.policy import Scope
from vitrine.assets.models import Asset
from vitrine.organise.models import AssetTag
from vitrine.search.cursors import ORDERS, Order, Place
from vitrine.search.filters import AssetFilter, AssetSort
from vitrine.search.matching import matching

# Counting goes no further: beyond it people read "1,000+" anyway.
COUNT_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class Slice:
    assets: list[Asset]
    has_next: bool


async def asset_slice(found: QuerySet[Asset], sort: AssetSort, first: int, after: Place | None) -> Slice:
    """Read up to `first` assets behind a place, by keyset: a deep page costs what the first does.

    CAPTURED_NEWEST leaves out assets without a capture time.
    """
    order = ORDERS[sort]
    found = _with_value(found, sort)
    if after:
        found = found.filter(_behind(order, after))
    sign = "-" if order.descending else ""
    read = await found.order_by(f"{sign}{order.column}", f"{sign}id").limit(first + 1)
    return Slice(read[:first], len(read) > first)


def _behind(order: Order, place: Place) -> Q:
    # The first condition says nothing new, but bounds the index walk.
    beyond, tie = ("lt", "lte") if order.descending else ("gt", "gte")
    column = order.column
    further = Q(**{f"{column}__{beyond}": place.value}) | Q(**{column: place.value, f"id__{beyond}": place.asset_id})
    return Q(**{f"{column}__{tie}": place.value}) & further


def _with_value(found: QuerySet[Asset], sort: AssetSort) -> QuerySet[Asset]:
    return found.filter(captured_local__not_isnull=True) if sort is AssetSort.CAPTURED_NEWEST else found


async def count_up_to_limit(found: QuerySet[Asset], sort: AssetSort) -> int:
    """Count what a list in this order holds, but no further than one past COUNT_LIMIT."""
    return len(await _with_value(found, sort).limit(COUNT_LIMIT + 1).values_list("id", flat=True))


def worded(scope: Scope, wanted: AssetFilter, text: str) -> QuerySet[Asset]:
    """Return what matches a filter and has every word of a text in its title, its file's name or a tag.

    The plain form of a search, for as long as the index is away: no typos, no ranking, and it reads every row.
    """
    found = matching(scope, wanted)
    words = [word for each in text.replace('"', " ").split() if (word := each.strip())]
    said = [~_has_word(scope, word[1:]) if word[:1] == "-" and word[1:] else _has_word(scope, word) for word in words]
    return found.filter(reduce(and_, said)) if said else found


def _has_word(scope: Scope, word: str) -> Q:
    tagged = AssetTag.filter(tag__library_id=scope.library_id, tag__name__icontains=word).values("asset_id")
    return Q(title__icontains=word) | Q(filename__icontains=word) | Q(id__in=Subquery(tagged))
