"""What is in the trash is out of every list, can still be looked at, and comes back as it was."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.client import Client, Refused
from tests.domains.live.watching import watching
from tests.domains.made import make_asset
from tests.domains.people import Person
from tests.domains.trash.throwing import restore, trash
from tests.domains.uploading import create, photo, ready, send, settled
from vitrine.assets.models import Asset, History

LISTS = """query($trashed: Boolean! = false) {
  assets(filter: {trashed: $trashed}) { nodes { id } total { value } } timeline(filter: {trashed: $trashed}) { count }
}"""
ONE = "query($id: ID!) { asset(id: $id) { id trashedAt thumbnail { url } } node(id: $id) { id } }"


async def listed(client: Client, **variables: Any) -> tuple[list[str], int, int]:
    """Return what is listed, counted, and in the months."""
    answer = await client.graphql(LISTS, **variables)
    months = sum(month["count"] for month in answer["timeline"])
    return [node["id"] for node in answer["assets"]["nodes"]], answer["assets"]["total"]["value"], months


def name(asset: Asset) -> str:
    """Return the public id."""
    return f"asset_{asset.id.hex}"


async def test_what_is_in_the_trash_is_out_of_lists_counts_and_months(owner: Client, me: Person) -> None:
    gone, stays = await make_asset(me), await make_asset(me)
    [answer] = await trash(owner, gone)
    assert answer["revision"] == gone.revision + 1
    assert answer["trashedAt"] is not None
    assert await listed(owner) == ([name(stays)], 1, 1)
    assert await listed(owner, trashed=True) == ([name(gone)], 1, 1)


async def test_a_list_without_a_filter_leaves_the_trash_out(owner: Client, me: Person) -> None:
    await trash(owner, await make_asset(me))
    answer = await owner.graphql("{ assets { nodes { id } total { value } } timeline { count } }")
    assert answer == {"assets": {"nodes": [], "total": {"value": 0}}, "timeline": []}


async def test_it_can_still_be_looked_at_by_whoever_may_see_it(
    owner: Client, colleague: Client, stranger: Client
) -> None:
    asset = await ready(owner)
    await trash(owner, asset["id"])
    for client in (owner, colleague):
        found = await client.graphql(ONE, id=asset["id"])
        assert found["asset"]["trashedAt"] is not None
        assert found["node"] == {"id": asset["id"]}
        async with client.http.get(found["asset"]["thumbnail"]["url"]) as response:
            assert response.status == 200
    assert await stranger.graphql(ONE, id=asset["id"]) == {"asset": None, "node": None}
    assert await listed(stranger, trashed=True) == ([], 0, 0)


async def test_restored_it_is_where_it_was(owner: Client, me: Person) -> None:
    first, second, third = [await make_asset(me) for _ in range(3)]
    before = await listed(owner)
    await trash(owner, second)
    [answer] = await restore(owner, second)
    assert answer == {"__typename": "Asset", "id": name(second), "revision": 3, "status": "READY", "trashedAt": None}
    assert await listed(owner) == before == ([name(third), name(second), name(first)], 3, 3)


async def test_twice_is_once(owner: Client, me: Person) -> None:
    asset = await make_asset(me)
    [once], [again] = await trash(owner, asset), await trash(owner, asset)
    assert once == again
    [once], [again] = await restore(owner, asset), await restore(owner, asset)
    assert once == again
    assert await History.filter(asset_id=asset.id).count() == 2


async def test_everybody_hears_of_it(owner: Client, colleague: Client, me: Person) -> None:
    asset = await make_asset(me)
    async with watching(colleague) as watch:
        await trash(owner, asset)
        event = await watch.until_kind("TRASHED")
        assert (event["assetId"], event["revision"]) == (name(asset), 2)
        await restore(owner, asset)
        assert (await watch.until_kind("RESTORED"))["revision"] == 3


async def test_its_history_says_who_and_when(owner: Client, me: Person) -> None:
    asset = await make_asset(me)
    await trash(owner, asset)
    await restore(owner, asset)
    thrown, back = await History.filter(asset_id=asset.id).order_by("at")
    assert (thrown.field, thrown.before, back.after) == ("trashedAt", None, None)
    assert thrown.after == back.before
    assert datetime.fromisoformat(thrown.after) <= datetime.now(UTC)
    assert {thrown.actor_id, back.actor_id} == {me.user.id}


async def test_the_uploader_and_the_owner_of_the_library_may_and_nobody_else(
    owner: Client, colleague: Client, stranger: Client, nobody: Client, me: Person, member: Person
) -> None:
    owners, members = await make_asset(me), await make_asset(member)
    [no, yes] = await trash(colleague, owners, members)
    assert (no["__typename"], no["code"], no["field"]) == ("AssetNotFound", "NOT_YOURS", "id")
    assert yes["trashedAt"] is not None
    assert (await restore(owner, members))[0]["trashedAt"] is None
    await trash(owner, owners)
    assert (await restore(colleague, owners))[0]["code"] == "NOT_YOURS"
    for answer in [*await trash(stranger, owners, "asset_" + "0" * 32, "x"), *await restore(stranger, owners)]:
        assert answer["code"] == "ASSET_NOT_FOUND"
    with pytest.raises(Refused) as refused:
        await trash(nobody, owners)
    assert refused.value.codes == ["UNAUTHENTICATED"]


async def test_an_upload_under_way_is_given_up_instead(owner: Client, colleague: Client) -> None:
    upload = await create(owner)
    assert (await trash(owner, upload["asset"]["id"]))[0]["code"] == "STILL_UPLOADING"
    assert (await trash(colleague, upload["asset"]["id"]))[0]["code"] == "ASSET_NOT_FOUND"


async def test_what_goes_into_the_trash_while_it_is_processed_is_finished_there(owner: Client) -> None:
    asset = await send(owner, photo())
    await trash(owner, asset["id"])
    found = await settled(owner, asset)
    assert found["status"] == "READY"
    assert await listed(owner) == ([], 0, 0)
    assert (await listed(owner, trashed=True))[0] == [asset["id"]]


async def test_bytes_that_are_only_in_the_trash_are_no_duplicate_at_announcement(owner: Client) -> None:
    asset = await ready(owner)
    await trash(owner, asset["id"])
    assert (await create(owner, size=asset["size"], sha256=asset["sha256"]))["duplicateOf"] is None


@pytest.mark.parametrize("count", [0, 101])
async def test_a_request_names_one_to_a_hundred_assets_of_the_trash(owner: Client, count: int) -> None:
    for act in (trash, restore):
        with pytest.raises(Refused) as refused:
            await act(owner, *["asset_" + "0" * 32] * count)
        assert refused.value.codes == ["BAD_USER_INPUT"]
