"""One of a group is kept, with the tags of the others; they go into the trash, from which they can come back."""

import asyncio
from uuid import uuid4

from tests.client import Client
from tests.domains.duplicates.alike import grouped, groups, keep, make_original, name_of, over
from tests.domains.people import Person
from tests.domains.trash.throwing import restore
from vitrine.assets.models import Asset, History, LikenessGroup
from vitrine.organise.actions import put_tags
from vitrine.organise.models import TagSource
from vitrine.work.models import Change


async def trashed() -> set[str]:
    """Return what is in the trash."""
    return {name_of("asset", asset) for asset in await Asset.filter(trashed_at__isnull=False)}


async def test_the_others_go_into_the_trash_and_the_group_goes_with_them(owner: Client, me: Person) -> None:
    group, [kept, *others] = await grouped(me, me, me)
    answer = await keep(owner, group, kept)
    assert answer["kept"]["id"] == name_of("asset", kept)
    assert (
        {asset["id"] for asset in answer["trashed"]} == await trashed() == {name_of("asset", each) for each in others}
    )
    assert all(asset["trashedAt"] for asset in answer["trashed"])
    assert (await groups(owner))["nodes"] == []


async def test_the_kept_one_gets_every_tag_with_its_source_and_keeps_its_own(owner: Client, me: Person) -> None:
    group, [kept, one, two] = await grouped(me, me, me)
    await put_tags(kept, ["sea"], TagSource.AUTO)
    await put_tags(one, ["sea", "Brest"], TagSource.HAND)
    await put_tags(one, ["boat"], TagSource.EMBEDDED)
    await put_tags(two, ["boat"], TagSource.HAND)
    answer = await keep(owner, group, kept)
    found = {each["tag"]["name"]: each["source"] for each in answer["kept"]["tags"]}
    assert found == {"sea": "AUTO", "Brest": "HAND", "boat": "HAND"}
    assert answer["kept"]["revision"] == kept.revision + 1
    kinds = {(change.subject_id, change.kind) for change in await Change.all()}
    assert kinds == {(kept.id, "UPDATED"), (one.id, "TRASHED"), (two.id, "TRASHED")}


async def test_keeping_is_written_into_the_history_of_each(owner: Client, me: Person) -> None:
    group, [kept, other] = await grouped(me, me)
    await put_tags(other, ["boat"], TagSource.HAND)
    await keep(owner, group, kept)
    tags, thrown = await History.get(asset_id=kept.id), await History.get(asset_id=other.id)
    assert (tags.field, tags.before, tags.after, tags.actor_id) == ("tags", [], ["boat"], me.user.id)
    assert (thrown.field, thrown.before, thrown.actor_id) == ("trashedAt", None, me.user.id)


async def test_without_new_tags_the_kept_one_does_not_change(owner: Client, me: Person) -> None:
    group, [kept, _] = await grouped(me, me)
    assert (await keep(owner, group, kept))["kept"]["revision"] == kept.revision


async def test_restoring_the_others_brings_the_group_back(owner: Client, me: Person) -> None:
    group, [kept, other] = await grouped(me, me)
    await keep(owner, group, kept)
    [answer] = await restore(owner, other)
    assert answer["trashedAt"] is None
    assert [node["id"] for node in (await groups(owner))["nodes"]] == [name_of("duplicates", group)]


async def test_those_that_are_not_named_stay(owner: Client, me: Person) -> None:
    group, [kept, other, third] = await grouped(me, me, me)
    await keep(owner, group, kept, other)
    assert await trashed() == {name_of("asset", other)}
    [left] = (await groups(owner))["nodes"]
    assert {asset["id"] for asset in left["assets"]} == {name_of("asset", kept), name_of("asset", third)}


async def test_of_two_assets_over_the_same_bytes_one_is_kept(owner: Client, me: Person) -> None:
    group = await LikenessGroup.create(id=uuid4(), library_id=me.library.id)
    original = await make_original(me, group_id=group.id)
    kept, other = await over(original, me), await over(original, me)
    await keep(owner, group, kept)
    assert await trashed() == {name_of("asset", other)}


async def test_nothing_is_done_where_one_of_the_others_is_not_theirs(
    owner: Client, colleague: Client, me: Person, member: Person
) -> None:
    group, [mine, theirs, own] = await grouped(me, member, member)
    await put_tags(own, ["boat"], TagSource.HAND)
    answer = await keep(colleague, group, own)
    assert (answer["__typename"], answer["code"]) == ("DuplicateRefused", "NOT_YOURS")
    assert await trashed() == set()
    # They may give up their own for somebody else's, and the owner of the library may decide of all.
    assert (await keep(colleague, group, mine, own))["kept"]["tags"] == [{"tag": {"name": "boat"}, "source": "HAND"}]
    assert (await keep(owner, group, mine))["trashed"][0]["id"] == name_of("asset", theirs)


async def test_what_is_not_in_the_group_is_refused(owner: Client, stranger: Client, me: Person) -> None:
    group, [kept, other] = await grouped(me, me)
    apart, [elsewhere, _] = await grouped(me, me)
    for wrong in ([elsewhere], [kept, elsewhere], [kept, kept]):
        answer = await keep(owner, group, wrong[0], *wrong[1:])
        assert (answer["__typename"], answer["code"]) == ("DuplicateRefused", "NOT_IN_GROUP")
    assert (await keep(stranger, group, kept))["code"] == "GROUP_NOT_FOUND"
    await keep(owner, group, kept)
    assert (await keep(owner, group, other))["code"] == "GROUP_NOT_FOUND"
    assert await trashed() == {name_of("asset", other)}
    assert [node["id"] for node in (await groups(owner))["nodes"]] == [name_of("duplicates", apart)]


async def test_two_who_decide_at_once_leave_one(owner: Client, me: Person) -> None:
    for _ in range(5):
        group, [one, other] = await grouped(me, me)
        answers = await asyncio.gather(keep(owner, group, one), keep(owner, group, other))
        assert sorted(answer["__typename"] for answer in answers) == ["DuplicateKept", "DuplicateRefused"]
        assert await Asset.filter(id__in=[one.id, other.id], trashed_at__isnull=True).count() == 1
