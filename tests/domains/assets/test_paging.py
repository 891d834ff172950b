"""Pages by keyset: every order, however many ties, shows each asset once."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest

from tests.client import Client, Refused
from tests.domains.made import make_asset, unsaved_asset
from tests.domains.people import Person
from vitrine.assets.models import Asset
from vitrine.search.browsing import COUNT_LIMIT

PAGE = """query($sort: AssetSort!, $first: Int!, $after: String) { assets(sort: $sort, first: $first, after: $after) {
  nodes { id title size createdAt capturedAt { local } } edges { cursor }
  pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
} }"""
SORTS = ["NEWEST", "OLDEST", "CAPTURED_NEWEST", "NAME", "LARGEST"]
# Few values for many assets, so that every order is full of ties; and titles that sort in surprising ways.
TITLES = ["", "a", "A", "ä", "z", "Zoë", "10", "9", "  x", "写真", "a b", "ab"]
BEGAN = datetime(2026, 1, 31, 23, 59, 59, 999_999, UTC)


@pytest.fixture
async def many(member: Person) -> list[Asset]:
    """Sixty assets that tie in everything."""
    dice = random.Random(7)
    assets = [
        unsaved_asset(
            member,
            title=dice.choice(TITLES),
            size=dice.choice([1, 5, 10**12]),
            captured_local=dice.choice([None, "2026-01-01T10:00:00", "2025-07-01T08:00:00"]),
        )
        for _ in range(60)
    ]
    await Asset.bulk_create(assets)
    for number, asset in enumerate(assets):
        created = BEGAN + timedelta(microseconds=number // 4)
        await Asset.filter(id=asset.id).update(created_at=created)
    return await Asset.all()


async def _walk(client: Client, sort: str, first: int) -> list[list[dict[str, Any]]]:
    pages, after = [], None
    while True:
        page = (await client.graphql(PAGE, sort=sort, first=first, after=after))["assets"]
        pages.append(page["nodes"])
        assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
        if not page["pageInfo"]["hasNextPage"]:
            return pages
        after = page["pageInfo"]["endCursor"]
        assert after == page["edges"][-1]["cursor"]


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("first", [1, 7, 20, 60, 100])
async def test_every_asset_is_on_exactly_one_page(owner: Client, many: list[Asset], sort: str, first: int) -> None:
    pages = await _walk(owner, sort, first)
    seen = [node["id"] for page in pages for node in page]
    wanted = [asset for asset in many if sort != "CAPTURED_NEWEST" or asset.captured_local]
    assert sorted(seen) == sorted(f"asset_{asset.id.hex}" for asset in wanted)
    assert all(len(page) == first for page in pages[:-1])
    assert 1 <= len(pages[-1]) <= first


def _created(node: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(node["createdAt"])


@pytest.mark.parametrize(
    ("sort", "read", "descending"),
    [
        ("NEWEST", _created, True),
        ("OLDEST", _created, False),
        ("CAPTURED_NEWEST", lambda node: node["capturedAt"]["local"], True),
        ("LARGEST", lambda node: node["size"], True),
    ],
)
async def test_an_order_is_what_it_says(
    owner: Client, many: list[Asset], sort: str, read: Any, *, descending: bool
) -> None:
    values = [read(node) for page in await _walk(owner, sort, 9) for node in page]
    assert values == sorted(values, reverse=descending)


@pytest.mark.parametrize("sort", SORTS)
async def test_pages_go_on_where_they_were_when_assets_come_and_go(
    owner: Client, member: Person, many: list[Asset], sort: str
) -> None:
    whole = [node["id"] for page in await _walk(owner, sort, 100) for node in page]
    first = (await owner.graphql(PAGE, sort=sort, first=10, after=None))["assets"]
    await Asset.filter(id=whole[9].removeprefix("asset_")).delete()
    await make_asset(member, title="", captured_local="2030-01-01T00:00:00", size=10**15)
    second = (await owner.graphql(PAGE, sort=sort, first=100, after=first["pageInfo"]["endCursor"]))["assets"]
    rest = [node["id"] for node in second["nodes"]]
    assert [asset_id for asset_id in rest if asset_id in whole] == whole[10:]


@pytest.mark.parametrize("sort", SORTS)
async def test_an_empty_library_has_one_empty_page(owner: Client, sort: str) -> None:
    assert await _walk(owner, sort, 10) == [[]]


@pytest.mark.parametrize("first", [0, -1, 101, 2**31 - 1])
async def test_a_page_has_one_to_a_hundred_assets(owner: Client, first: int) -> None:
    with pytest.raises(Refused) as refused:
        await owner.graphql(PAGE, sort="NEWEST", first=first)
    assert refused.value.codes == ["BAD_USER_INPUT"]


def _cursor(*parts: Any) -> str:
    return orjson.dumps(list(parts)).hex()


KEY = "0" * 32


@pytest.mark.parametrize(
    ("sort", "after"),
    [
        ("NEWEST", "nonsense"),
        ("NEWEST", "00"),
        ("NEWEST", _cursor()),
        ("NEWEST", _cursor("NEWEST", "yesterday", KEY)),
        ("NEWEST", _cursor("NEWEST", "2026-01-01T00:00:00", KEY)),
        ("NEWEST", _cursor("NEWEST", "0001-01-01T00:00:00+23:59", KEY)),
        ("NEWEST", _cursor("NEWEST", "2026-01-01T00:00:00+00:00", "no key")),
        ("NEWEST", _cursor("NEWEST", "2026-01-01T00:00:00+00:00", 5)),
        ("NEWEST", _cursor("NEWEST", None, KEY)),
        ("NEWEST", _cursor("OLDEST", "2026-01-01T00:00:00+00:00", KEY)),
        ("LARGEST", _cursor("LARGEST", "1.5", KEY)),
        ("LARGEST", _cursor("LARGEST", str(2**63), KEY)),
        ("NAME", _cursor("NAME", "a\0b", KEY)),
        ("NAME", _cursor("NAME", {"a": 1}, KEY)),
        ("NAME", _cursor("NAME", 5, KEY)),
        ("NAME", _cursor("LARGEST", "5", KEY)),
        ("CAPTURED_NEWEST", _cursor("CAPTURED_NEWEST", "\0", KEY)),
    ],
)
async def test_a_forged_cursor_is_refused_by_name(owner: Client, many: list[Asset], sort: str, after: str) -> None:
    with pytest.raises(Refused) as refused:
        await owner.graphql(PAGE, sort=sort, first=10, after=after)
    assert refused.value.codes == ["BAD_CURSOR"]
    assert refused.value.errors[0]["extensions"]["field"] == "after"


@pytest.mark.parametrize("sort", SORTS)
async def test_a_cursor_of_another_order_is_refused(owner: Client, many: list[Asset], sort: str) -> None:
    for other in SORTS:
        cursor = (await owner.graphql(PAGE, sort=other, first=1))["assets"]["pageInfo"]["endCursor"]
        if other == sort:
            continue
        with pytest.raises(Refused) as refused:
            await owner.graphql(PAGE, sort=sort, first=1, after=cursor)
        assert refused.value.codes == ["BAD_CURSOR"]


async def test_counting_stops_at_its_limit_and_says_so(owner: Client, member: Person) -> None:
    total = "{ assets(first: 1) { total { value exact } } }"
    await Asset.bulk_create([unsaved_asset(member) for _ in range(COUNT_LIMIT)])
    assert (await owner.graphql(total))["assets"]["total"] == {"value": COUNT_LIMIT, "exact": True}
    await make_asset(member)
    assert (await owner.graphql(total))["assets"]["total"] == {"value": COUNT_LIMIT, "exact": False}
