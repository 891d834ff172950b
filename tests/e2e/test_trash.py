"""Into the trash and out of it, by key and by button, without a reload."""

import re

from playwright.async_api import Page, expect

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
