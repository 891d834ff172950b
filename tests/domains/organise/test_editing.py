"""People say what an asset is: title, description, capture time, tags. What they said stays said."""

from typing import Any

import pytest

from tests.client import Client, Refused
from tests.domains.live.watching import watching
from tests.domains.made import make_asset
from tests.domains.people import Person
from tests.domains.reprocessing.again import reprocess
from tests.domains.uploading import create, photo, ready
from tests.domains.uploads.stored import all_done
from vitrine.assets.models import Asset, History, Original

UPDATE = """mutation($input: UpdateAssetsInput!) { updateAssets(input: $input) { __typename
  ... on Asset { id revision title description capturedAt { local offsetMinutes utc } tags { tag { name } source }
    history { nodes { field before after actor { ... on User { name } } } } }
  ... on AssetNotFound { code message field } } }"""
NOBODY = "asset_" + "0" * 32


async def _edit(client: Client, *assets: Asset | str, **said: Any) -> list[dict[str, Any]]:
    ids = [each if isinstance(each, str) else f"asset_{each.id.hex}" for each in assets]
    answers: list[dict[str, Any]] = (await client.graphql(UPDATE, input={"ids": ids, **said}))["updateAssets"]
    return answers


def _tags(asset: dict[str, Any]) -> dict[str, str]:
    return {each["tag"]["name"]: each["source"] for each in asset["tags"]}


async def test_an_edit_says_all_of_it_and_history_says_who(owner: Client, me: Person) -> None:
    asset = await make_asset(me, title="IMG 1")
    [now] = await _edit(
        owner,
        asset,
        title="  The beach ",
        description="Low tide.",
        capturedAt="2026-05-01T10:00:00+02:00",
        addTags=["Sea", "Low  tide"],
    )
    assert (now["revision"], now["title"], now["description"]) == (2, "The beach", "Low tide.")
    assert now["capturedAt"] == {"local": "2026-05-01T10:00:00", "offsetMinutes": 120, "utc": "2026-05-01T08:00:00Z"}
    assert _tags(now) == {"Low tide": "HAND", "Sea": "HAND"}
    told = {each["field"]: (each["before"], each["after"]) for each in now["history"]["nodes"]}
    assert told["title"] == ("IMG 1", "The beach")
    assert told["tags"] == ([], ["Low tide", "Sea"])
    assert {each["actor"]["name"] for each in now["history"]["nodes"]} == {me.user.name}


async def test_what_is_left_out_stays_and_null_is_nothing(owner: Client, me: Person) -> None:
    asset = await make_asset(me, title="Title", description="Words", captured_local="2020-01-01T00:00:00")
    [now] = await _edit(owner, asset, title="Other")
    assert (now["description"], now["capturedAt"]["local"]) == ("Words", "2020-01-01T00:00:00")
    [now] = await _edit(owner, asset, description=None, capturedAt=None)
    assert (now["title"], now["description"], now["capturedAt"]) == ("Other", None, None)


async def test_what_changes_nothing_is_neither_written_nor_told(owner: Client, me: Person) -> None:
    asset = await make_asset(me, title="Title")
    await _edit(owner, asset, addTags=["Sea"])
    [now] = await _edit(owner, asset, title="Title", addTags=["sea", "SEA"], removeTags=["Land"])
    assert now["revision"] == 2
    assert await History.filter(asset_id=asset.id).count() == 1


async def test_a_hundred_are_edited_in_one_go_each_with_its_own_history(owner: Client, me: Person) -> None:
    assets = [await make_asset(me, title=str(number)) for number in range(100)]
    await _edit(owner, *assets[:50], addTags=["Old"])
    answers = await _edit(owner, *assets, title="Same", addTags=["New"], removeTags=["OLD"])
    assert [answer["title"] for answer in answers] == ["Same"] * 100
    assert {tuple(_tags(answer)) for answer in answers} == {("New",)}
    assert answers[7]["history"]["nodes"][0]["before"] in ("7", ["Old"])
    assert [answer["revision"] for answer in answers] == [3] * 50 + [2] * 50


async def test_what_a_person_said_the_file_does_not_say_otherwise_later(owner: Client) -> None:
    asset = await ready(owner, photo(), "beach_2019.jpg")
    own = _tags((await _edit(owner, asset["id"]))[0])
    taken = next(name for name, source in own.items() if source == "AUTO")
    [now] = await _edit(owner, asset["id"], title="Mine", capturedAt=None, removeTags=[taken.upper()])
    assert taken not in _tags(now)
    await all_done()
    original = await Original.get()
    await Original.filter(id=original.id).update(facts=dict(original.facts) | {"version": 1})
    await reprocess(owner, asset)
    await all_done()
    await original.refresh_from_db()
    assert original.facts["version"] > 1, "it was read again"
    [now] = await _edit(owner, asset["id"])
    assert (now["title"], now["capturedAt"], taken in _tags(now)) == ("Mine", None, False)


async def test_everybody_hears_of_an_edit_and_any_member_may(owner: Client, colleague: Client, me: Person) -> None:
    asset = await make_asset(me)
    async with watching(owner) as watch:
        [now] = await _edit(colleague, asset, title="By a colleague")
        assert (await watch.until_kind("UPDATED"))["revision"] == now["revision"] == 2


async def test_an_upload_under_way_is_edited_by_its_uploader_alone(owner: Client, colleague: Client) -> None:
    upload = await create(owner)
    [mine], [theirs] = (
        await _edit(owner, upload["asset"]["id"], title="Soon"),
        await _edit(colleague, upload["asset"]["id"], title="No"),
    )
    assert (mine["title"], theirs["code"]) == ("Soon", "ASSET_NOT_FOUND")


async def test_one_that_is_not_there_is_its_own_answer(owner: Client, stranger: Client, me: Person) -> None:
    asset = await make_asset(me)
    answers = await _edit(owner, asset, NOBODY, "x", title="Here")
    assert [answer.get("code") for answer in answers] == [None, "ASSET_NOT_FOUND", "ASSET_NOT_FOUND"]
    assert (await _edit(stranger, asset, title="Mine"))[0]["code"] == "ASSET_NOT_FOUND"
    await asset.refresh_from_db()
    assert asset.title == "Here"


async def test_tags_in_use_are_found_by_any_part_and_their_beginning_counts_first(
    owner: Client, stranger: Client, me: Person
) -> None:
    asset = await make_asset(me)
    await _edit(owner, asset, addTags=["Sea", "Overseas", "100 %", "Land", "Gone"])
    await _edit(owner, asset, removeTags=["Gone"])
    query = "query($search: String!) { tags(search: $search, first: 3) { name } }"

    async def found(client: Client, search: str) -> list[str]:
        return [tag["name"] for tag in (await client.graphql(query, search=search))["tags"]]

    assert await found(owner, "SEA ") == ["Sea", "Overseas"]
    assert (await found(owner, "%"), await found(owner, "_"), await found(owner, "gone")) == (["100 %"], [], [])
    assert await found(owner, "") == ["100 %", "Land", "Overseas"]
    assert await found(stranger, "sea") == []


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": None}, "title"),
        ({"title": "x" * 501}, "title"),
        ({"description": "x" * 10_001}, "description"),
        ({"description": "a\0b"}, "description"),
        ({"addTags": ["ok", " "]}, "addTags"),
        ({"addTags": ["x"] * 101}, "addTags"),
        ({"addTags": ["x" * 201]}, "addTags"),
        ({"removeTags": ["a\0"]}, "removeTags"),
    ],
)
async def test_a_text_that_cannot_be_kept_is_refused_and_nothing_is_done(
    owner: Client, me: Person, said: dict[str, Any], field: str
) -> None:
    asset = await make_asset(me, title="Title")
    [answer] = await _edit(owner, asset, **({"title": "Other"} | said))
    assert (answer["code"], answer["field"]) == ("BAD_TEXT", field)
    await asset.refresh_from_db()
    assert (asset.title, asset.revision) == ("Title", 1)


@pytest.mark.parametrize("count", [0, 101])
async def test_an_edit_names_one_to_a_hundred_assets(owner: Client, count: int) -> None:
    with pytest.raises(Refused) as refused:
        await _edit(owner, *[NOBODY] * count, title="x")
    assert refused.value.codes == ["BAD_USER_INPUT"]
