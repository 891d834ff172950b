"""Collections are made, named, moved and deleted."""

from pathlib import Path

import pytest

from tests.client import Client, Refused
from tests.domains.collections.asked import add, change, delete, make, names, read, refused
from tests.domains.made import make_asset
from tests.domains.people import Person
from vitrine.collections.actions import MAX_DEPTH

NOWHERE = "collection_" + "0" * 32
ODD = [
    "'; drop table collection; --",
    "50 % _off_ \\",
    "🎪 Zirkus",
    "مجموعة",
    "<script>alert(1)</script>",
    "a\u202eb",
    "x" * 200,
]


async def test_a_collection_lies_where_it_was_made(owner: Client) -> None:
    trips = await make(owner, "  Trips \n 2026 ", description=" Where we went. ")
    rome = await make(owner, "Rome", parent=trips["id"], exclusive=False)
    assert (trips["name"], trips["description"], trips["exclusive"]) == ("Trips 2026", "Where we went.", True)
    assert (trips["parent"], trips["path"], trips["cover"]) == (None, [], None)
    assert (rome["parent"], rome["path"], rome["exclusive"]) == ({"id": trips["id"]}, [{"name": "Trips 2026"}], False)
    again = await read(owner, trips)
    assert again is not None
    assert (again["collectionCount"], again["assetCount"]) == (1, {"value": 0, "exact": True})
    assert (await names(owner), await names(owner, parent=trips["id"])) == (["Trips 2026"], ["Rome"])


@pytest.mark.parametrize("name", ODD)
async def test_any_name_is_kept_and_found_by_any_part_of_it(owner: Client, name: str) -> None:
    made = await make(owner, name)
    assert made["name"] == name.replace("\u202e", "")
    await make(owner, "Another")
    assert await names(owner, search=made["name"][1:].upper()) == [made["name"]]
    assert await names(owner, search="%") == [each for each in [made["name"]] if "%" in each]


async def test_naughty_strings_are_names_or_refused(owner: Client, media: Path) -> None:
    text = (media / "odd" / "naughty-strings.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    for line in lines[::3]:
        made = await make(owner, line)
        assert made["__typename"] == "Collection" or made["code"] in {"BAD_NAME", "NAME_TAKEN"}, made
        if made["__typename"] == "Collection":
            assert made["name"] in await names(owner, search=line), line


@pytest.mark.parametrize("name", ["", "   ", "\u202e", "x" * 201])
async def test_a_name_that_says_nothing_or_too_much_is_refused(owner: Client, name: str) -> None:
    refused(await make(owner, name), "BAD_NAME", "name")
    made = await make(owner, "Good")
    refused(await change(owner, made, name=name), "BAD_NAME", "name")
    refused(await change(owner, made, description="x" * 10_001), "BAD_NAME", "description")


async def test_two_of_one_name_lie_in_different_places_only(owner: Client) -> None:
    first = await make(owner, "Straße")
    assert refused(await make(owner, "  STRASSE "), "NAME_TAKEN", "name")["collection"] == {
        "id": first["id"],
        "name": "Straße",
    }
    beneath = await make(owner, "Straße", parent=first["id"])
    assert beneath["__typename"] == "Collection"
    refused(await change(owner, beneath, parent=None), "NAME_TAKEN", "name")
    assert (await change(owner, first, name="STRAßE"))["name"] == "STRAßE"


async def test_lists_go_by_name_and_page_without_end(owner: Client) -> None:
    for name in ("b", "a", "C", "d", "B2"):
        await make(owner, name)
    assert await names(owner, first=2) == ["a", "b", "B2", "C", "d"]
    for bad in ("x", "00", "5b315d"):
        with pytest.raises(Refused) as no:
            await owner.graphql("query($after: String) { collections(after: $after) { nodes { id } } }", after=bad)
        assert no.value.codes == ["BAD_CURSOR"]


async def test_a_collection_moves_with_all_that_is_in_it_and_never_into_itself(owner: Client) -> None:
    outer = await make(owner, "Outer")
    middle = await make(owner, "Middle", parent=outer["id"])
    inner = await make(owner, "Inner", parent=middle["id"])
    for place in (outer, middle, inner):
        refused(await change(owner, outer, parent=place["id"]), "INSIDE_ITSELF", "parent")
    moved = await change(owner, middle, parent=None)
    assert moved["path"] == []
    again = await read(owner, inner)
    assert again is not None
    assert again["path"] == [{"name": "Middle"}]


async def test_collections_lie_so_deep_and_no_deeper(owner: Client) -> None:
    place = await make(owner, "1")
    for depth in range(2, MAX_DEPTH + 1):
        place = await make(owner, str(depth), parent=place["id"])
    assert len(place["path"]) == MAX_DEPTH - 1
    assert refused(await make(owner, "x", parent=place["id"]), "TOO_DEEP", "parent")["limit"] == MAX_DEPTH
    pair = await make(owner, "pair")
    await make(owner, "of two", parent=pair["id"])
    refused(await change(owner, pair, parent=place["parent"]["id"]), "TOO_DEEP", "parent")


async def test_only_an_empty_collection_is_deleted(owner: Client, me: Person) -> None:
    outer = await make(owner, "Outer")
    inner = await make(owner, "Inner", parent=outer["id"])
    asset = await make_asset(me)
    await add(owner, inner, asset)
    refused(await delete(owner, outer), "COLLECTION_NOT_EMPTY", "id")
    refused(await delete(owner, inner), "COLLECTION_NOT_EMPTY", "id")
    await owner.graphql(
        "mutation($ids: [ID!]!) { trashAssets(ids: $ids) { __typename } }", ids=[f"asset_{asset.id.hex}"]
    )
    assert (await delete(owner, inner))["name"] == "Inner"
    assert (await delete(owner, outer))["name"] == "Outer"
    assert await read(owner, outer) is None
    refused(await delete(owner, outer), "COLLECTION_NOT_FOUND", "id")
    await asset.refresh_from_db()
    assert asset.trashed_at is not None


async def test_what_is_left_out_of_a_change_stays(owner: Client) -> None:
    made = await make(owner, "Name", description="Words")
    assert (await change(owner, made, name="Other"))["description"] == "Words"
    assert (await change(owner, made, description=None))["description"] is None
    assert (await change(owner, made, exclusive=False))["exclusive"] is False
    again = await change(owner, made)
    assert (again["name"], again["exclusive"]) == ("Other", False)


@pytest.mark.parametrize("place", [NOWHERE, "x", "asset_" + "0" * 32])
async def test_a_place_that_is_not_there_is_refused(owner: Client, place: str) -> None:
    made = await make(owner, "Here")
    refused(await make(owner, "New", parent=place), "COLLECTION_NOT_FOUND", "parent")
    refused(await change(owner, made, parent=place), "COLLECTION_NOT_FOUND", "parent")
    refused(await change(owner, made, cover="asset_" + "0" * 32), "ASSET_NOT_FOUND", "cover")
    refused(await change(owner, place, name="x"), "COLLECTION_NOT_FOUND", "id")
    refused(await delete(owner, place), "COLLECTION_NOT_FOUND", "id")
    assert await read(owner, place) is None
    assert await names(owner, parent=place) == []


async def test_every_member_sees_and_changes_them_and_nobody_of_another_library(
    owner: Client, colleague: Client, stranger: Client
) -> None:
    made = await make(owner, "Ours")
    assert (await change(colleague, made, name="Ours too"))["name"] == "Ours too"
    assert (await read(stranger, made), await names(stranger), await names(stranger, search="ours")) == (None, [], [])
    refused(await change(stranger, made, name="Mine"), "COLLECTION_NOT_FOUND", "id")
    refused(await delete(stranger, made), "COLLECTION_NOT_FOUND", "id")
    refused(await make(stranger, "Beneath", parent=made["id"]), "COLLECTION_NOT_FOUND", "parent")
    theirs = await make(stranger, "Ours too")
    refused(await change(stranger, theirs, parent=made["id"]), "COLLECTION_NOT_FOUND", "parent")
