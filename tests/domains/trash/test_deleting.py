"""What is in the trash is deleted for good: by people, or when its time is over. Its bytes go with the last of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.client import Client, Refused
from tests.domains.live.watching import watching
from tests.domains.made import make_asset, unsaved_asset
from tests.domains.people import Person
from tests.domains.trash.throwing import trash
from tests.domains.uploading import photo, ready
from tests.domains.uploads.stored import all_done
from vitrine.assets.models import Asset, AssetStatus, Original
from vitrine.infra.db import rows
from vitrine.services import Services
from vitrine.trash.actions import AT_ONCE
from vitrine.trash.models import DoomedObject
from vitrine.trash.sweeping import sweep_doomed, sweep_trash
from vitrine.uploads.left_overs import look_for_left_overs

DELETE = """mutation($ids: [ID!]!) { deleteAssets(ids: $ids) { __typename
  ... on DeletedAsset { id } ... on AssetNotFound { code message field } } }"""
EMPTY = """mutation { emptyTrash { __typename
  ... on EmptiedTrash { deleted more } ... on TrashRefused { code message } } }"""
USED = "{ viewer { library { storageUsed trashDays } } }"
URLS = "query($id: ID!) { asset(id: $id) { original { url } renditions { url } } }"


async def delete(client: Client, *ids: str) -> list[dict[str, Any]]:
    """Delete assets for good."""
    answers: list[dict[str, Any]] = (await client.graphql(DELETE, ids=list(ids)))["deleteAssets"]
    return answers


def name_of(asset: Asset) -> str:
    return f"asset_{asset.id.hex}"


async def _keys(services: Services, library: Person) -> list[str]:
    kept = [f"{what}/{library.library.id}/" for what in ("originals", "renditions")]
    return [stored.key for prefix in kept async for stored in services.storage.list(prefix)]


async def test_it_is_gone_with_its_bytes_its_history_and_its_jobs(
    owner: Client, me: Person, services: Services
) -> None:
    asset = await ready(owner, photo())
    await all_done()
    await trash(owner, asset["id"])
    assert await _keys(services, me)
    assert await delete(owner, asset["id"]) == [{"__typename": "DeletedAsset", "id": asset["id"]}]
    for table in ("asset", "original", "rendition", "history", "asset_tag", "job"):
        assert await rows(f"select * from {table}") == [], table
    await sweep_doomed(services, grace=0)
    assert (await _keys(services, me), await DoomedObject.all()) == ([], [])
    found = await look_for_left_overs(services, timedelta(0))
    assert not [stored for stored in found.unknown if str(me.library.id) in stored.key]
    assert (await owner.graphql(USED))["viewer"]["library"]["storageUsed"] == 0


async def test_bytes_stay_for_as_long_as_another_asset_shows_them(
    owner: Client, me: Person, services: Services
) -> None:
    data = photo()
    first = await ready(owner, data)
    second = await ready(owner, data)
    await all_done()
    await trash(owner, first["id"])
    await delete(owner, first["id"])
    await sweep_doomed(services, grace=0)
    left = (await owner.graphql(URLS, id=second["id"]))["asset"]
    assert await owner.get(left["original"]["url"]) == data
    assert await owner.get(left["renditions"][0]["url"])
    await trash(owner, second["id"])
    await delete(owner, second["id"])
    await sweep_doomed(services, grace=0)
    assert await _keys(services, me) == []


async def test_the_same_bytes_come_again_as_new_and_nothing_of_theirs_is_swept(
    owner: Client, services: Services
) -> None:
    data = photo()
    gone = await ready(owner, data)
    await all_done()
    await trash(owner, gone["id"])
    await delete(owner, gone["id"])
    again = await ready(owner, data)
    await all_done()
    assert await DoomedObject.all()
    await sweep_doomed(services, grace=0)
    asset = (await owner.graphql(URLS, id=again["id"]))["asset"]
    assert await owner.get(asset["original"]["url"]) == data
    assert len(asset["renditions"]) >= 2
    for rendition in asset["renditions"]:
        assert await owner.get(rendition["url"])


async def test_objects_wait_for_whoever_is_still_at_work_with_them(
    owner: Client, me: Person, services: Services
) -> None:
    asset = await ready(owner, photo())
    await all_done()
    await trash(owner, asset["id"])
    await delete(owner, asset["id"])
    before = await _keys(services, me)
    await sweep_trash(services)
    assert await _keys(services, me) == before


async def test_only_what_is_in_the_trash_is_deleted_and_only_by_whoever_may_decide(
    owner: Client, colleague: Client, stranger: Client, me: Person
) -> None:
    kept, thrown = await make_asset(me), await make_asset(me, trashed_at=datetime.now(UTC))
    assert (await delete(owner, name_of(kept)))[0]["code"] == "NOT_IN_TRASH"
    assert (await delete(colleague, name_of(thrown)))[0]["code"] == "NOT_YOURS"
    assert (await delete(stranger, name_of(thrown)))[0]["code"] == "ASSET_NOT_FOUND"
    assert [each["__typename"] for each in await delete(owner, name_of(thrown), name_of(thrown), "asset_x")] == [
        "DeletedAsset", "AssetNotFound", "AssetNotFound",
    ]  # fmt: skip
    assert [asset.id for asset in await Asset.all()] == [kept.id]


@pytest.mark.parametrize("count", [0, 101])
async def test_a_request_deletes_one_to_a_hundred(owner: Client, count: int) -> None:
    with pytest.raises(Refused) as refused:
        await delete(owner, *["asset_x"] * count)
    assert refused.value.codes == ["BAD_USER_INPUT"]


async def test_everybody_hears_that_it_is_gone(owner: Client, colleague: Client, me: Person) -> None:
    asset = await make_asset(me, trashed_at=datetime.now(UTC))
    async with watching(colleague) as heard:
        await delete(owner, name_of(asset))
        event = await heard.until(lambda event: event["kind"] == "REMOVED")
    assert (event["assetId"], event["asset"]) == (name_of(asset), None)


async def test_the_trash_is_emptied_in_one_go_by_who_manages_the_library(
    owner: Client, colleague: Client, me: Person, other_owner: Person
) -> None:
    thrown = [unsaved_asset(me, trashed_at=datetime.now(UTC)) for _ in range(AT_ONCE + 50)]
    await Asset.bulk_create(thrown)
    kept, theirs = await make_asset(me), await make_asset(other_owner, trashed_at=datetime.now(UTC))
    assert (await colleague.graphql(EMPTY))["emptyTrash"]["code"] == "NOT_YOURS"
    for deleted in (len(thrown), 0):
        answer = (await owner.graphql(EMPTY))["emptyTrash"]
        assert answer == {"__typename": "EmptiedTrash", "deleted": deleted, "more": False}
    assert set(await Asset.all().values_list("id", flat=True)) == {kept.id, theirs.id}


async def test_what_lay_there_for_long_enough_goes_by_itself(quiet: Services, member: Person) -> None:
    now = datetime.now(UTC)
    await make_asset(member, title="old", trashed_at=now - timedelta(days=31))
    await make_asset(member, title="young", trashed_at=now - timedelta(days=29))
    await make_asset(member, title="kept")
    await sweep_trash(replace(quiet, settings=replace(quiet.settings, trash_days=0)))
    assert await Asset.all().count() == 3
    await sweep_trash(quiet)
    assert sorted([asset.title for asset in await Asset.all()]) == ["kept", "young"]


async def test_the_library_says_how_long_it_keeps_what_is_thrown_away(owner: Client) -> None:
    assert (await owner.graphql(USED))["viewer"]["library"]["trashDays"] == 30


async def test_one_that_failed_has_nothing_to_leave_behind(owner: Client, me: Person, services: Services) -> None:
    asset = await make_asset(me, status=AssetStatus.FAILED, trashed_at=datetime.now(UTC))
    await delete(owner, name_of(asset))
    assert (await Original.all(), await DoomedObject.all()) == ([], [])
    await sweep_doomed(services, grace=0)
