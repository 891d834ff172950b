"""What looks alike is decided about on one page, and a decision can be taken back."""

from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import Page, expect

from tests.e2e.conftest import DATA
from tests.e2e.dropping import drop

PATIENCE = 45_000


@pytest.fixture
def twins(tmp_path: Path) -> list[Path]:
    """A picture and a smaller copy of it."""
    small = tmp_path / "GreenMeadow small.png"
    with Image.open(DATA / "GreenMeadow.jpg") as picture:
        picture.resize((picture.width // 2, picture.height // 2)).save(small)
    return [DATA / "GreenMeadow.jpg", small]


async def _review(gallery: Page, twins: list[Path]) -> None:
    await drop(gallery, twins)
    rail = gallery.get_by_role("navigation", name="Vitrine").first
    await expect(rail.get_by_role("link", name="Duplicates 1")).to_be_visible(timeout=PATIENCE)
    await rail.get_by_role("link", name="Duplicates").click()


async def test_one_is_kept_by_keys_and_the_other_brought_back(gallery: Page, twins: list[Path]) -> None:
    await _review(gallery, twins)
    group = gallery.locator("[data-group]")
    await expect(group.get_by_role("radio")).to_have_count(2)
    await expect(group.locator("mark").filter(has_text="small.png")).to_be_visible()

    await gallery.keyboard.press("2")
    await expect(group.get_by_role("radio").nth(1)).to_be_checked()
    await gallery.keyboard.press("Enter")
    await expect(gallery.get_by_text("Nothing looks alike")).to_be_visible()

    await gallery.get_by_role("button", name="Undo").click()
    await expect(group.get_by_role("radio")).to_have_count(2)


@pytest.mark.long
async def test_both_may_stay(gallery: Page, twins: list[Path]) -> None:
    await _review(gallery, twins)
    await gallery.get_by_role("button", name="Keep all").click()
    await expect(gallery.get_by_text("Nothing looks alike")).to_be_visible()
