"""The index and the database give the same answer to the same question: ids, orders, and the count of every facet."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.client import Client
from tests.domains.collections.asked import add, make
from tests.domains.made import unsaved_asset
from tests.domains.people import Person
from tests.domains.search.searching import COUNT, find, ids, until_indexed, walk
from tests.machine import Machine
from vitrine.assets.models import Asset, AssetStatus, MediaKind
from vitrine.infra.db import execute
from vitrine.organise.actions import put_on_each
from vitrine.organise.models import TagSource

COUNT_OF_ASSETS = 120
# Every asset has it, so that looking for it is a filter without words, answered by the index.
EVERYWHERE = "zebra"
BEGAN = datetime(2023, 12, 31, 23, 0, tzinfo=UTC)
TAGS = ["Sea", "sea 2", "été", "写真", 'a "b" \\ c', "x OR kind = IMAGE"]
FACETS = {
    "KIND": "kind",
    "FORMAT": "mimeType",
    "TAG": "tags",
    "COLLECTION": "collections",
    "UPLOADER": "uploadedBy",
    "CAMERA": "camera",
    "YEAR": "year",
    "MONTH": "month",
    "ORIENTATION": "orientation",
    "SIZE": "sizeClass",
    "STATUS": "status",
}
SORTS = ["NEWEST", "OLDEST", "CAPTURED_NEWEST", "NAME", "LARGEST"]
MONTHS = "query($filter: AssetFilter) { timeline(filter: $filter) { month count } }"
TYPES = {MediaKind.IMAGE: "image/jpeg", MediaKind.VIDEO: "video/mp4", MediaKind.AUDIO: "audio/mpeg"}


def _random_asset(dice: random.Random, person: Person) -> Asset:
    kind = dice.choice(list(TYPES))
    taken = dice.choice([None, BEGAN + timedelta(days=dice.randint(-400, 400), seconds=dice.randint(0, 3))])
    return unsaved_asset(
        person,
        title=f"{EVERYWHERE} {dice.choice('abcÄ')}",
        kind=kind,
        mime_type=TYPES[kind],
        size=dice.choice([10, 10**6, 10**6 + 1, 5 * 10**8, 10**12]),
        width=dice.choice([None, 100, 1000, 1019, 1021]),
        height=dice.choice([None, 1000, 3000]),
        camera=dice.choice([None, "Nikon", "NIKON", "Ñikon é"]),
        captured_local=taken.replace(tzinfo=None).isoformat() if taken else None,
        captured_utc=dice.choice([None, taken]),
        status=dice.choice([AssetStatus.READY, AssetStatus.READY, AssetStatus.FAILED, AssetStatus.UPLOADING]),
        trashed_at=BEGAN if dice.random() < 0.1 else None,
    )


@pytest.fixture(params=[1, pytest.param(2, marks=pytest.mark.long), pytest.param(3, marks=pytest.mark.long)])
async def many(owner: Client, me: Person, member: Person, request: pytest.FixtureRequest) -> random.Random:
    """A random library, and the dice that made it."""
    dice = random.Random(request.param)
    assets = [_random_asset(dice, dice.choice([me, member])) for _ in range(COUNT_OF_ASSETS)]
    await Asset.bulk_create(assets)
    await put_on_each(
        me.library.id,
        {each.id: dict.fromkeys(dice.sample(TAGS, dice.randint(0, 3)), TagSource.HAND) for each in assets},
    )
    holiday, work = await make(owner, "Holiday", exclusive=False), await make(owner, "Work", exclusive=False)
    arrived = [each for each in assets if each.status is not AssetStatus.UPLOADING]
    await add(owner, holiday["id"], *dice.sample(arrived, 30))
    await add(owner, work["id"], *dice.sample(arrived, 30))
    for number, asset in enumerate(assets):
        await Asset.filter(id=asset.id).update(created_at=BEGAN + timedelta(hours=number // 4))
    await until_indexed()
    return dice


def _random_filter(dice: random.Random, values: dict[str, list[Any]], *, nested: bool = True) -> dict[str, Any]:
    chosen = dice.sample(sorted(values), dice.randint(0, 2))
    wanted: dict[str, Any] = {
        name: dice.sample(values[name], dice.randint(0, min(2, len(values[name])))) for name in chosen
    }
    extra = {
        "createdFrom": (BEGAN + timedelta(hours=7)).isoformat(),
        "createdTo": (BEGAN + timedelta(hours=19)).isoformat(),
        "capturedFrom": BEGAN.isoformat(),
        "minWidth": 1000,
        "minHeight": 3000,
        "minSize": 10**6,
        "maxSize": 10**6,
        "trashed": True,
    }
    wanted |= {name: extra[name] for name in dice.sample(sorted(extra), dice.randint(0, 1))}
    if nested and dice.random() < 0.5:
        wanted["exclude"] = [_random_filter(dice, values, nested=False) for _ in range(dice.randint(1, 2))]
    return wanted


async def _values(owner: Client) -> dict[str, list[Any]]:
    facets = (await owner.graphql(COUNT, filter={}, names=list(FACETS)))["assets"]["facets"]
    read = {FACETS[facet["name"]]: [bucket["value"] for bucket in facet["buckets"]] for facet in facets}
    return read | {"year": [int(year) for year in read["year"]]}


async def test_random_filters_find_and_count_alike(owner: Client, many: random.Random, app: Machine) -> None:
    values = await _values(owner)
    assert all(len(each) > 1 for each in values.values()), values
    asked = [_Asked(_random_filter(many, values), many.choice(sorted(FACETS)), many.choice(SORTS)) for _ in range(12)]
    by_words = [await _answered(owner, each, EVERYWHERE) for each in asked]
    by_index = [await _answered(owner, each, None) for each in asked]
    await _have_the_index_behind(app)
    for each, words, index in zip(asked, by_words, by_index, strict=True):
        by_database = await _answered(owner, each, None)
        assert by_database.facet == index.facet, each
        for found in (words, index):
            assert (found.ids, found.total, found.months) == (by_database.ids, by_database.total, index.months), each
        assert by_database.months == index.months, each
        for bucket in by_database.facet["buckets"]:
            value = int(bucket["value"]) if each.facet == "YEAR" else bucket["value"]
            only = await owner.graphql(COUNT, filter=each.wanted | {FACETS[each.facet]: [value]}, names=[])
            assert only["assets"]["total"]["value"] == bucket["count"], (each, bucket)


@dataclass(frozen=True)
class _Asked:
    wanted: dict[str, Any]
    facet: str
    sort: str


@dataclass(frozen=True)
class _Answered:
    ids: list[str]
    total: int
    facet: dict[str, Any]
    months: list[dict[str, Any]]


async def _answered(owner: Client, asked: _Asked, search: str | None) -> _Answered:
    found = await walk(owner, search, 50, filter=asked.wanted, sort=asked.sort)
    counted = (await owner.graphql(COUNT, search=search, filter=asked.wanted, names=[asked.facet]))["assets"]
    months = (await owner.graphql(MONTHS, filter=asked.wanted))["timeline"]
    return _Answered(found, counted["total"]["value"], counted["facets"][0], months)


async def _have_the_index_behind(app: Machine) -> None:
    """Have lists come from the database: there is a change that the index is not told of."""
    await app.halt("worker-index")
    await execute(
        "insert into search_dirty (asset_id, library_id, urgent, at) select gen_random_uuid(), id, false, now() "
        "from library"
    )


async def test_pages_of_a_search_are_in_the_order_of_the_database(owner: Client, me: Person, app: Machine) -> None:
    dice = random.Random(9)
    await Asset.bulk_create([_random_asset(dice, me) for _ in range(40)])
    await Asset.all().update(created_at=BEGAN)
    await until_indexed()
    wide = {"maxSize": 10**13}
    by_index = {sort: await walk(owner, None, 7, sort=sort, filter=wide) for sort in SORTS}
    by_words = {sort: await walk(owner, EVERYWHERE, 7, sort=sort) for sort in SORTS}
    await _have_the_index_behind(app)
    for sort in SORTS:
        in_order = await walk(owner, None, 100, sort=sort)
        assert len(set(in_order)) == len(in_order) > 7
        assert by_index[sort] == by_words[sort] == in_order, sort


async def test_by_relevance_every_hit_is_on_one_page(owner: Client, me: Person) -> None:
    assets = [unsaved_asset(me, title=f"{EVERYWHERE} {number}") for number in range(30)]
    await Asset.bulk_create(assets)
    await until_indexed()
    assert sorted(await walk(owner, EVERYWHERE, 7)) == sorted(ids(assets))
    assert (await find(owner, EVERYWHERE, first=7))["total"] == {"value": 30, "exact": True}
