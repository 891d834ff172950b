"""What a newcomer does first, in a real browser."""

import json
import re
from pathlib import Path

from playwright.async_api import Locator, Page, WebSocket, expect
from playwright.async_api import TimeoutError as TookTooLong

from tests.e2e.conftest import DATA
from tests.e2e.dropping import drop
from tests.machine import Machine

PATIENCE = 60_000
READY = '[role="gridcell"][data-status="READY"]'
SHARP = "img => img.src.includes('/media/') && img.complete && img.naturalWidth > 0"


def _told(socket: WebSocket, kinds: list[str]) -> None:
    def note(frame: str | bytes) -> None:
        payload = json.loads(frame).get("payload") or {}
        event = (payload.get("data") or {}).get("assetEvents")
        if event:
            kinds.append(event["kind"])

    socket.on("framereceived", note)


async def test_dropped_photos_become_sharp_without_a_reload(gallery: Page, photos: list[Path]) -> None:
    await gallery.evaluate("window.neverReloaded = true")
    await drop(gallery, photos)

    for photo in photos:
        await _seen_sharp(gallery, photo.name)
    assert await gallery.evaluate("window.neverReloaded")


async def _seen_sharp(gallery: Page, filename: str) -> None:
    """Wait for one photo's card; the grid keeps only what is near the view, so go where it is."""
    card = gallery.get_by_role("gridcell", name=re.compile(f"^{re.escape(filename)}")).and_(gallery.locator(READY))
    for step in range(240):
        if await card.count():
            if await _is_sharp(card.first):
                return
        else:
            # Down through all of it, and again from the top: a card may have become READY behind us.
            await gallery.mouse.wheel(0, 300 if step % 20 else -100_000)
        await gallery.wait_for_timeout(250)
    raise AssertionError(f"{filename} never became sharp")


async def _is_sharp(card: Locator) -> bool:
    try:
        return bool(await card.locator("img").last.evaluate(SHARP, timeout=1000))
    except TookTooLong:
        # The wheel was still turning: it has gone out of sight.
        return False


async def test_thumbnails_arrive_over_the_socket(page: Page, gallery: Page, photos: list[Path]) -> None:
    kinds: list[str] = []
    page.on("websocket", lambda socket: _told(socket, kinds))
    # A fresh visit, so that the socket is opened under our eyes.
    await gallery.reload()
    await gallery.get_by_role("button", name="Add files").first.wait_for()

    await drop(gallery, photos[:6])
    await gallery.wait_for_function(f"() => document.querySelectorAll('{READY}').length >= 6", timeout=PATIENCE)

    assert kinds.count("READY") >= 6
    assert "UPDATED" in kinds


async def test_a_broken_photo_says_why_on_its_card(gallery: Page) -> None:
    await drop(gallery, [DATA / "truncated.jpg", DATA / "Aqua.jpg"])

    failed = gallery.locator('[role="gridcell"][data-status="FAILED"]')
    await expect(failed).to_contain_text("cut short", timeout=PATIENCE)
    await expect(gallery.locator(READY)).to_have_count(1, timeout=PATIENCE)


async def test_a_gallery_that_was_offline_catches_up_by_itself(gallery: Page, photos: list[Path], app: Machine) -> None:
    await drop(gallery, photos[:4])
    await gallery.locator('[role="gridcell"]').nth(3).wait_for(timeout=PATIENCE)
    await app.halt("api")
    await app.run("api")

    await gallery.wait_for_function(f"() => document.querySelectorAll('{READY}').length >= 4", timeout=PATIENCE)


async def test_a_picture_opens_and_escape_comes_back(gallery: Page) -> None:
    await drop(gallery, [DATA / "Aqua.jpg"])
    await expect(gallery.locator(READY)).to_have_count(1, timeout=PATIENCE)
    at_first = gallery.url

    await gallery.locator(READY).click()
    await gallery.wait_for_function("before => location.href !== before", arg=at_first)
    await expect(gallery.get_by_role("dialog", name="Aqua").get_by_role("img", name="Aqua")).to_be_visible()
    await gallery.keyboard.press("Escape")

    await expect(gallery).to_have_url(at_first)
