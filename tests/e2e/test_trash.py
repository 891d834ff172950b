"""Into the trash and out of it, by key and by button, without a reload."""

import re

from playwright.async_api import Locator, Page, expect

from tests.e2e.conftest import DATA
from tests.e2e.dropping import drop

PATIENCE = 45_000
READY = '[role="gridcell"][data-status="READY"]'


async def test_what_is_deleted_by_mistake_comes_back(gallery: Page) -> None:
    await gallery.evaluate("window.neverReloaded = true")
    await drop(gallery, [DATA / "GreenMeadow.jpg", DATA / "Aqua.jpg"])
    await expect(gallery.locator(READY)).to_have_count(2, timeout=PATIENCE)
    meadow = gallery.get_by_role("gridcell", name=re.compile("^GreenMeadow"))

    await meadow.focus()
    await gallery.keyboard.press("Delete")
    await expect(meadow).to_have_count(0)
    await gallery.get_by_role("button", name="Undo").click()
    await expect(meadow).to_have_count(1)

    assert await gallery.evaluate("window.neverReloaded")


async def test_the_trash_shows_what_is_in_it_and_restores_it(gallery: Page) -> None:
    await drop(gallery, [DATA / "GreenMeadow.jpg", DATA / "Aqua.jpg"])
    await expect(gallery.locator(READY)).to_have_count(2, timeout=PATIENCE)
    await gallery.get_by_role("gridcell", name=re.compile("^Aqua")).click()
    viewer = gallery.get_by_role("dialog", name="Aqua")
    await viewer.get_by_role("button", name="Move to the trash").click()
    await gallery.get_by_role("dialog", name="GreenMeadow").wait_for()
    await gallery.keyboard.press("Escape")

    rail = gallery.get_by_role("navigation", name="Vitrine").first
    await rail.get_by_role("link", name="Trash").click()
    aqua = gallery.get_by_role("gridcell", name=re.compile("^Aqua"))
    await expect(aqua).to_have_count(1)
    await expect(gallery.get_by_role("gridcell")).to_have_count(1)
    await aqua.focus()
    await gallery.keyboard.press("x")
    await gallery.get_by_role("button", name="Restore").click()
    await expect(gallery.get_by_text("The trash is empty")).to_be_visible()

    await rail.get_by_role("link", name="Library").click()
    await expect(gallery.locator(READY)).to_have_count(2)


async def test_deleting_for_good_asks_first_and_is_for_good(gallery: Page) -> None:
    await _throw_away(gallery, "Aqua.jpg", kept="GreenMeadow.jpg")
    await _go_to_trash(gallery)
    aqua = gallery.get_by_role("gridcell", name=re.compile("^Aqua"))
    await aqua.focus()
    await gallery.keyboard.press("x")
    await gallery.get_by_role("button", name="Delete for good").click()
    question = gallery.get_by_role("dialog", name="Delete 1 item for good?")
    await expect(question).to_contain_text("This cannot be undone.")
    await question.get_by_role("button", name="Keep it").click()
    await expect(question).to_have_count(0)
    await expect(aqua).to_have_count(1)

    await gallery.get_by_role("button", name="Delete for good").click()
    await question.get_by_role("button", name="Delete for good").click()
    await expect(gallery.get_by_text("1 item deleted for good.")).to_be_visible()
    await expect(gallery.get_by_text("The trash is empty")).to_be_visible()
    await gallery.reload()
    await expect(gallery.get_by_text("The trash is empty")).to_be_visible()
    await _rail(gallery).get_by_role("link", name="Library").click()
    await expect(gallery.locator(READY)).to_have_count(1)


async def test_who_manages_the_library_empties_the_trash(gallery: Page) -> None:
    await _throw_away(gallery, "Aqua.jpg", "gps.jpg", kept="GreenMeadow.jpg")
    await _go_to_trash(gallery)
    await gallery.get_by_role("button", name="Empty the trash").click()
    question = gallery.get_by_role("dialog", name="Delete 2 items for good?")
    await gallery.keyboard.press("Escape")
    await expect(question).to_have_count(0)
    await expect(gallery.get_by_role("gridcell")).to_have_count(2)

    await gallery.get_by_role("button", name="Empty the trash").click()
    await question.get_by_role("button", name="Delete for good").click()
    await expect(gallery.get_by_text("2 items deleted for good.")).to_be_visible()
    await expect(gallery.get_by_text("The trash is empty")).to_be_visible()
    await expect(gallery.get_by_role("button", name="Empty the trash")).to_have_count(0)
    await gallery.reload()
    await expect(gallery.get_by_text("The trash is empty")).to_be_visible()


async def test_deleting_for_good_while_looking_at_it_goes_on_to_the_next(gallery: Page) -> None:
    await _throw_away(gallery, "Aqua.jpg", "gps.jpg", kept="GreenMeadow.jpg")
    await _go_to_trash(gallery)
    await gallery.locator(READY).first.click()
    for left in (1, 0):
        await gallery.get_by_role("button", name="Delete for good").click()
        question = gallery.get_by_role("dialog", name="Delete 1 item for good?")
        await question.get_by_role("button", name="Delete for good").click()
        await expect(question).to_have_count(0)
        await expect(gallery.locator(READY)).to_have_count(left)
        await expect(gallery.get_by_role("button", name="Back to the library")).to_have_count(left)
    await expect(gallery.get_by_text("The trash is empty")).to_be_visible()


async def test_no_key_deletes_for_good(gallery: Page) -> None:
    await _throw_away(gallery, "Aqua.jpg", kept="GreenMeadow.jpg")
    await _go_to_trash(gallery)
    await gallery.locator(READY).first.focus()
    await gallery.keyboard.press("Backspace")
    await expect(gallery.get_by_role("gridcell")).to_have_count(1)
    await gallery.keyboard.press("Delete")
    await expect(gallery.get_by_text("1 item restored.")).to_be_visible()


async def _throw_away(gallery: Page, *names: str, kept: str) -> None:
    await drop(gallery, [DATA / name for name in (*names, kept)])
    await expect(gallery.locator(READY)).to_have_count(len(names) + 1, timeout=PATIENCE)
    for name in names:
        card = gallery.get_by_role("gridcell", name=re.compile(f"^{name.partition('.')[0]}"))
        await card.focus()
        await gallery.keyboard.press("Delete")
        await expect(card).to_have_count(0)


async def _go_to_trash(gallery: Page) -> None:
    await _rail(gallery).get_by_role("link", name="Trash").click()
    await gallery.get_by_text("Deleted for good after 30 days").wait_for()
    await gallery.locator(READY).first.wait_for()


def _rail(gallery: Page) -> Locator:
    return gallery.get_by_role("navigation", name="Vitrine").first
