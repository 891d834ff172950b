"""The same questions, sent to Meilisearch without anything of ours between."""

from typing import Any

import aiohttp
import orjson

from bench.search.cases import FACETS, FIRST
from vitrine.accounts.policy import Scope
from vitrine.search.cursors import ORDERS
from vitrine.search.facets import FACETS as KINDS
from vitrine.search.filters import AssetFilter, AssetSort
from vitrine.search.sought import look_for


async def body_of(scope: Scope, case: dict[str, Any]) -> bytes:
    """Return the one request that has the page, its count and the six facets, each without its own filter."""
    given = case.get("filter") or {}
    left_out = [AssetFilter(**each) for each in given.get("exclude", ())]
    wanted = AssetFilter(**{**given, "exclude": left_out})
    sort = AssetSort(case["sort"]) if "sort" in case else None
    sought = await look_for(scope, case.get("search"), wanted, sort)
    plain = [name for name in FACETS if KINDS[name].chosen(sought) is None]
    order = ORDERS.get(sought.sort)
    page: dict[str, Any] = {"limit": FIRST + 1, "facets": [KINDS[name].attribute for name in plain]}
    if order:
        page["sort"] = [f"{order.attribute}:desc", "tie:desc"]
    queries = [sought.query(**page)]
    for name in FACETS:
        if name not in plain:
            attribute = KINDS[name].attribute
            queries.append(sought.query(but=attribute, limit=0, facets=[attribute]))
    return orjson.dumps({"queries": queries})


async def ask(session: aiohttp.ClientSession, body: bytes) -> None:
    """Send it and read the answer to its end."""
    async with session.post("/multi-search", data=body) as response:
        response.raise_for_status()
        await response.read()
