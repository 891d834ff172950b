"""Filters narrow a list, its count and its months alike."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.client import Client, Refused
from tests.domains.made import make_asset
from tests.domains.people import Person, join
from vitrine.assets.models import Asset
from vitrine.organise.actions import put_tags
from vitrine.organise.models import TagSource

ASKED = """query($filter: AssetFilter) {
  assets(filter: $filter, sort: NAME) { nodes { title } total { value } } timeline(filter: $filter) { month count }
}"""


async def _made(person: Person, title: str, created: str = "2026-03-01T00:00:00+00:00", **columns: Any) -> None:
    asset = await make_asset(person, title=title, **columns)
    await Asset.filter(id=asset.id).update(created_at=datetime.fromisoformat(created))


async def _titles(client: Client, **wanted: Any) -> list[str]:
    answer = await client.graphql(ASKED, filter=wanted)
    titles = [node["title"] for node in answer["assets"]["nodes"]]
    assert answer["assets"]["total"]["value"] == len(titles), "the count is of what is listed"
    assert sum(month["count"] for month in answer["timeline"]) == len(titles), "so are the months"
    return titles


async def test_by_kind_and_status(owner: Client, member: Person) -> None:
    await _made(member, "a", kind="IMAGE")
    await _made(member, "b", kind="VIDEO", status="FAILED")
    await _made(member, "c", kind="AUDIO", status="PROCESSING")
    assert await _titles(owner) == ["a", "b", "c"]
    assert await _titles(owner, kind=["IMAGE", "AUDIO"]) == ["a", "c"]
    assert await _titles(owner, status=["FAILED"]) == ["b"]
    assert await _titles(owner, kind=["IMAGE"], status=["FAILED"]) == []
    assert await _titles(owner, kind=[]) == []
    assert await _titles(owner, status=[]) == []


async def test_by_any_of_some_tags(owner: Client, stranger: Client, member: Person, other_owner: Person) -> None:
    for title, tags in (("a", ["Sea", "Sun"]), ("b", ["Sun"]), ("c", [])):
        await _made(member, title)
        await put_tags(await Asset.get(title=title), tags, TagSource.HAND)
    await _made(other_owner, "theirs")
    await put_tags(await Asset.get(title="theirs"), ["Sun"], TagSource.HAND)
    assert await _titles(owner, tags=["Sun"]) == ["a", "b"]
    assert await _titles(owner, tags=["Sea", "Sun", "Rain"]) == ["a", "b"]
    assert await _titles(owner, tags=["Sea"], kind=["IMAGE"]) == ["a"]
    assert await _titles(stranger, tags=["Sun"]) == ["theirs"]
    for nothing in ([], ["sea' or 'a' = 'a"], ["S%"], ["a\0b"], ["🎪"]):
        assert await _titles(owner, tags=nothing) == []
    with pytest.raises(Refused) as refused:
        await _titles(owner, tags=["x"] * 101)
    assert refused.value.codes == ["BAD_USER_INPUT"]


async def test_by_who_uploaded_it(owner: Client, member: Person, other_owner: Person) -> None:
    second = await join(member.library, "Mo")
    await _made(member, "a")
    await _made(second, "b")
    mine = f"user_{member.user.id.hex}"
    assert await _titles(owner, uploadedBy=[mine]) == ["a"]
    assert await _titles(owner, uploadedBy=[mine, f"user_{second.user.id.hex}"]) == ["a", "b"]
    for nobodys in (["user_x"], [f"asset_{member.user.id.hex}"], [f"user_{other_owner.user.id.hex}"], []):
        assert await _titles(owner, uploadedBy=nobodys) == []


async def test_from_is_included_and_to_is_not(owner: Client, member: Person) -> None:
    for title, created in (("a", "2026-01-31T23:59:59+00:00"), ("b", "2026-02-01T00:00:00+00:00")):
        await _made(member, title, created, captured_utc=datetime.fromisoformat(created))
    limit = "2026-02-01T00:00:00Z"
    for what in ("created", "captured"):
        assert await _titles(owner, **{f"{what}From": limit}) == ["b"]
        assert await _titles(owner, **{f"{what}To": limit}) == ["a"]
        assert await _titles(owner, **{f"{what}From": "2026-02-01T01:00:00+01:00"}) == ["b"]
        assert await _titles(owner, **{f"{what}From": "2026-02-01T00:00:00"}) == ["b"], "without an offset it is UTC"


async def test_captured_filters_leave_out_what_has_no_known_instant(owner: Client, member: Person) -> None:
    await _made(member, "a", captured_local="2026-02-01T00:00:00")
    assert await _titles(owner, capturedFrom="2000-01-01T00:00:00Z") == []


async def test_months_are_counted_in_utc_with_the_newest_first(owner: Client, member: Person) -> None:
    for number, created in enumerate(
        ["2026-01-31T23:59:59.999999+00:00", "2026-02-01T00:00:00+00:00", "2026-02-28T23:00:00-02:00", "2025-12-01"]
    ):
        moment = datetime.fromisoformat(created)
        await _made(member, str(number), (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat())
    months = (await owner.graphql("{ timeline { month count } }"))["timeline"]
    assert months == [
        {"month": "2026-03", "count": 1},
        {"month": "2026-02", "count": 1},
        {"month": "2026-01", "count": 1},
        {"month": "2025-12", "count": 1},
    ]


async def test_each_month_is_read_by_its_bounds(owner: Client, member: Person) -> None:
    await _made(member, "a", "2026-01-31T23:59:59.999999+00:00")
    await _made(member, "b", "2026-02-01T00:00:00+00:00")
    assert await _titles(owner, createdFrom="2026-02-01T00:00:00Z", createdTo="2026-03-01T00:00:00Z") == ["b"]


@pytest.mark.parametrize("instant", ["yesterday", "2026-13-01T00:00:00Z", "", 5, "0001-01-01T00:00:00+23:59"])
async def test_an_instant_that_is_none_is_a_bad_request(owner: Client, instant: object) -> None:
    with pytest.raises(Refused) as refused:
        await owner.graphql(ASKED, filter={"createdFrom": instant})
    assert set(refused.value.codes) == {"BAD_REQUEST"}
