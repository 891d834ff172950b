"""What a file says is filled in where no person said otherwise, and every change is kept."""

import asyncio
from typing import Any

import pytest

from tests.client import Client, Refused
from tests.domains.made import make_asset
from tests.domains.people import Person
from tests.domains.uploading import photo, ready
from vitrine.assets.actions import adopt_original
from vitrine.assets.embedded import record_reread
from vitrine.assets.history import record
from vitrine.assets.models import Asset, History, MediaKind, Original
from vitrine.services import Services

HISTORY = """query($id: ID!, $first: Int! = 20, $after: String) { asset(id: $id) {
  title description capturedAt { local offsetMinutes utc }
  history(first: $first, after: $after) {
    nodes { at field before after actor { __typename ... on User { name } } } pageInfo { hasNextPage endCursor }
  } } }"""


async def read(client: Client, asset_id: str, **paging: Any) -> dict[str, Any]:
    answer: dict[str, Any] = (await client.graphql(HISTORY, id=asset_id, **paging))["asset"]
    return answer


def changes(asset: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {each["field"]: (each["before"], each["after"]) for each in asset["history"]["nodes"]}


@pytest.fixture
async def received(library: Any, quiet: Services, member: Person) -> tuple[Asset, Original]:
    """An asset that was sent without a word, and the file that came."""
    original = await Original.create(
        library_id=library.id,
        key="originals/x",
        sha256="ab" * 32,
        size=10,
        mime_type="image/jpeg",
        kind=MediaKind.IMAGE,
        facts={
            "title": "Sunrise",
            "caption": "Over the bay",
            "captured": {"local": "2020-05-04T03:02:01", "offset_minutes": 120, "utc": "2020-05-04T01:02:01Z"},
        },
    )
    return await make_asset(member, title="photo", filename="photo.jpg"), original


async def test_a_file_fills_in_what_nobody_said(received: tuple[Asset, Original]) -> None:
    asset, original = received
    told = await adopt_original(asset, original)
    assert told is not None
    assert (told.title, told.description, told.captured_local) == ("Sunrise", "Over the bay", "2020-05-04T03:02:01")


async def test_what_a_person_said_stays(received: tuple[Asset, Original], member: Person) -> None:
    asset, original = received
    # By name it is the file's; but a person chose it.
    await record(asset.id, {"title": (None, "photo"), "description": (None, "")}, member.user.id)
    told = await adopt_original(asset, original)
    assert told is not None
    assert (told.title, told.captured_local) == ("photo", "2020-05-04T03:02:01")
    assert told.description is None


async def test_a_file_that_is_read_again_replaces_only_its_own_words(received: tuple[Asset, Original]) -> None:
    asset, original = received
    first = await adopt_original(asset, original)
    assert first is not None
    original.facts = original.facts | {"title": "Sunset", "caption": None}
    second = await adopt_original(first, original)
    assert second is not None
    assert (second.title, second.description) == ("Sunset", "Over the bay")
    assert second.revision == first.revision + 1


async def test_an_asset_that_says_it_all_already_is_left_alone(received: tuple[Asset, Original]) -> None:
    asset, original = received
    first = await adopt_original(asset, original)
    assert first is not None
    second = await adopt_original(first, original)
    assert second is not None
    assert second.revision == first.revision


async def test_history_tells_the_newest_change_first_and_who_made_it(owner: Client) -> None:
    sent = await ready(owner, filename="walk.jpg", description="With the dog", tags=["dog"])
    asset = await read(owner, sent["id"])
    found = changes(asset)
    assert found["description"] == (None, "With the dog")
    assert found["capturedAt"] == (None, {"local": "2008-05-30T15:56:01", "offsetMinutes": None, "utc": None})
    assert asset["capturedAt"]["local"] == "2008-05-30T15:56:01"
    nodes = asset["history"]["nodes"]
    assert [node["at"] for node in nodes] == sorted((node["at"] for node in nodes), reverse=True)
    said = {(node["field"], node["actor"] is None) for node in nodes}
    assert said == {("description", False), ("tags", False), ("capturedAt", True), ("tags", True)}
    assert "title" not in found


async def test_history_is_read_a_few_changes_at_a_time(owner: Client) -> None:
    sent = await ready(owner)
    asset_id = (await Asset.get()).id
    for number in range(7):
        await record(asset_id, {"title": (f"{number}", f"{number + 1}"), "rating": (None, number)})
    seen, after = [], None
    while True:
        page = (await read(owner, sent["id"], first=4, after=after))["history"]
        seen += [(node["field"], node["after"]) for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert len(seen) == len(set(map(str, seen)))
    assert [value for field, value in seen if field == "title"] == [str(number) for number in range(7, 0, -1)]


@pytest.mark.parametrize("cursor", ["zz", "5b5d", "page-1", "5b313233345d", "6e756c6c"])
async def test_a_forged_cursor_of_the_history_is_refused(owner: Client, cursor: str) -> None:
    sent = await ready(owner)
    with pytest.raises(Refused) as refused:
        await read(owner, sent["id"], after=cursor)
    assert refused.value.codes == ["BAD_CURSOR"]


async def test_a_stranger_reads_nobodys_history(owner: Client, stranger: Client) -> None:
    sent = await ready(owner)
    assert (await stranger.graphql(HISTORY, id=sent["id"]))["asset"] is None


REPROCESS = "mutation($ids: [ID!]!) { reprocessAssets(input: {ids: $ids}) { __typename } }"


async def test_reading_a_file_again_keeps_what_it_was_thought_to_say(owner: Client) -> None:
    sent = await ready(owner, photo("gps.jpg"), title="Arezzo")
    known = (await Original.get()).facts
    asset = await Asset.get()
    # As an older version read it: nothing of the camera, another time.
    wrong = {"local": "1999-01-01T00:00:00", "offset_minutes": None, "utc": None}
    older = {name: value for name, value in known.items() if name not in {"version", "camera"}} | {"captured": wrong}
    await Original.all().update(facts=older)
    await Asset.all().update(captured_local=wrong["local"], camera=None)
    await owner.graphql(REPROCESS, ids=[sent["id"]])
    async with asyncio.timeout(40):
        while (now := await Asset.get()).revision == asset.revision or now.camera is None:
            await asyncio.sleep(0.1)
    newest = changes(await read(owner, sent["id"], first=2))
    before, after = newest["metadata"]
    assert before == {"camera": None, "capturedAt": {"local": wrong["local"], "offsetMinutes": None, "utc": None}}
    assert after == {
        "camera": "NIKON COOLPIX P6000",
        "capturedAt": {"local": "2008-10-22T16:28:39", "offsetMinutes": None, "utc": None},
    }
    assert newest["capturedAt"][1]["local"] == known["captured"]["local"]
    assert (await Asset.get()).title == "Arezzo"


async def test_what_a_file_was_thought_to_say_is_kept_when_it_is_read_again(received: tuple[Asset, Original]) -> None:
    asset, original = received
    told = await adopt_original(asset, original)
    assert told is not None
    await record_reread(original, original.facts | {"title": "Dawn", "width": 5})
    [row] = await History.filter(asset_id=asset.id, field="metadata")
    assert (row.before, row.after, row.actor_id) == ({"title": "Sunrise"}, {"title": "Dawn"}, None)
