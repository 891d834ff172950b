"""The search server goes away, comes back with nothing, or with what it knew long ago: it is only a copy."""

import asyncio
import shutil

import pytest

from tests.client import Client
from tests.domains.made import make_asset, unsaved_asset
from tests.domains.people import Person, owner_of
from tests.domains.search.searching import COUNT, find, titles, until_indexed, walk
from tests.machine import Machine
from vitrine.assets.models import Asset
from vitrine.infra.db import rows
from vitrine.libraries.models import Library
from vitrine.search.actions import rebuild_all
from vitrine.search.models import SearchIndex
from vitrine.search.shape import index_name
from vitrine.services import Services

EDIT = """mutation($id: ID!, $title: String!) { updateAssets(input: {ids: [$id], title: $title}) { __typename } }"""


@pytest.fixture
async def me(owner_key: str) -> Person:
    """The owner."""
    del owner_key
    return await owner_of(await Library.get())


async def _edit(owner: Client, asset: Asset, title: str) -> None:
    await owner.graphql(EDIT, id=f"asset_{asset.id.hex}", title=title)


async def test_without_it_people_browse_and_find_plain_words(app: Machine, owner: Client, me: Person) -> None:
    await make_asset(me, title="Beach party", filename="one.jpg")
    await make_asset(me, title="Tree", filename="beach_2.jpg")
    await make_asset(me, title="A party")
    await until_indexed()
    await app.stack.kill("meilisearch")
    page = await find(owner, "BEACH")
    assert (sorted(titles(page)), page["degraded"]) == (["Beach party", "Tree"], True)
    assert page["total"] == {"value": 2, "exact": True}
    assert titles(await find(owner, "beach -tree")) == ["Beach party"]
    assert await walk(owner, "a", 1) == await walk(owner, None, 100)
    page = await find(owner, None)
    assert (len(page["edges"]), page["degraded"]) == (3, False)
    assert (await owner.graphql(COUNT, filter={}, names=["KIND"]))["assets"] == {"total": {"value": 3}, "facets": None}


async def test_a_server_that_knows_another_key_is_as_good_as_away(app: Machine, owner: Client, me: Person) -> None:
    await make_asset(me, title="Beach")
    await until_indexed()
    await app.run("api", MEILISEARCH_KEY="not the key that it has")
    page = await find(owner, "beach")
    assert (titles(page), page["degraded"]) == (["Beach"], True)
    await app.run("api")
    page = await find(owner, "beech")
    assert (titles(page), page["degraded"]) == (["Beach"], False)


async def test_edits_while_it_is_away_are_known_once_it_is_back(app: Machine, owner: Client, me: Person) -> None:
    asset = await make_asset(me, title="Draft")
    await until_indexed()
    await app.stack.kill("meilisearch")
    await _edit(owner, asset, "Final")
    await app.stack.start("meilisearch")
    await until_indexed()
    page = await find(owner, "final")
    assert (titles(page), page["degraded"]) == (["Final"], False)


@pytest.mark.long
async def test_killed_and_emptied_during_five_hundred_edits_it_knows_all_within_a_minute(
    app: Machine, services: Services, owner: Client, me: Person
) -> None:
    assets = [unsaved_asset(me, title=f"before {number}") for number in range(500)]
    await Asset.bulk_create(assets)
    await until_indexed()

    async def edit_all() -> None:
        for number, asset in enumerate(assets):
            await _edit(owner, asset, f"after {number}")

    editing = asyncio.create_task(edit_all())
    await asyncio.sleep(1)
    await app.stack.kill("meilisearch")
    shutil.rmtree(app.servers.here["meilisearch"].data)
    await editing
    await app.stack.start("meilisearch")
    await until_indexed(within=60)
    assert len(await walk(owner, "after", 100)) == len(assets)
    assert await walk(owner, "before", 100) == []
    assert await services.search.documents_in(index_name(me.library.id)) == len(assets)


async def test_an_index_that_somebody_deleted_is_built_anew(services: Services, owner: Client, me: Person) -> None:
    await make_asset(me, title="Beach")
    await until_indexed()
    await services.search.finished(await services.search.drop_index(index_name(me.library.id)))
    async with asyncio.timeout(15):
        while (page := await find(owner, "beech"))["degraded"] or titles(page) != ["Beach"]:
            await asyncio.sleep(0.1)


async def test_a_server_that_lost_what_it_was_told_is_told_again(services: Services, owner: Client, me: Person) -> None:
    asset = await make_asset(me, title="Beach")
    await until_indexed()
    # As if it had been put back to a backup: it numbers its tasks from an earlier one on.
    await services.search.finished(await services.search.take_out(index_name(me.library.id), [asset.id.hex]))
    await SearchIndex.all().update(task=10**9)
    other = await make_asset(me, title="Beach two")
    await until_indexed()
    assert sorted(titles(await find(owner, "beach"))) == sorted([asset.title, other.title])


async def test_built_anew_it_serves_all_the_time_and_knows_what_changed_meanwhile(
    services: Services, owner: Client, me: Person
) -> None:
    assets = [unsaved_asset(me, title=f"beach {number}") for number in range(300)]
    await Asset.bulk_create(assets)
    await until_indexed()
    said: list[str] = []
    building = asyncio.create_task(rebuild_all(said.append))
    rounds = 0
    while not building.done():
        rounds += 1
        await _edit(owner, assets[rounds % len(assets)], f"changed {rounds}")
        page = await find(owner, "beach", first=1)
        assert not page["degraded"]
        assert page["edges"]
    await building
    await until_indexed()
    assert said[-1] == "every index is built"
    changed = await rows("select count(*) as number from asset where title like 'changed%'")
    assert len(await walk(owner, "changed", 100)) == changed[0]["number"]
    assert len(await walk(owner, "beach", 100)) == len(assets) - changed[0]["number"]
    assert await services.search.documents_in(index_name(me.library.id)) == len(assets)


async def test_an_index_of_an_older_kind_is_replaced_while_it_serves(owner: Client, me: Person) -> None:
    await make_asset(me, title="Beach")
    await until_indexed()
    built = (await SearchIndex.get()).rebuilt_at
    await SearchIndex.all().update(shape="of an older release")
    async with asyncio.timeout(15):
        while (await SearchIndex.get()).rebuilt_at == built:
            assert not (await find(owner, "beach"))["degraded"]
            await asyncio.sleep(0.05)
    assert titles(await find(owner, "beech")) == ["Beach"]
