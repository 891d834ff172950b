"""Any size of a picture can be saved from the page, in a real browser."""

from pathlib import Path

from PIL import Image
from playwright.async_api import Page, expect

from tests.e2e.conftest import DATA
from tests.e2e.dropping import drop
from tests.machine import Machine

PATIENCE = 45_000
READY = '[role="gridcell"][data-status="READY"]'


async def test_a_size_of_ones_own_downloads_by_itself_when_it_is_made(gallery: Page, tmp_path: Path) -> None:
    await drop(gallery, [DATA / "GreenMeadow.jpg"])
    await gallery.locator(READY).first.click(timeout=PATIENCE)
    await gallery.get_by_role("dialog").wait_for()
    await gallery.keyboard.press("d")
    await gallery.get_by_role("button", name="Another size or format").click()
    await gallery.get_by_label("Width, at most").fill("123")
    await gallery.get_by_label("Format", exact=True).select_option("WEBP")

    async with gallery.expect_download(timeout=PATIENCE) as saving:
        await gallery.get_by_role("button", name="Make and download").click()

    saved = tmp_path / "saved"
    await (await saving.value).save_as(saved)
    with Image.open(saved) as picture:
        assert (picture.format, picture.width) == ("WEBP", 123)
    await gallery.get_by_role("button", name="All files").click()
    await expect(gallery.get_by_role("dialog", name="Download").get_by_text("123 ×")).to_be_visible()


async def test_one_size_of_everything_selected_is_made_and_counted(gallery: Page, app: Machine) -> None:
    del app
    await drop(gallery, [DATA / "GreenMeadow.jpg", DATA / "Aqua.jpg"])
    await expect(gallery.locator(READY)).to_have_count(2, timeout=PATIENCE)
    for card in await gallery.locator(READY).all():
        await card.focus()
        await gallery.keyboard.press("x")
    bar = gallery.get_by_role("toolbar", name="Selection")
    await bar.get_by_role("button", name="Download").click()
    await gallery.get_by_role("menuitem", name="Make a size of all").click()
    await gallery.get_by_label("Width, at most").fill("99")
    await gallery.get_by_role("button", name="Make them").click()

    await expect(gallery.get_by_role("button", name="Download 2 files")).to_be_visible(timeout=PATIENCE)
