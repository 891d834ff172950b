"""Files that the library has already: recognised in the browser, asked about once, and not sent again."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, Request, expect

from tests.e2e.conftest import DATA
from tests.e2e.dropping import drop
from vitrine.assets.models import Asset
from vitrine.uploads.models import Upload, UploadStatus

PATIENCE = 60_000
CARDS = '[role="gridcell"]'
READY = f'{CARDS}[data-status="READY"]'
TWO = [DATA / "Aqua.jpg", DATA / "gps.jpg"]


@pytest.fixture
async def sent(page: Page) -> list[str]:
    """The addresses of the files that the page sends to storage."""
    urls: list[str] = []

    def note(request: Request) -> None:
        if request.method == "PUT":
            urls.append(request.url)

    page.on("request", note)
    return urls


async def _added(gallery: Page, files: list[Path]) -> None:
    await drop(gallery, files)
    await expect(gallery.locator(READY)).to_have_count(len(files), timeout=PATIENCE)


async def _asked(gallery: Page, words: str | re.Pattern[str]) -> Locator:
    question = gallery.get_by_role("group", name="Already in the library")
    await expect(question).to_contain_text(words, timeout=PATIENCE)
    return question


async def test_files_that_are_there_are_asked_about_once_and_linked(gallery: Page, sent: list[str]) -> None:
    await _added(gallery, TWO)
    assert len(sent) == 2
    await drop(gallery, [*TWO, DATA / "Canon_40D.jpg"])
    question = await _asked(gallery, "2 files are here already")
    await expect(gallery.locator(READY)).to_have_count(3, timeout=PATIENCE)
    await question.get_by_role("button", name="Use what is there").click()
    await expect(gallery.locator(CARDS)).to_have_count(3, timeout=PATIENCE)
    await expect(gallery.get_by_role("region", name="Uploads")).to_contain_text("2 here already")
    await expect(question).to_have_count(0)
    assert len(sent) == 3, "of the known files nothing was sent"
    assert await Asset.all().count() == 3
    assert await Upload.filter(status=UploadStatus.INSTANT).count() == 2


@pytest.mark.parametrize(("answer", "assets"), [("Keep both", 2), ("Skip", 1)])
async def test_a_file_that_is_there_is_kept_twice_or_skipped(
    gallery: Page, sent: list[str], answer: str, assets: int
) -> None:
    await _added(gallery, TWO[:1])
    await drop(gallery, TWO[:1])
    question = await _asked(gallery, "is here already")
    await question.get_by_role("button", name=answer).click()
    await expect(gallery.locator(READY)).to_have_count(assets, timeout=PATIENCE)
    await expect(gallery.locator(CARDS)).to_have_count(assets)
    assert (len(sent), await Asset.all().count()) == (1, assets)


async def test_a_known_file_that_is_cancelled_leaves_nothing(gallery: Page, sent: list[str]) -> None:
    await _added(gallery, TWO[:1])
    await drop(gallery, TWO[:1])
    await _asked(gallery, "is here already")
    await gallery.get_by_role("button", name="Show every file").click()
    await gallery.get_by_role("button", name="Cancel Aqua.jpg").click()
    await expect(gallery.locator(CARDS)).to_have_count(1, timeout=PATIENCE)
    await expect(gallery.get_by_role("group", name="Already in the library")).to_have_count(0)
    assert (len(sent), await Asset.all().count()) == (1, 1)
