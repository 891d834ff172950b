"""The index and the database give the same answer to the same question: ids, orders, and the count of every facet."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.client import Client
from tests.domains.collections.asked import add, make
from tests.domains.made import unsaved_asset
from tests.domains.people import Person
from tests.domains.search.searching import COUNT, find, ids, until_indexed, walk
from vitrine.assets.models import Asset, AssetStatus, MediaKind
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


@pytest.fixture(params=[1, 2])
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
        wanted["exclude"] = _random_filter(dice, values, nested=False) | {"trashed": False}
    return wanted


async def _values(owner: Client) -> dict[str, list[Any]]:
    facets = (await owner.graphql(COUNT, filter={}, names=list(FACETS)))["assets"]["facets"]
    read = {FACETS[facet["name"]]: [bucket["value"] for bucket in facet["buckets"]] for facet in facets}
    return read | {"year": [int(year) for year in read["year"]]}


async def test_random_filters_find_and_count_alike(owner: Client, many: random.Random) -> None:
    values = await _values(owner)
    assert all(len(each) > 1 for each in values.values()), values
    for _ in range(25):
        wanted = _random_filter(many, values)
        for sort in ("NEWEST", "CAPTURED_NEWEST"):
            by_database = await walk(owner, None, 100, filter=wanted, sort=sort)
            assert await walk(owner, EVERYWHERE, 100, filter=wanted, sort=sort) == by_database, (wanted, sort)
        name = many.choice(sorted(FACETS))
        facet = (await owner.graphql(COUNT, filter=wanted, names=[name]))["assets"]["facets"][0]
        for bucket in facet["buckets"]:
            value = int(bucket["value"]) if name == "YEAR" else bucket["value"]
            only = await owner.graphql(COUNT, filter=wanted | {FACETS[name]: [value]}, names=[])
            assert only["assets"]["total"]["value"] == bucket["count"], (wanted, name, bucket)


@pytest.mark.parametrize("sort", ["NEWEST", "OLDEST", "CAPTURED_NEWEST", "NAME", "LARGEST"])
async def test_pages_of_a_search_are_in_the_order_of_the_database(owner: Client, me: Person, sort: str) -> None:
    dice = random.Random(9)
    assets = [_random_asset(dice, me) for _ in range(40)]
    await Asset.bulk_create(assets)
    await Asset.all().update(created_at=BEGAN)
    await until_indexed()
    in_order = await walk(owner, None, 100, sort=sort)
    assert await walk(owner, EVERYWHERE, 7, sort=sort) == in_order
    assert len(set(in_order)) == len(in_order)


async def test_by_relevance_every_hit_is_on_one_page(owner: Client, me: Person) -> None:
    assets = [unsaved_asset(me, title=f"{EVERYWHERE} {number}") for number in range(30)]
    await Asset.bulk_create(assets)
    await until_indexed()
    assert sorted(await walk(owner, EVERYWHERE, 7)) == sorted(ids(assets))
    assert (await find(owner, EVERYWHERE, first=7))["total"] == {"value": 30, "exact": True}
