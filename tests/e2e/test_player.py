"""Films, sounds, documents and pictures that move, as people see and hear them."""

import asyncio
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import Locator, Page, Route, expect

from tests.conftest import SHARED_MEDIA

PATIENCE = 90_000
# From READY to the first pictures that move.
SOON_MS = 2_000
PLAYS = "() => (document.querySelector('video')?.currentTime ?? 0) > 0.1"
MEDIA = "document.querySelector('video, audio')"


@pytest.fixture(scope="session")
async def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real film of twelve seconds; where it is absent, one as long and as large."""
    shared = SHARED_MEDIA / "videos" / "slow-zoom-1080p.mp4"
    made = tmp_path_factory.mktemp("film") / "film.mp4"
    return shared if shared.exists() else await _made(made, "testsrc2=s=1920x1080:d=12:r=25", "-pix_fmt", "yuv420p")


@pytest.fixture(scope="session")
async def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An MP3 of eight seconds with a title and an artist."""
    made = tmp_path_factory.mktemp("sound") / "tone.mp3"
    tags = ("-metadata", "title=Evening bell", "-metadata", "artist=Nobody")
    return await _made(made, "sine=frequency=440:duration=8", *tags)


async def _made(path: Path, source: str, *arguments: str) -> Path:
    making = await asyncio.create_subprocess_exec(
        "ffmpeg", "-v", "error", "-f", "lavfi", "-i", source, *arguments, path
    )
    assert await making.wait() == 0
    return path


@pytest.fixture(scope="session")
def gif(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve pictures that go from red to blue."""
    path = tmp_path_factory.mktemp("gif") / "turning.gif"
    pictures = [Image.new("RGB", (240, 180), (240 - 20 * each, 0, 20 * each)) for each in range(12)]
    pictures[0].save(path, save_all=True, append_images=pictures[1:], duration=80, loop=0)
    return path


def _card(page: Page, path: Path) -> Locator:
    return page.get_by_role("gridcell", name=path.name)


async def _add(page: Page, path: Path) -> Locator:
    """Add a file and wait for the card that can be opened, long before it is ready."""
    await page.get_by_label("Files to add").set_input_files(path)
    card = _card(page, path)
    await expect(card).to_have_attribute("data-asset-id", re.compile("."), timeout=PATIENCE)
    await expect(card).to_have_attribute("data-status", re.compile("PROCESSING|READY"), timeout=PATIENCE)
    return card


async def _add_and_wait(page: Page, path: Path) -> Locator:
    card = await _add(page, path)
    await expect(card).to_have_attribute("data-status", "READY", timeout=PATIENCE)
    return card


async def test_a_film_that_is_watched_while_it_is_made_plays_within_two_seconds(gallery: Page, film: Path) -> None:
    await gallery.evaluate("window.neverReloaded = true")
    card = await _add(gallery, film)
    await card.click()
    # Pressed the moment there is something to press, as somebody would who waits for it.
    await gallery.evaluate(
        """() => {
          const card = document.querySelector('[role="gridcell"]');
          const look = () => {
            if (card.dataset.status === 'READY') window.readyAt ??= performance.now();
            const play = document.querySelector('[data-player] [aria-label="Play"]');
            if (play && !window.pressed) { window.pressed = true; play.click(); }
            const film = document.querySelector('video');
            if (film?.currentTime > 0) window.playedAt ??= performance.now();
            if (!window.playedAt) requestAnimationFrame(look);
          };
          look();
        }"""
    )
    await gallery.wait_for_function(PLAYS, timeout=PATIENCE)

    assert await gallery.evaluate(f"{MEDIA}.src.startsWith('blob:')"), "hls.js plays through a media source"
    assert await gallery.evaluate("window.neverReloaded")
    await gallery.wait_for_function("() => window.readyAt && window.playedAt")
    assert await gallery.evaluate("window.playedAt - window.readyAt") < SOON_MS


async def test_a_film_seeks_and_shows_how_long_it_is(gallery: Page, film: Path) -> None:
    card = await _add_and_wait(gallery, film)
    await card.click()
    times = gallery.locator("[data-times]")
    await expect(times).to_have_text("0:00 / 0:12")
    assert await gallery.evaluate(f"{MEDIA}.readyState") == 0, "The length is known before anything was fetched."

    await gallery.keyboard.press("k")
    await gallery.wait_for_function(PLAYS, timeout=PATIENCE)
    await gallery.keyboard.press("k")
    await gallery.keyboard.press("5")
    await expect(times).to_have_text("0:06 / 0:12")
    await gallery.keyboard.press("ArrowRight")
    await expect(times).to_have_text("0:11 / 0:12")

    way = gallery.get_by_role("slider", name="Place in the film")
    await expect(way).to_have_attribute("aria-valuetext", "11 seconds of 12 seconds")
    box = await way.bounding_box()
    assert box
    await gallery.mouse.move(box["x"] + 5, box["y"] + 9)
    await gallery.mouse.click(box["x"] + box["width"] / 4, box["y"] + box["height"] / 2)
    await expect(times).to_have_text("0:03 / 0:12")
    await gallery.wait_for_function(f"() => !{MEDIA}.seeking && {MEDIA}.readyState >= 2", timeout=PATIENCE)
    assert abs(await gallery.evaluate(f"{MEDIA}.currentTime") - 3) < 0.2


async def test_looking_along_a_film_shows_its_sprites_without_a_request(gallery: Page, film: Path) -> None:
    card = await _add_and_wait(gallery, film)
    await card.click()
    way = gallery.get_by_role("slider", name="Place in the film")
    await way.hover()
    picture = gallery.locator("[data-preview] > div")
    await expect(picture).to_have_css("background-image", re.compile(r"sprites-"), timeout=PATIENCE)
    asked: list[str] = []
    gallery.on("request", lambda request: asked.append(request.url))

    await way.hover(position={"x": 20, "y": 8})
    first = await picture.evaluate("picture => picture.style.backgroundPosition")
    box = await way.bounding_box()
    assert box
    await way.hover(position={"x": box["width"] - 20, "y": 8})

    await expect(picture).not_to_have_attribute("style", re.compile(re.escape(first)))
    assert not [url for url in asked if "/media/" in url]


async def test_arrows_lead_past_a_film_that_does_not_play_and_shift_past_one_that_does(
    gallery: Page, film: Path, gif: Path
) -> None:
    await _add_and_wait(gallery, gif)
    await _add_and_wait(gallery, film)
    await _card(gallery, gif).click()
    await expect(gallery.get_by_role("dialog", name=gif.stem)).to_be_visible()

    await gallery.keyboard.press("ArrowRight")
    await expect(gallery.get_by_role("dialog", name=film.stem)).to_be_visible()
    await gallery.get_by_role("toolbar", name="Player").wait_for()
    await gallery.keyboard.press("k")
    await gallery.wait_for_function(PLAYS, timeout=PATIENCE)
    await gallery.keyboard.press("ArrowLeft")
    await expect(gallery.get_by_role("dialog", name=film.stem)).to_be_visible()
    await gallery.keyboard.press("Shift+ArrowLeft")
    await expect(gallery.get_by_role("dialog", name=gif.stem)).to_be_visible()
    await expect(gallery.locator("video"), "What was left is silent.").to_have_count(0)
    await gallery.keyboard.press("Escape")
    await expect(gallery.get_by_role("dialog")).to_have_count(0)


@pytest.mark.long
async def test_a_film_goes_on_when_its_session_ended(gallery: Page, film: Path) -> None:
    card = await _add_and_wait(gallery, film)
    await card.click()
    await gallery.get_by_role("toolbar", name="Player").wait_for()
    # As if the cookie for media had run out between the playlist and the first of its parts.
    refused: list[str] = []

    async def refuse_once(route: Route) -> None:
        refused.append(route.request.url)
        await (route.fulfill(status=401) if len(refused) == 1 else route.continue_())

    await gallery.route(re.compile(r"/media/.*/hls-\d+p-[0-9a-f]+\.mp4"), refuse_once)
    async with gallery.expect_request(re.compile("/session/refresh")):
        await gallery.keyboard.press("k")
    await gallery.wait_for_function(PLAYS, timeout=PATIENCE)
    assert len(refused) > 1


async def test_a_sound_plays_with_its_waveform_and_its_names(gallery: Page, sound: Path) -> None:
    card = await _add_and_wait(gallery, sound)
    await card.click()
    player = gallery.locator("[data-player]")
    await expect(player).to_contain_text("Evening bell")
    await expect(player).to_contain_text("Nobody")
    await expect(gallery.locator("[data-times]")).to_have_text("0:000:08", timeout=PATIENCE)
    assert await player.locator("svg path[d*='v']").count() >= 2

    await gallery.keyboard.press(" ")
    await gallery.wait_for_function(f"() => {MEDIA}.currentTime > 0.1", timeout=PATIENCE)
    way = gallery.get_by_role("slider", name="Place in the sound")
    await way.click(position={"x": 4, "y": 40})
    await way.press("End")
    await expect(gallery.get_by_role("button", name="Play again")).to_be_visible(timeout=PATIENCE)


async def test_a_document_is_leafed_through(gallery: Page, media: Path) -> None:
    card = await _add_and_wait(gallery, media / "documents" / "freeculture.pdf")
    await card.click()
    pages = gallery.get_by_role("region", name="Pages")
    field = gallery.get_by_label("Page, of 352")
    await _shown(pages.get_by_role("img", name="Page 1", exact=True))

    await gallery.keyboard.press("PageDown")
    await expect(field).to_have_value("2")
    await _shown(pages.get_by_role("img", name="Page 2", exact=True))
    await field.fill("200")
    await field.press("Enter")
    await expect(field).to_have_value("200")
    await expect(pages.locator("[data-page='200']")).to_be_visible()
    await expect(pages.locator("[data-page='1']")).to_have_count(0)
    await gallery.get_by_role("button", name="Show the words alone").click()
    await expect(gallery.get_by_role("article")).to_contain_text("FREE CULTURE")
    await gallery.keyboard.press("Escape")
    await expect(gallery.get_by_role("dialog")).to_have_count(0)


async def test_a_heic_shows(gallery: Page, media: Path) -> None:
    path = media / "photos" / "iphone_13_pro_max.HEIC"
    card = await _add_and_wait(gallery, path)
    await card.click()
    await _shown(gallery.get_by_role("dialog").get_by_role("img", name=path.stem))


async def test_an_animated_gif_moves_and_can_be_held_still(gallery: Page, gif: Path) -> None:
    card = await _add_and_wait(gallery, gif)
    await card.click()
    picture = gallery.get_by_role("dialog").get_by_role("img", name=gif.stem)
    hold = gallery.get_by_role("button", name="Hold it still")
    await hold.wait_for(timeout=PATIENCE)
    await _shown(picture)
    assert "animation" in (await picture.get_attribute("src") or "")

    await hold.click()
    await expect(picture).not_to_have_attribute("src", re.compile("animation"))
    await gallery.get_by_role("button", name="Let it move").wait_for()


async def test_who_wants_no_motion_sees_a_still_with_a_play_button(gallery: Page, gif: Path) -> None:
    await gallery.emulate_media(reduced_motion="reduce")
    card = await _add_and_wait(gallery, gif)
    await card.click()
    await gallery.get_by_role("button", name="Let it move").wait_for(timeout=PATIENCE)
    picture = gallery.get_by_role("dialog").get_by_role("img", name=gif.stem)
    await expect(picture).not_to_have_attribute("src", re.compile("animation"))


@pytest.mark.long
async def test_a_film_card_is_looked_along_under_the_pointer(gallery: Page, film: Path) -> None:
    card = await _add_and_wait(gallery, film)
    before = await card.bounding_box()
    await card.hover(position={"x": 30, "y": 60})
    skimmed = card.locator("[style*='sprites-']")
    await skimmed.wait_for(timeout=PATIENCE)
    playing = card.locator("video")
    await playing.wait_for(timeout=PATIENCE)
    assert await playing.evaluate("film => film.muted")
    assert await card.bounding_box() == before
    await gallery.mouse.move(5, 5)
    await expect(playing).to_have_count(0)


async def _shown(picture: Locator) -> None:
    await picture.wait_for(timeout=PATIENCE)
    await expect(picture).not_to_have_js_property("naturalWidth", 0, timeout=PATIENCE)
