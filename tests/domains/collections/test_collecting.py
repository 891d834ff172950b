"""Assets are put into collections, moved and taken out; everybody hears of it."""

import asyncio

import pytest

from tests.client import Client, Refused
from tests.domains.collections.asked import add, change, ids, inside, make, name_of, read, refused, remove, where
from tests.domains.live.watching import watching
from tests.domains.made import make_asset
from tests.domains.people import Person
from vitrine.collections.models import CollectionItem


async def test_what_is_put_in_is_listed_counted_and_written_down(owner: Client, me: Person) -> None:
    trips = await make(owner, "Trips")
    rome = await make(owner, "Rome", parent=trips["id"])
    first, second, other = [await make_asset(me) for _ in range(3)]
    answer = await add(owner, rome, first, second)
    assert (answer["assetCount"]["value"], answer["cover"]) == (2, {"id": name_of(second)})
    assert await inside(owner, rome) == ids([second, first])
    assert await inside(owner, trips) == []
    assert await where(owner, first) == {"revision": 2, "names": ["Rome"], "told": [([], ["Trips / Rome"])]}
    assert await where(owner, other) == {"revision": 1, "names": [], "told": []}
    await add(owner, rome, first)
    assert (await where(owner, first))["revision"] == 2, "what is in it already stays as it is"


async def test_what_is_taken_out_is_not_there_any_more(owner: Client, me: Person) -> None:
    place = await make(owner, "Place")
    first, second = [await make_asset(me) for _ in range(2)]
    await add(owner, place, first, second)
    assert (await remove(owner, place, first))["assetCount"]["value"] == 1
    assert await inside(owner, place) == [name_of(second)]
    assert (await where(owner, first))["told"] == [(["Place"], []), ([], ["Place"])]
    await remove(owner, place, first)
    assert (await where(owner, first))["revision"] == 3


async def test_an_asset_is_in_one_exclusive_collection_and_moves_when_told_to(owner: Client, me: Person) -> None:
    one, other = await make(owner, "One"), await make(owner, "Other")
    open_one, open_other = [await make(owner, name, exclusive=False) for name in ("Open", "Open too")]
    asset, free = [await make_asset(me) for _ in range(2)]
    for place in (one, open_one, open_other):
        assert (await add(owner, place, asset))["__typename"] == "Collection"
    no = refused(await add(owner, other, free, asset), "IN_ANOTHER_COLLECTION", "assets")
    assert no["collection"] == {"id": one["id"], "name": "One"}
    assert "move: true" in no["message"]
    assert await inside(owner, other) == [], "all or none"
    assert (await add(owner, other, free, asset, move=True))["assetCount"]["value"] == 2
    assert (await where(owner, asset))["names"] == ["Open", "Open too", "Other"]
    assert await inside(owner, one) == []


async def test_of_two_who_move_one_asset_at_once_one_wins(owner: Client, colleague: Client, me: Person) -> None:
    places = [await make(owner, str(number)) for number in range(4)]
    asset = await make_asset(me)
    answers = await asyncio.gather(*(add(client, place, asset) for place in places for client in (owner, colleague)))
    won = [answer for answer in answers if answer["__typename"] == "Collection"]
    assert {answer["code"] for answer in answers if answer not in won} == {"IN_ANOTHER_COLLECTION"}
    assert len({answer["id"] for answer in won}) == 1
    assert await CollectionItem.all().count() == 1


async def test_a_collection_becomes_exclusive_only_when_nothing_in_it_is_elsewhere(owner: Client, me: Person) -> None:
    free, strict = await make(owner, "Free", exclusive=False), await make(owner, "Strict")
    asset = await make_asset(me)
    await add(owner, free, asset)
    await add(owner, strict, asset)
    no = refused(await change(owner, free, exclusive=True), "IN_ANOTHER_COLLECTION", "exclusive")
    assert no["collection"]["name"] == "Strict"
    assert (await change(owner, strict, exclusive=False))["exclusive"] is False
    assert (await change(owner, free, exclusive=True))["exclusive"] is True
    refused(await change(owner, strict, exclusive=True), "IN_ANOTHER_COLLECTION", "exclusive")


async def test_the_cover_is_the_chosen_one_while_it_is_in_there(owner: Client, me: Person) -> None:
    place = await make(owner, "Place")
    first, second, outside = [await make_asset(me) for _ in range(3)]
    await add(owner, place, first)
    await add(owner, place, second)
    refused(await change(owner, place, cover=name_of(outside)), "ASSET_NOT_FOUND", "cover")
    assert (await change(owner, place, cover=name_of(first)))["cover"] == {"id": name_of(first)}
    assert (await remove(owner, place, first))["cover"] == {"id": name_of(second)}
    await add(owner, place, first)
    assert (await change(owner, place, cover=None))["cover"] == {"id": name_of(first)}, "the latest"


async def test_the_trash_is_left_out_and_what_is_restored_is_back(owner: Client, me: Person) -> None:
    place, asset = await make(owner, "Place"), await make_asset(me)
    await add(owner, place, asset)
    await owner.graphql("mutation($ids: [ID!]!) { trashAssets(ids: $ids) { __typename } }", ids=ids([asset]))
    now = await read(owner, place)
    assert now is not None
    assert (now["assetCount"]["value"], now["cover"]) == (0, None)
    assert await inside(owner, place) == []
    assert await inside(owner, place, trashed=True) == ids([asset])
    await owner.graphql("mutation($ids: [ID!]!) { restoreAssets(ids: $ids) { __typename } }", ids=ids([asset]))
    assert await inside(owner, place) == ids([asset])


async def test_everybody_hears_of_it(owner: Client, colleague: Client, me: Person) -> None:
    place, asset = await make(owner, "Place"), await make_asset(me)
    async with watching(colleague) as watch:
        await add(owner, place, asset)
        assert (await watch.until_kind("UPDATED"))["revision"] == 2
        await remove(owner, place, asset)
        assert (await watch.until_kind("UPDATED"))["revision"] == 3


async def test_both_sides_have_to_be_there(owner: Client, stranger: Client, me: Person) -> None:
    place, asset = await make(owner, "Place"), await make_asset(me)
    theirs = await make(stranger, "Theirs")
    nobody = "asset_" + "0" * 32
    for act in (add, remove):
        refused(await act(owner, theirs, asset), "COLLECTION_NOT_FOUND", "collection")
        refused(await act(owner, "x", asset), "COLLECTION_NOT_FOUND", "collection")
        refused(await act(owner, place, asset, nobody), "ASSET_NOT_FOUND", "assets")
        refused(await act(owner, place, "x"), "ASSET_NOT_FOUND", "assets")
        refused(await act(stranger, theirs, asset), "ASSET_NOT_FOUND", "assets")
        for count in (0, 101):
            with pytest.raises(Refused) as no:
                await act(owner, place, *[nobody] * count)
            assert no.value.codes == ["BAD_USER_INPUT"]
    assert await CollectionItem.all().count() == 0
    assert await inside(stranger, place) == []
