"""Find assets by words: the index says which, the database whether they still match, and may be seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import structlog

from vitrine.assets.models import Asset
from vitrine.infra import search
from vitrine.infra.search import NoIndex
from vitrine.search.browsing import Slice, asset_slice, count_up_to_limit, worded
from vitrine.search.cursors import ORDERS, Place, cursor_at, cursor_of, read_cursor
from vitrine.search.documents import tie
from vitrine.search.expressions import Part
from vitrine.search.filters import AssetSort
from vitrine.search.highlights import ASKED, Match, match_of
from vitrine.search.matching import matching
from vitrine.search.shape import MOST_HITS
from vitrine.search.sought import Ask, Sought

log = structlog.get_logger()

# What it means that the index cannot answer now: it is away, or not built yet.
Away = (*search.Unavailable, NoIndex)
_NOTHING_MORE: Mapping[str, Any] = {}
# Hits looked at in one go for some that are still there.
_WIDEST = 1_000


@dataclass(frozen=True, slots=True)
class Found:
    """An asset of a page, with its cursor, and why it was found where words were looked for."""

    asset: Asset
    cursor: str
    match: Match | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of assets. `hits` is how many there are in all, where that is known by the way.

    A degraded one was found without the index: fewer hits, and the newest first instead of the best.
    """

    found: list[Found]
    has_next: bool
    hits: int | None = None
    degraded: bool = False


async def read_page(sought: Sought, ask: Ask, first: int, after: str | None, *, explained: bool) -> Page:
    """Read up to `first` assets behind a cursor; `explained` says why each was found. Raises BadCursor."""
    place = read_cursor(sought.sort, after) if after else None
    degraded = isinstance(place, Place) and place.sort is not sought.sort
    if not sought.through_index or degraded:
        return await _without_index(sought, first, place)
    try:
        return await _through_index(sought, ask, first, place, explained=explained)
    except Away as error:
        log.warning("search_degraded", error=repr(error))
        return await _without_index(sought, first, place)


async def count_found(sought: Sought, ask: Ask) -> int:
    """Count what is found in all, no further than one past COUNT_LIMIT where the database counts."""
    try:
        if sought.through_index:
            answer = await ask(sought.query(limit=0, parts=_with_value(sought.sort)))
            return int(answer["estimatedTotalHits"])
    except Away as error:
        log.warning("search_degraded", error=repr(error))
    return await count_up_to_limit(worded(sought.scope, sought.wanted, sought.text), _by_time(sought.sort))


def _by_time(sort: AssetSort) -> AssetSort:
    return AssetSort.NEWEST if sort is AssetSort.RELEVANCE else sort


async def _without_index(sought: Sought, first: int, place: Place | int | None) -> Page:
    found = worded(sought.scope, sought.wanted, sought.text)
    sort = _by_time(sought.sort)
    # A number of hits is the index's own; what was seen comes again rather than never.
    behind = place if isinstance(place, Place) else None
    return _page(await asset_slice(found, sort, first, behind), sort, degraded=bool(sought.text))


def _page(read: Slice, sort: AssetSort, **more: Any) -> Page:
    return Page([Found(asset, cursor_of(asset, sort)) for asset in read.assets], read.has_next, **more)


async def _through_index(sought: Sought, ask: Ask, first: int, place: Place | int | None, *, explained: bool) -> Page:
    if sought.sort is AssetSort.RELEVANCE:
        assert not isinstance(place, Place)
        return await _by_relevance(sought, ask, first, place or 0, explained=explained)
    assert not isinstance(place, int)
    if sought.sort is AssetSort.NAME:
        return await _by_name(sought, ask, first, place)
    return await _by_number(sought, ask, first, place, explained=explained)


async def _by_relevance(sought: Sought, ask: Ask, first: int, before: int, *, explained: bool) -> Page:
    """Go on behind so many hits; after MOST_HITS there are no more. Pages on which nothing is left are passed over."""
    window = first
    while True:
        limit = min(window + 1, MOST_HITS - before)
        answer = await ask(sought.query(offset=before, limit=limit, **(ASKED if explained else _NOTHING_MORE)))
        hits = answer["hits"]
        assets = await _still_there(sought, hits[:window])
        found = [
            Found(assets[key], cursor_at(before + number), match_of(hit) if explained else None)
            for number, hit in enumerate(hits[:window], start=1)
            if (key := UUID(hit["id"])) in assets
        ]
        more = len(hits) > window
        if found or not more:
            return Page(found[:first], more or len(found) > first, int(answer["estimatedTotalHits"]))
        before, window = before + window, min(4 * window, _WIDEST)


async def _by_number(sought: Sought, ask: Ask, first: int, place: Place | None, *, explained: bool) -> Page:
    """Go on behind an asset, by keyset: an order of numbers has no end.

    Where nothing on a page is left, the index is far behind, and the database is asked.
    """
    order = ORDERS[sought.sort]
    direction = "desc" if order.descending else "asc"
    parts = (*_with_value(sought.sort), *(_behind(place) if place else ()))
    answer = await ask(
        sought.query(
            parts=parts,
            limit=first + 1,
            sort=[f"{order.attribute}:{direction}", f"tie:{direction}"],
            **(ASKED if explained else _NOTHING_MORE),
        )
    )
    hits = answer["hits"]
    assets = await _still_there(sought, hits[:first])
    found = [
        Found(assets[key], cursor_of(assets[key], sought.sort), match_of(hit) if explained else None)
        for hit in hits[:first]
        if (key := UUID(hit["id"])) in assets
    ]
    has_next = len(hits) > first
    if has_next and not found:
        return await _without_index(sought, first, place)
    return Page(found, has_next, None if place else int(answer["estimatedTotalHits"]))


def _behind(place: Place) -> tuple[Part, ...]:
    order = ORDERS[place.sort]
    beyond, value = "<" if order.descending else ">", order.number(place.value)
    if value is None:
        return ()
    name, key = order.attribute, tie(place.asset_id)
    return (Part("behind", f"{name} {beyond} {value} OR ({name} = {value} AND tie {beyond} {key})"),)


def _with_value(sort: AssetSort) -> tuple[Part, ...]:
    return (Part("behind", "taken IS NOT NULL"),) if sort is AssetSort.CAPTURED_NEWEST else ()


async def _by_name(sought: Sought, ask: Ask, first: int, place: Place | None) -> Page:
    """Take the best MOST_HITS, which the database puts in order: the index orders letters otherwise."""
    answer = await ask(sought.query(limit=MOST_HITS))
    among = [UUID(hit["id"]) for hit in answer["hits"]]
    found = matching(sought.scope, sought.wanted, among)
    page = _page(await asset_slice(found, sought.sort, first, place), sought.sort)
    return Page(page.found, page.has_next, int(answer["estimatedTotalHits"]))


async def _still_there(sought: Sought, hits: Sequence[dict[str, Any]]) -> dict[UUID, Asset]:
    """Return the assets of hits that match the filter, and may be seen, as the database knows it now."""
    ids = [UUID(hit["id"]) for hit in hits]
    return {asset.id: asset for asset in await matching(sought.scope, sought.wanted, ids)} if ids else {}
