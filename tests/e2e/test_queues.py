"""The owner sees what waits and what could not be done, and decides about it."""

import re
from datetime import UTC, datetime

from playwright.async_api import Page, expect

from tests.e2e.conftest import DATA
from tests.e2e.dropping import drop
from tests.machine import Machine
from vitrine.assets.models import Asset
from vitrine.work.models import Job

PATIENCE = 45_000


async def _waiting_photo(gallery: Page, app: Machine) -> None:
    """Add a photo that nobody works on."""
    await app.halt("worker-image")
    await drop(gallery, [DATA / "Aqua.jpg"])
    await gallery.locator('[role="gridcell"][data-status="PROCESSING"]').wait_for(timeout=PATIENCE)


async def _open_queues(gallery: Page) -> None:
    await gallery.get_by_role("navigation", name="Vitrine").first.get_by_role("link", name="Queues").click()


async def test_what_failed_is_shown_by_its_cause_and_tried_again(gallery: Page, app: Machine) -> None:
    await _waiting_photo(gallery, app)
    now, words = datetime.now(UTC), "Storage did not answer. Try again."
    failure = {"failure_code": "STORAGE_UNAVAILABLE", "failure_message": words, "failure_retryable": True}
    await Job.all().update(state="DEAD", error_code="STORAGE_UNAVAILABLE", error=words, finished_at=now, attempts=3)
    await Asset.all().update(status="FAILED", failed_at=now, **failure)
    await _open_queues(gallery)
    section = gallery.locator("section").filter(has=gallery.get_by_role("heading", name="Could not be done"))
    await expect(section.get_by_text(words)).to_be_visible(timeout=PATIENCE)

    await app.run()
    await section.get_by_role("button", name="Try again").click()

    await expect(section).to_have_count(0, timeout=PATIENCE)
    await gallery.get_by_role("navigation", name="Vitrine").first.get_by_role("link", name="Library").click()
    await gallery.locator('[role="gridcell"][data-status="READY"]').wait_for(timeout=PATIENCE)


async def test_a_job_is_cancelled_from_the_page_and_its_card_says_so(gallery: Page, app: Machine) -> None:
    await _waiting_photo(gallery, app)
    await _open_queues(gallery)

    await gallery.get_by_role("button", name="Cancel Aqua").click()

    await expect(gallery.get_by_role("heading", name="Called off")).to_be_visible()
    await gallery.get_by_role("navigation", name="Vitrine").first.get_by_role("link", name="Library").click()
    card = gallery.get_by_role("gridcell", name=re.compile("^Aqua.jpg Called off"))
    await expect(card).to_be_visible(timeout=PATIENCE)
    await app.run()
    await card.get_by_role("button", name="Try again").click()
    await gallery.locator('[role="gridcell"][data-status="READY"]').wait_for(timeout=PATIENCE)
