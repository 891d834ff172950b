"""A real browser on the running product."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from tests.conftest import SHARED_MEDIA
from tests.machine import Machine
from vitrine.accounts.actions import make_sign_in_link
from vitrine.services import Services

CHROMIUM = "/usr/bin/chromium"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DATA = Path(__file__).parents[1] / "data"
# Milliseconds that a page may take on a machine that is busy with other things.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Debian's Chromium."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        await browser.close()


@pytest.fixture
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A page of a new visitor. Whatever it throws or logs as an error fails the test."""
    context = await browser.new_context(viewport={"width": 1440, "height": 900})
    page = await context.new_page()
    mistakes: list[str] = []
    page.on("pageerror", lambda error: mistakes.append(str(error)))
    yield page
    await context.close()
    assert not mistakes


@pytest.fixture
async def gallery(page: Page, app: Machine, services: Services, owner_key: str) -> Page:
    """The owner's gallery, entered by a sign-in link."""
    del owner_key
    link = await make_sign_in_link(services)
    await page.goto(link)
    await page.get_by_role("button", name="Add files").first.wait_for()
    assert page.url.rstrip("/") == app.url
    return page


@pytest.fixture(scope="session")
def photos() -> list[Path]:
    """Twenty real photos; the few that come with the tests where the shared ones are absent."""
    shared = sorted([*SHARED_MEDIA.glob("photos/*.jpg"), *SHARED_MEDIA.glob("gallery/*.jpg")])[:20]
    few = ("Aqua.jpg", "Canon_40D.jpg", "FreshFlower.jpg", "GreenMeadow.jpg", "gps.jpg", "landscape_6.jpg")
    return shared or [DATA / name for name in few]
