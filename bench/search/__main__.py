"""Searches of half a million assets through GraphQL beside the same ones sent to Meilisearch: python -m bench.search.

Everything is in one run on one machine, one request at a time. Then the same lists from the database alone, the naive
form (rows of the ORM, three facets in SQL), how soon an edit is found, and how fast the index is built anew while
people search.
"""

import argparse
import asyncio
import statistics
import sys
import time
from collections.abc import Awaitable
from typing import Any
from uuid import uuid4

import aiohttp
from tortoise.expressions import Subquery
from tortoise.functions import Count as CountOf

from bench.installation import Installation, installed
from bench.machine import described, percentile
from bench.search.cases import CASES, FACETS, FIND, FIRST
from bench.search.direct import ask, body_of
from tests.client import Client
from vitrine.accounts.policy import Scope
from vitrine.assets.models import Asset
from vitrine.infra.db import rows
from vitrine.infra.local.programs import command
from vitrine.libraries.models import Library
from vitrine.organise.models import AssetTag
from vitrine.search.actions import rebuild_all
from vitrine.search.browsing import asset_slice
from vitrine.search.filters import AssetFilter, AssetSort
from vitrine.search.matching import matching
from vitrine.services import open_services
from vitrine.settings import load_settings

_BUSY = "select exists (select from search_dirty) or exists (select from search_index where rebuilding) as busy"
EDIT = "mutation($id: ID!, $title: String!) { updateAssets(input: {ids: [$id], title: $title}) { __typename } }"
LISTS = {
    "everything": AssetFilter(),
    "a tag": AssetFilter(tags=["sky"]),
    "a camera": AssetFilter(camera=["Nikon Z 6II"]),
    "a year": AssetFilter(year=[2023]),
    "a tag, a camera, a year": AssetFilter(tags=["sky"], camera=["Nikon Z 6II"], year=[2019]),
}


async def run(assets: int, rounds: int) -> None:
    """Fill a library, measure, and print the tables."""
    async with installed() as here, open_services(load_settings(here.environ)):
        began = time.monotonic()
        await here.stack.run_once("demo", command(here.environ, "demo", "--assets", str(assets)))
        await _until_known()
        print(f"{described()} {assets:,} assets, filled and indexed in {time.monotonic() - began:.0f} s.\n")
        async with Client(here.url, here.key) as owner, _meilisearch(here) as direct:
            await _searches(owner, direct, rounds)
            await _lists(rounds)
            await _edits(owner, 60)
            await _rebuild(owner, assets)


def _meilisearch(here: Installation) -> aiohttp.ClientSession:
    key, url = here.environ["MEILISEARCH_KEY"], here.environ["MEILISEARCH_URL"]
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json", "Accept-Encoding": "identity"}
    return aiohttp.ClientSession(url, headers=headers)


async def _until_known() -> None:
    while (await rows(_BUSY))[0]["busy"]:  # noqa: ASYNC110  # another process works on it
        await asyncio.sleep(0.5)


async def _timed(work: Awaitable[Any]) -> float:
    """Return the milliseconds that something took."""
    began = time.perf_counter()
    await work
    return (time.perf_counter() - began) * 1000


def _row(name: str, *times: list[float]) -> str:
    cells = (f"{statistics.median(each):.1f} / {percentile(each, 0.99):.1f}" for each in times)
    return f"| {name} | {' | '.join(cells)} |"


async def _searches(owner: Client, direct: aiohttp.ClientSession, rounds: int) -> None:
    scope = Scope((await Library.get()).id)
    print("| search, p50 / p99 ms | through GraphQL | Meilisearch directly | ratio of p50 |\n|---|---|---|---|")
    all_ours: list[float] = []
    all_theirs: list[float] = []
    for name, case in CASES.items():
        body = await body_of(scope, case)
        ours: list[float] = []
        theirs: list[float] = []
        for _ in range(rounds):
            ours.append(await _timed(owner.graphql(FIND, names=FACETS, **case)))
            theirs.append(await _timed(ask(direct, body)))
        print(_row(name, ours, theirs), f"{statistics.median(ours) / statistics.median(theirs):.2f}x |")
        all_ours += ours
        all_theirs += theirs
    ratio = statistics.median(all_ours) / statistics.median(all_theirs)
    print(_row("**all**", all_ours, all_theirs), f"{ratio:.2f}x |\n")


async def _lists(rounds: int) -> None:
    """Read lists from the database alone, and count facets there as one would at first."""
    scope = Scope((await Library.get()).id)
    print("| newest first, p50 / p99 ms | the page, from the database | and three facets in SQL |\n|---|---|---|")
    for name, wanted in LISTS.items():
        found = matching(scope, wanted)
        pages = [await _timed(asset_slice(found, AssetSort.NEWEST, FIRST, None)) for _ in range(rounds)]
        naive = [await _timed(_naive(scope, wanted)) for _ in range(3)]
        print(_row(name, pages, naive))
    print()


async def _naive(scope: Scope, wanted: AssetFilter) -> None:
    await matching(scope, wanted).order_by("-created_at").limit(FIRST)
    for column in ("kind", "camera"):
        counted = matching(scope, wanted).annotate(count=CountOf("id")).group_by(column)
        await counted.values(column, "count")
    tagged = AssetTag.filter(asset_id__in=Subquery(matching(scope, wanted).values("id")))
    await tagged.annotate(count=CountOf("id")).group_by("tag_id").values("tag_id", "count")


async def _edits(owner: Client, count: int) -> None:
    """Edit one asset after the other, and look for each until it is found."""
    assets = await Asset.all().limit(count)
    took = []
    for asset in assets:
        word = uuid4().hex
        await owner.graphql(EDIT, id=f"asset_{asset.id.hex}", title=f"{asset.title} {word}")
        began = time.perf_counter()
        while not (await owner.graphql(FIND, search=word, names=[]))["assets"]["nodes"]:  # noqa: ASYNC110  # as above
            await asyncio.sleep(0.01)
        took.append(time.perf_counter() - began)
    p50, p95 = statistics.median(took), percentile(took, 0.95)
    print(f"An edit is found after {p50:.2f} s (p50), {p95:.2f} s (p95), {max(took):.2f} s at worst of {count}.\n")


async def _rebuild(owner: Client, assets: int) -> None:
    """Build the index anew while somebody searches all the time."""
    quiet = [await _timed(owner.graphql(FIND, search="harbour", names=FACETS)) for _ in range(200)]
    began = time.monotonic()
    building = asyncio.create_task(rebuild_all(lambda _: None))
    busy = []
    while not building.done():
        busy.append(await _timed(owner.graphql(FIND, search="harbour", names=FACETS)))
        await asyncio.sleep(0.05)
    await building
    seconds = time.monotonic() - began
    ratio = percentile(busy, 0.99) / percentile(quiet, 0.99)
    print(
        f"Built anew in {seconds:.0f} s: {assets / seconds:,.0f} assets a second, searched {len(busy)} times meanwhile."
    )
    print("| a common word, p50 / p99 ms | quiet | while it is built | ratio of p99 |\n|---|---|---|---|")
    print(_row("", quiet, busy), f"{ratio:.2f}x |")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    parser.add_argument("--assets", type=int, default=500_000)
    parser.add_argument("--rounds", type=int, default=200)
    arguments = parser.parse_args()
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]  # a terminal or a file
    asyncio.run(run(arguments.assets, arguments.rounds))


if __name__ == "__main__":
    main()
