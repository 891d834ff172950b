"""Who sees what, through every door: the owner, a member who sees less, another library's owner, and nobody."""

from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.client import Client, Refused
from tests.domains.live.watching import EVENTS, live_cursor
from tests.domains.uploading import abort, complete, create, photo, put, ready, sign
from vitrine.accounts.models import Membership
from vitrine.assets.models import Asset
from vitrine.work.models import Job

DOORS = """query($asset: ID!, $upload: ID!, $filter: AssetFilter) {
  asset(id: $asset) { id } node(id: $asset) { id } ownNode: node(id: $upload) { id } upload(id: $upload) { id }
  assets(filter: $filter) { nodes { id } edges { node { id } } total { value } } timeline(filter: $filter) { count }
}"""
EVERYTHING = {"status": ["UPLOADING", "PROCESSING", "READY", "FAILED", "QUARANTINED"]}


@pytest.fixture
async def under_way(owner: Client) -> dict[str, Any]:
    """An upload of the owner's whose bytes are not there yet."""
    return await create(owner, size=1000)


@pytest.fixture
async def shown(owner: Client) -> dict[str, Any]:
    """A photo of the owner's that is READY."""
    return await ready(owner)


async def _doors(client: Client, asset: str, upload: str) -> dict[str, bool]:
    """Tell which doors show the asset or its upload."""
    answer = await client.graphql(DOORS, asset=asset, upload=upload, filter=EVERYTHING)
    listed = answer["assets"]
    return {
        "asset": answer["asset"] is not None,
        "node": answer["node"] is not None,
        "upload node": answer["ownNode"] is not None,
        "upload": answer["upload"] is not None,
        "nodes": asset in [node["id"] for node in listed["nodes"]],
        "edges": asset in [edge["node"]["id"] for edge in listed["edges"]],
        "total": listed["total"]["value"] > 0,
        "timeline": sum(month["count"] for month in answer["timeline"]) > 0,
    }


ALL = {"asset", "node", "upload node", "upload", "nodes", "edges", "total", "timeline"}


def _open(doors: dict[str, bool]) -> set[str]:
    return {name for name, is_open in doors.items() if is_open}


async def test_an_upload_under_way_is_its_uploaders_alone(
    owner: Client, colleague: Client, stranger: Client, under_way: dict[str, Any]
) -> None:
    ids = under_way["asset"]["id"], under_way["id"]
    assert _open(await _doors(owner, *ids)) == ALL
    assert _open(await _doors(colleague, *ids)) == set()
    assert _open(await _doors(stranger, *ids)) == set()


async def test_the_members_own_upload_is_hidden_from_the_owner_too(owner: Client, colleague: Client) -> None:
    upload = await create(colleague)
    assert _open(await _doors(owner, upload["asset"]["id"], upload["id"])) == set()
    assert _open(await _doors(colleague, upload["asset"]["id"], upload["id"])) == ALL


async def test_a_ready_photo_is_seen_by_the_library_and_its_upload_by_the_uploader(
    owner: Client, colleague: Client, stranger: Client
) -> None:
    body = photo()
    upload = await create(owner, size=len(body))
    await put(owner, upload, body)
    await complete(owner, upload)
    ids = upload["asset"]["id"], upload["id"]
    assert _open(await _doors(owner, *ids)) == ALL
    assert _open(await _doors(colleague, *ids)) == ALL - {"upload", "upload node"}
    assert _open(await _doors(stranger, *ids)) == set()


async def test_jobs_people_and_keys_are_nodes_of_their_library_only(
    owner: Client, colleague: Client, stranger: Client, shown: dict[str, Any]
) -> None:
    asked = "query($id: ID!) { asset(id: $id) { jobs { id } uploadedBy { ... on ApiKey { id } } } }"
    asset = (await owner.graphql(asked, id=shown["id"]))["asset"]
    node = "query($id: ID!) { node(id: $id) { __typename id } }"
    for node_id in (asset["jobs"][0]["id"], asset["uploadedBy"]["id"]):
        for inside in (owner, colleague):
            assert (await inside.graphql(node, id=node_id))["node"]["id"] == node_id
        assert (await stranger.graphql(node, id=node_id))["node"] is None


async def test_jobs_of_an_upload_under_way_are_hidden(owner: Client, colleague: Client, shown: dict[str, Any]) -> None:
    job = await Job.all().first()
    assert job is not None
    await Asset.all().update(status="UPLOADING")
    node = "query($id: ID!) { node(id: $id) { id } }"
    assert (await colleague.graphql(node, id=f"job_{job.id.hex}"))["node"] is None
    assert (await owner.graphql(node, id=f"job_{job.id.hex}"))["node"] is not None


async def _bytes(client: Client, url: str) -> int:
    async with client.http.get(url) as response:
        return response.status


def _unsigned(client: Client, url: str) -> str:
    return client.url + urlsplit(url).path


async def test_bytes_are_given_to_whoever_may_see_the_asset(
    owner: Client, colleague: Client, stranger: Client, nobody: Client, shown: dict[str, Any]
) -> None:
    for url in (shown["thumbnail"]["url"], shown["original"]["url"]):
        plain = _unsigned(owner, url)
        asked = [await _bytes(client, plain) for client in (owner, colleague, stranger, nobody)]
        assert asked == [200, 200, 404, 401]


async def test_bytes_of_an_upload_under_way_are_given_to_its_uploader_only(
    owner: Client, colleague: Client, nobody: Client, shown: dict[str, Any]
) -> None:
    await Asset.all().update(status="UPLOADING")
    for url in (shown["thumbnail"]["url"], shown["original"]["url"]):
        asked = [await _bytes(client, _unsigned(owner, url)) for client in (owner, colleague, nobody)]
        assert asked == [200, 404, 401]
        assert await _bytes(nobody, url) == 404, "a signature opens what every member sees, and no more"


async def test_a_quarantined_asset_gives_no_bytes_to_anybody(owner: Client, shown: dict[str, Any]) -> None:
    await Asset.all().update(status="QUARANTINED")
    for url in (shown["thumbnail"]["url"], shown["original"]["url"]):
        assert await _bytes(owner, _unsigned(owner, url)) == 404
        assert await _bytes(owner, url) == 404
    asked = "query($id: ID!) { asset(id: $id) { original { url } } }"
    assert (await owner.graphql(asked, id=shown["id"]))["asset"]["original"] is None


async def test_a_stranger_can_change_nothing(owner: Client, stranger: Client, under_way: dict[str, Any]) -> None:
    for change in (complete, sign, abort):
        assert (await change(stranger, under_way))["code"] == "UPLOAD_NOT_FOUND"
    assert await _doors(owner, under_way["asset"]["id"], under_way["id"]) == dict.fromkeys(sorted(ALL), True)


@pytest.fixture
def nobodys_doors() -> list[str]:
    """Every query there is, asked by nobody."""
    asset, upload = "asset_" + "0" * 32, "upload_" + "0" * 32
    return [
        f'{{ asset(id: "{asset}") {{ id }} }}',
        f'{{ node(id: "{asset}") {{ id }} }}',
        f'{{ upload(id: "{upload}") {{ id }} }}',
        "{ assets { nodes { id } } }",
        "{ timeline { count } }",
        f'mutation {{ abortUploads(ids: ["{upload}"]) {{ __typename }} }}',
        f'mutation {{ retryAssets(ids: ["{asset}"]) {{ __typename }} }}',
        'mutation { setPassword(input: { password: "long enough" }) { __typename } }',
    ]


async def test_nobody_is_told_to_sign_in_at_every_door(nobody: Client, nobodys_doors: list[str]) -> None:
    for document in nobodys_doors:
        with pytest.raises(Refused) as refused:
            await nobody.graphql(document)
        assert refused.value.codes == ["UNAUTHENTICATED"], document
    assert await nobody.graphql("{ viewer { permissions } }") == {"viewer": None}


async def test_events_reach_whoever_may_see_the_asset_and_nobody_else(
    owner: Client, colleague: Client, stranger: Client
) -> None:
    cursors = [await live_cursor(client) for client in (owner, colleague, stranger)]
    asset = await ready(owner)
    own = await create(stranger)
    told = []
    for client, cursor, last in zip(
        (owner, colleague, stranger), cursors, (asset["id"], asset["id"], own["asset"]["id"]), strict=True
    ):
        async with client.subscribe(EVENTS, after=cursor) as subscription:
            ids, kind = set(), ""
            while not (last in ids and kind in {"READY", "CREATED"} and (kind == "READY" or client is stranger)):
                event = (await subscription.event())["assetEvents"]
                ids.add(event["assetId"])
                kind = event["kind"]
            told.append(ids)
    assert told == [{asset["id"]}, {asset["id"]}, {own["asset"]["id"]}]


async def test_a_person_who_left_the_library_sees_nothing_from_then_on(
    colleague: Client, owner: Client, shown: dict[str, Any], member: Any
) -> None:
    assert (await colleague.graphql("{ assets { total { value } } }"))["assets"]["total"]["value"] == 1
    await Membership.filter(user_id=member.user.id).delete()
    with pytest.raises(Refused) as refused:
        await colleague.graphql("{ assets { total { value } } }")
    assert refused.value.codes == ["UNAUTHENTICATED"]
    assert await _bytes(colleague, _unsigned(owner, shown["thumbnail"]["url"])) == 401
