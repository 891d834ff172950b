"""Groups are shown to whoever can choose between two assets at least, page by page."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.client import Client, Refused
from tests.domains.duplicates.alike import dismiss, grouped, groups, make_original, members, name_of, over
from tests.domains.people import Person
from vitrine.assets.models import Asset, AssetStatus, LikenessGroup

NODE = "query($id: ID!) { node(id: $id) { __typename id } }"


async def test_a_group_shows_its_assets_the_largest_picture_first(owner: Client, me: Person) -> None:
    group, [small, large] = await grouped(me, me)
    await Asset.filter(id=large.id).update(width=4000, height=3000)
    await Asset.filter(id=small.id).update(width=800, height=600)
    page = await groups(owner)
    [node] = page["nodes"]
    assert (node["id"], node["assetCount"]) == (name_of("duplicates", group), 2)
    assert await members(owner) == [[name_of("asset", large), name_of("asset", small)]]
    assert page["total"] == {"value": 1, "exact": True}


async def test_two_assets_over_the_same_bytes_are_a_group(owner: Client, me: Person) -> None:
    group = await LikenessGroup.create(library_id=me.library.id)
    original = await make_original(me, group_id=group.id)
    both = {name_of("asset", await over(original, me)) for _ in range(2)}
    assert [set(each) for each in await members(owner)] == [both]


async def test_groups_are_paged_without_end_the_newest_first(owner: Client, me: Person) -> None:
    made = [(await grouped(me, me))[0] for _ in range(5)]
    # Two of the same moment: a page may end between them.
    for place, group in enumerate(made):
        await LikenessGroup.filter(id=group.id).update(created_at=datetime(2026, 11, 1 + place // 2, tzinfo=UTC))
    read, after = [], None
    for _ in range(5):
        page = await groups(owner, 1, after)
        read += [node["id"] for node in page["nodes"]]
        assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
        after = page["pageInfo"]["endCursor"]
        assert page["pageInfo"]["hasNextPage"] is (len(read) < 5)
    assert len(set(read)) == 5
    assert {*read[1:3]} == {name_of("duplicates", group) for group in made[2:4]}
    assert (await groups(owner, 1, after))["nodes"] == []


@pytest.mark.parametrize(
    "cursor", ["", "zz", "5b5d", "6e756c6c", "5b312c325d", "5b22323032362d31312d3231222c22782225d"]
)
async def test_a_cursor_that_is_none_of_ours_is_refused(owner: Client, me: Person, cursor: str) -> None:
    del me
    if cursor == "":
        assert (await groups(owner, 1, cursor))["nodes"] == []
        return
    with pytest.raises(Refused) as refused:
        await groups(owner, 1, cursor)
    assert refused.value.codes == ["BAD_CURSOR"]


@pytest.mark.parametrize("first", [0, 101])
async def test_a_page_has_one_to_a_hundred_groups(owner: Client, first: int) -> None:
    with pytest.raises(Refused) as refused:
        await groups(owner, first)
    assert refused.value.codes == ["BAD_USER_INPUT"]


async def test_a_group_is_its_librarys_alone(
    owner: Client, colleague: Client, stranger: Client, nobody: Client, me: Person
) -> None:
    group, _ = await grouped(me, me)
    node = name_of("duplicates", group)
    for client in (owner, colleague):
        assert (await groups(client))["total"]["value"] == 1
        assert (await client.graphql(NODE, id=node))["node"] == {"__typename": "DuplicateGroup", "id": node}
    assert (await groups(stranger))["nodes"] == []
    assert (await stranger.graphql(NODE, id=node))["node"] is None
    assert (await dismiss(stranger, group))["code"] == "GROUP_NOT_FOUND"
    with pytest.raises(Refused) as refused:
        await groups(nobody)
    assert refused.value.codes == ["UNAUTHENTICATED"]


@pytest.mark.parametrize(
    "hidden",
    [{"trashed_at": datetime.now(UTC)}, {"status": AssetStatus.QUARANTINED}, {"original_id": None}],
    ids=["in the trash", "in quarantine", "without bytes"],
)
async def test_one_that_cannot_be_chosen_leaves_no_group(owner: Client, me: Person, hidden: dict[str, object]) -> None:
    _, [gone, left] = await grouped(me, me)
    await Asset.filter(id=gone.id).update(**hidden)
    assert (await groups(owner))["total"] == {"value": 0, "exact": True}
    third = await over(await make_original(me, group_id=(await LikenessGroup.get()).id), me)
    assert {*(await members(owner))[0]} == {name_of("asset", left), name_of("asset", third)}


async def test_somebody_elses_upload_under_way_is_in_nobodys_group(
    owner: Client, colleague: Client, me: Person
) -> None:
    _, [asset, _] = await grouped(me, me)
    await Asset.filter(id=asset.id).update(status=AssetStatus.UPLOADING)
    for client in (owner, colleague):
        assert (await groups(client))["nodes"] == []


async def test_a_dismissed_group_is_not_shown_and_is_dismissed_once(owner: Client, me: Person) -> None:
    group, _ = await grouped(me, me)
    later, _ = await grouped(me, me)
    answer = await dismiss(owner, group)
    assert answer == {"__typename": "DuplicateGroup", "id": name_of("duplicates", group)}
    assert [node["id"] for node in (await groups(owner))["nodes"]] == [name_of("duplicates", later)]
    assert (await dismiss(owner, group))["code"] == "GROUP_NOT_FOUND"
    dismissed = (await LikenessGroup.get(id=group.id)).dismissed_at
    assert dismissed is not None
    assert datetime.now(UTC) - dismissed < timedelta(minutes=1)


async def test_only_those_who_may_decide_of_one_of_them_dismiss_a_group(
    owner: Client, colleague: Client, me: Person, member: Person
) -> None:
    group, _ = await grouped(me, me)
    answer = await dismiss(colleague, group)
    assert (answer["__typename"], answer["code"]) == ("DuplicateRefused", "NOT_YOURS")
    mixed, _ = await grouped(me, member)
    assert (await dismiss(colleague, mixed))["__typename"] == "DuplicateGroup"
    assert (await dismiss(owner, group))["__typename"] == "DuplicateGroup"
