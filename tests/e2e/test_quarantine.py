"""What is held back shows no picture, says why, and is released by the owner once they know what it means."""

import re
from datetime import UTC, datetime

from playwright.async_api import Page, expect

from tests.e2e.conftest import DATA
from tests.e2e.dropping import drop
from vitrine.assets.models import Asset, AssetStatus, Original

PATIENCE = 45_000
READY = '[role="gridcell"][data-status="READY"]'
WORDS = "The malware scanner found Test in this file."


async def test_the_owner_releases_what_was_held_back(gallery: Page) -> None:
    await drop(gallery, [DATA / "Aqua.jpg"])
    await gallery.locator(READY).wait_for(timeout=PATIENCE)
    held = {"failure_code": "INFECTED", "failure_message": WORDS, "failure_retryable": False}
    await Original.all().update(infection="Test")
    await Asset.all().update(status=AssetStatus.QUARANTINED, failed_at=datetime.now(UTC), **held)
    await gallery.reload()

    card = gallery.get_by_role("gridcell", name=re.compile("held back$"))
    await expect(card.get_by_text(WORDS)).to_be_visible(timeout=PATIENCE)
    await expect(card.locator("img")).to_have_count(0)
    await card.get_by_role("button", name="Release ...").click()
    asked = gallery.get_by_role("dialog", name="Release this file?")
    await expect(asked.get_by_text("everybody in the library can see")).to_be_visible()
    await asked.get_by_role("button", name="Release it").click()

    await gallery.locator(READY).wait_for(timeout=PATIENCE)
