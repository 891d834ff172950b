"""What is said of files when they are added, and where they lay."""

import shutil
from pathlib import Path

from playwright.async_api import Page, expect

from tests.e2e.conftest import DATA
from tests.e2e.dropping import drop
from vitrine.assets.models import Asset
from vitrine.organise.actions import tag_names

PATIENCE = 60_000
READY = '[role="gridcell"][data-status="READY"]'


async def test_tags_and_words_go_with_every_file_that_is_chosen(gallery: Page) -> None:
    await gallery.get_by_role("button", name="Add with details").click()
    dialog = gallery.get_by_role("dialog", name="Add with details")
    await dialog.get_by_label("Tags").fill("Harbour, Summer")
    await dialog.get_by_label("Description").fill("From the old pier")
    await dialog.get_by_label("Date taken").fill("2026-05-01T10:00")
    async with gallery.expect_file_chooser() as chooser:
        await dialog.get_by_role("button", name="Choose files").click()
    await (await chooser.value).set_files([DATA / "Aqua.jpg", DATA / "gps.jpg"])
    await expect(dialog).to_have_count(0)
    await expect(gallery.locator(READY)).to_have_count(2, timeout=PATIENCE)
    for asset in await Asset.all():
        assert asset.description == "From the old pier"
        assert asset.captured_local == "2026-05-01T10:00:00"
        assert {"Harbour", "Summer"} <= set(await tag_names(asset.id))


async def test_the_folders_of_dropped_files_are_kept_and_shown(gallery: Page, tmp_path: Path) -> None:
    deep = tmp_path / "Holiday" / "Day 1"
    deep.mkdir(parents=True)
    shutil.copy(DATA / "Aqua.jpg", deep)
    await drop(gallery, [tmp_path / "Holiday", DATA / "gps.jpg"])
    await expect(gallery.locator(READY)).to_have_count(2, timeout=PATIENCE)
    assert {asset.filename: asset.folder for asset in await Asset.all()} == {
        "Aqua.jpg": "Holiday/Day 1",
        "gps.jpg": None,
    }
    await gallery.get_by_role("gridcell", name="Aqua.jpg").click()
    await gallery.get_by_role("dialog", name="Aqua").get_by_role("button", name="Information").click()
    await expect(gallery.get_by_text("Holiday/Day 1")).to_be_visible()
