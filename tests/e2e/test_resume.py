"""A large film whose upload is cut, closed and taken up again: what storage has is not sent again."""

import hashlib
import random
import re
from pathlib import Path

import pytest
from playwright.async_api import Page, Request, expect

from tests.domains.films.filming import card_film
from tests.e2e.dropping import drop
from tests.machine import Machine
from vitrine.accounts.actions import make_sign_in_link
from vitrine.assets.models import Asset
from vitrine.services import Services
from vitrine.uploads.models import Upload

MIB = 1024**2
PART = 8 * MIB
PATIENCE = 120_000
READY = '[role="gridcell"][data-status="READY"]'


@pytest.fixture(scope="session")
async def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film of 300 MB: a short one, and behind it a box of bytes that players skip."""
    film = await card_film("320x180", 2)
    size = 300 * 10**6 - len(film)
    free = size.to_bytes(4, "big") + b"free"
    filling = random.Random(1).randbytes(MIB)
    file = tmp_path_factory.mktemp("large") / "large.mp4"
    with file.open("wb") as out:
        out.write(film + free)
        for _ in range((size - 8) // MIB):
            out.write(filling)
        out.write(filling[: (size - 8) % MIB])
    return file


class Sent:
    """Counts the bytes of every PUT of a part that left the page, as far as it was sent before it was cut."""

    def __init__(self) -> None:
        self.done: list[int] = []
        self.begun = 0

    def watch(self, page: Page) -> None:
        """Count what this page sends, too."""
        page.on("request", self._begun)
        page.on("requestfinished", self._finished)

    def _begun(self, request: Request) -> None:
        self.begun += _is_part(request)

    def _finished(self, request: Request) -> None:
        if _is_part(request):
            [number] = re.findall(r"partNumber=(\d+)", request.url)
            self.done.append(int(number))


def _is_part(request: Request) -> bool:
    return request.method == "PUT" and "partNumber=" in request.url


@pytest.fixture
def sent(gallery: Page) -> Sent:
    """What is sent by the gallery."""
    sent = Sent()
    sent.watch(gallery)
    return sent


async def _wait_for(page: Page, sent: Sent, parts: int) -> None:
    for _ in range(1200):
        if len(sent.done) >= parts:
            return
        await page.wait_for_timeout(50)
    raise AssertionError(f"only {len(sent.done)} parts were sent")


async def test_a_large_film_is_cut_twice_closed_and_goes_on_from_where_storage_stands(
    gallery: Page, app: Machine, services: Services, large: Path, sent: Sent
) -> None:
    await drop(gallery, [large])
    await _wait_for(gallery, sent, 6)
    for parts in (12, 18):
        await gallery.context.set_offline(True)
        await gallery.wait_for_timeout(1500)
        await gallery.context.set_offline(False)
        await _wait_for(gallery, sent, parts)
    await app.stack.kill("api")
    await app.run("api")
    await _wait_for(gallery, sent, 22)

    again = await gallery.context.new_page()
    sent.watch(again)
    await gallery.close(run_before_unload=False)
    await again.goto(await make_sign_in_link(services))
    await again.get_by_role("button", name="Add files").first.wait_for()
    await drop(again, [large])
    await again.locator(READY).wait_for(timeout=PATIENCE)

    assert await Upload.all().count() == 1, "it is the same upload"
    asset = await Asset.get()
    assert asset.sha256 == hashlib.sha256(large.read_bytes()).hexdigest()
    parts = -(-large.stat().st_size // PART)
    assert sorted(set(sent.done)) == sorted(sent.done), "no part that storage acknowledged is sent again"
    assert sent.begun <= parts + 4 * 4, "what was on its way when the line was cut, four times, and nothing else"


@pytest.mark.long
async def test_a_store_that_forgot_is_told_of_and_everything_is_sent_once_more(
    gallery: Page, app: Machine, large: Path, sent: Sent
) -> None:
    await drop(gallery, [large])
    await _wait_for(gallery, sent, 5)
    await gallery.get_by_role("button", name="Show every file").click()
    await app.stack.restart("storage")
    tray = gallery.get_by_role("region", name="Uploads")
    await expect(tray.get_by_text("storage lost what was sent")).to_be_visible(timeout=PATIENCE)
    await gallery.locator(READY).wait_for(timeout=PATIENCE)
    assert (await Upload.get()).restarts == 1
    assert (await Asset.get()).sha256 == hashlib.sha256(large.read_bytes()).hexdigest()
