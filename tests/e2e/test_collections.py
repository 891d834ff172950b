"""Collections in the gallery: made, filled by dropping and by hand, left, and followed live."""

import pytest
from playwright.async_api import Page, expect

from tests.client import Client
from tests.domains.collections.asked import add, make, names, remove
from tests.domains.made import make_asset
from tests.domains.people import Person, owner_of
from tests.e2e.conftest import DATA
from tests.e2e.dropping import drop
from vitrine.assets.models import Asset
from vitrine.collections.models import CollectionItem
from vitrine.libraries.models import Library

PATIENCE = 60_000
CELL = '[role="gridcell"]'
READY = f'{CELL}[data-status="READY"]'


@pytest.fixture
async def me(owner_key: str) -> Person:
    """The owner, for rows that are theirs."""
    del owner_key
    return await owner_of(await Library.get())


async def _open(page: Page, name: str) -> None:
    await page.get_by_role("navigation", name="Vitrine").get_by_role("link", name="Collections").click()
    await page.get_by_role("list", name="Collections").get_by_role("link", name=name).click()
    await page.get_by_role("heading", name=name).wait_for()


async def test_a_collection_is_made_and_files_are_dropped_into_it(gallery: Page) -> None:
    await gallery.get_by_role("navigation", name="Vitrine").get_by_role("link", name="Collections").click()
    await gallery.get_by_role("button", name="New collection").click()
    dialog = gallery.get_by_role("dialog", name="New collection")
    await dialog.get_by_label("Name").fill("Harbour")
    await dialog.get_by_role("button", name="Make collection").click()
    await gallery.get_by_role("heading", name="Harbour").wait_for()
    await drop(gallery, [DATA / "Aqua.jpg", DATA / "gps.jpg"])
    await expect(gallery.locator(READY)).to_have_count(2, timeout=PATIENCE)
    assert await CollectionItem.all().count() == 2

    await gallery.get_by_role("navigation", name="Vitrine").get_by_role("link", name="Collections").click()
    tile = gallery.get_by_role("list", name="Collections").get_by_role("link", name="Harbour")
    await expect(tile).to_contain_text("2 items")
    await expect(tile.locator("img").last).to_be_visible()


async def test_items_of_the_library_are_put_into_a_collection_by_key_and_back_by_undo(
    gallery: Page, owner: Client
) -> None:
    await make(owner, "Harbour")
    await drop(gallery, [DATA / "Aqua.jpg"])
    await expect(gallery.locator(READY)).to_have_count(1, timeout=PATIENCE)
    await gallery.locator(READY).focus()
    await gallery.keyboard.press("c")
    await gallery.get_by_role("combobox", name="Find or name a collection").fill("harb")
    await gallery.get_by_role("option", name="Harbour").wait_for()
    await gallery.keyboard.press("Enter")
    await expect(gallery.get_by_text("1 item added to")).to_be_visible()
    assert await CollectionItem.all().count() == 1
    await gallery.get_by_role("button", name="Undo").click()
    for _ in range(100):
        if not await CollectionItem.exists():
            break
        await gallery.wait_for_timeout(50)
    assert not await CollectionItem.exists()

    await gallery.locator(READY).focus()
    await gallery.keyboard.press("c")
    await gallery.get_by_role("combobox", name="Find or name a collection").fill("Brand new")
    await gallery.get_by_role("option", name="Brand new").click()
    await expect(gallery.get_by_text("1 item added to")).to_be_visible()
    assert sorted(await names(owner)) == ["Brand new", "Harbour"]


async def test_what_is_elsewhere_moves_when_the_person_says_so(gallery: Page, owner: Client, me: Person) -> None:
    here, there = await make(owner, "Left"), await make(owner, "Right")
    await add(owner, here, await make_asset(me, title="One"))
    await _open(gallery, "Left")
    await gallery.locator(READY).focus()
    await gallery.keyboard.press("c")
    await gallery.get_by_role("combobox", name="Find or name a collection").fill("Right")
    await gallery.get_by_role("option", name="Right").wait_for()
    await gallery.keyboard.press("Enter")
    await gallery.get_by_role("button", name="Move here").click()
    await expect(gallery.locator(CELL)).to_have_count(0)
    assert f"collection_{(await CollectionItem.get()).collection_id.hex}" == there["id"]


async def test_a_collection_follows_what_others_do(gallery: Page, owner: Client, me: Person) -> None:
    place = await make(owner, "Place")
    first, second = [await make_asset(me, title=title) for title in ("One", "Two")]
    await add(owner, place, first)
    await _open(gallery, "Place")
    await expect(gallery.locator(CELL)).to_have_count(1)
    await add(owner, place, second)
    await expect(gallery.locator(CELL)).to_have_count(2)
    await remove(owner, place, first)
    await expect(gallery.locator(CELL)).to_have_count(1)
    await gallery.reload()
    await expect(gallery.locator(CELL)).to_have_count(1)


async def test_only_an_empty_collection_goes(gallery: Page, owner: Client) -> None:
    outer = await make(owner, "Outer")
    await make(owner, "Inner", parent=outer["id"])
    await _open(gallery, "Outer")
    await gallery.get_by_role("link", name="Inner").wait_for()
    dialog = gallery.get_by_role("dialog")
    await _delete(gallery)
    await expect(dialog.get_by_role("alert")).to_contain_text("inside")
    await dialog.get_by_role("button", name="Keep it").click()
    await gallery.get_by_role("link", name="Inner").click()
    await gallery.get_by_role("heading", name="Inner").wait_for()
    await _delete(gallery)
    await expect(dialog).to_have_count(0)
    assert (await names(owner), await names(owner, parent=outer["id"])) == (["Outer"], [])


async def _delete(page: Page) -> None:
    await page.get_by_role("button", name="More about this collection").click()
    await page.get_by_role("menuitem", name="Delete").click()
    await page.get_by_role("dialog").get_by_role("button", name="Delete").click()


async def test_titles_words_and_tags_are_edited_beside_the_picture(gallery: Page) -> None:
    await drop(gallery, [DATA / "Aqua.jpg"])
    await expect(gallery.locator(READY)).to_have_count(1, timeout=PATIENCE)
    await gallery.locator(READY).click()
    await gallery.get_by_role("dialog").get_by_role("button", name="Information").click()
    panel = gallery.get_by_role("complementary", name="Information")

    await panel.get_by_role("button", name="Edit the title").click()
    await panel.get_by_role("textbox", name="title").fill("The harbour")
    await gallery.keyboard.press("Enter")
    await expect(panel.get_by_role("button", name="Edit the title: The harbour")).to_be_focused()
    await panel.get_by_role("button", name="Edit the title").click()
    await panel.get_by_role("textbox", name="title").fill("   ")
    await gallery.keyboard.press("Enter")
    await expect(panel.get_by_role("alert")).to_contain_text("Give it a title")
    await gallery.keyboard.press("Escape")

    await panel.get_by_role("button", name="Add a description").click()
    await panel.get_by_role("textbox", name="description").fill("Low tide,\nold pier.")
    await panel.get_by_label("Add a tag").click()
    await panel.get_by_label("Add a tag").fill("Sea, Pier")
    await gallery.keyboard.press("Enter")
    await expect(panel.get_by_role("list", name="Tags")).to_contain_text("Pier")
    await panel.get_by_role("button", name="Take off Sea").click()
    await expect(panel.get_by_role("button", name="Take off Sea")).to_have_count(0)

    await panel.get_by_role("link", name="Pier").click()
    await expect(gallery.get_by_role("button", name="Remove filter: Pier")).to_be_visible()
    await expect(gallery.locator(READY)).to_have_count(1)

    asset = await Asset.get()
    assert (asset.title, asset.description) == ("The harbour", "Low tide,\nold pier.")


async def test_a_value_of_the_past_is_put_back_with_one_click(gallery: Page) -> None:
    await drop(gallery, [DATA / "Aqua.jpg"])
    await expect(gallery.locator(READY)).to_have_count(1, timeout=PATIENCE)
    await gallery.locator(READY).click()
    await gallery.get_by_role("dialog").get_by_role("button", name="Information").click()
    panel = gallery.get_by_role("complementary", name="Information")
    await panel.get_by_role("button", name="Edit the title").click()
    await panel.get_by_role("textbox", name="title").fill("A mistake")
    await gallery.keyboard.press("Enter")
    await expect(panel.get_by_role("button", name="Edit the title: A mistake")).to_be_visible()
    await panel.get_by_text("History").click()
    await panel.get_by_role("button", name="Put back what was there before: Title changed").click()
    await expect(panel.get_by_role("button", name="Edit the title: Aqua")).to_be_visible()
    assert (await Asset.get()).title == "Aqua"
