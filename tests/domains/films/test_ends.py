"""Films that cannot be shown as they were meant: each comes to an end that says why."""

import asyncio
from pathlib import Path

import pytest

from tests.client import Client
from tests.domains.films.filming import TONE, bytes_of, card_film, film, read_film, sent_and_settled
from tests.domains.uploading import send, settled
from tests.domains.uploads.stored import all_done, store
from tests.machine import Machine
from vitrine.assets.models import Original
from vitrine.services import Services

# Every byte of every picture becomes another.
GARBLED = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-bsf:v", "noise=amount=1")
CARD = ("-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25")
SMALL = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-t", "2", "-movflags", "+faststart")


async def test_a_film_without_its_end_is_damaged(owner: Client) -> None:
    body = await film(*CARD, *SMALL)
    # All that is said about the film is there, and not one whole picture.
    asset = await sent_and_settled(owner, body[: body.index(b"mdat") + 1000], "film.mp4")
    assert (asset["status"], asset["failure"]["code"]) == ("FAILED", "CORRUPT"), asset
    assert asset["failure"]["retryable"] is False
    assert asset["original"] is not None, "its owner can have it back"


async def test_a_film_of_which_no_picture_can_be_read_is_damaged(owner: Client) -> None:
    body = await film(*CARD, *GARBLED, "-t", "2", name="film.mkv")
    asset = await sent_and_settled(owner, body, "film.mkv")
    assert (asset["status"], asset["failure"]["code"]) == ("FAILED", "CORRUPT"), asset


async def test_a_film_of_which_only_the_sound_can_be_read_is_heard(owner: Client) -> None:
    body = await film(*CARD, *TONE, *GARBLED, "-c:a", "aac", "-t", "2", name="film.mkv")
    asset = await sent_and_settled(owner, body, "film.mkv")
    assert (asset["status"], asset["kind"]) == ("READY", "AUDIO"), asset
    assert asset["stream"] is None


@pytest.mark.parametrize(("codec", "name"), [("libopus", "film.webm"), ("aac", "film.mkv")])
async def test_a_film_without_pictures_is_a_sound(owner: Client, codec: str, name: str) -> None:
    body = await film(*TONE, "-c:a", codec, "-t", "2", name=name)
    asset = await sent_and_settled(owner, body, name)
    assert (asset["status"], asset["kind"]) == ("READY", "AUDIO"), asset


async def test_a_film_that_is_cut_short_is_played_as_far_as_it_goes(owner: Client) -> None:
    body = await film(*CARD, *SMALL)
    asset = await sent_and_settled(owner, body[: len(body) * 6 // 10], "film.mp4")
    assert asset["status"] == "READY", asset["failure"]


async def test_a_film_that_fails_after_its_poster_keeps_poster_and_original(
    app: Machine, services: Services, owner: Client, tmp_path: Path
) -> None:
    await app.halt("worker-video")
    body = await film(*CARD, *SMALL)
    asset = await send(owner, body, "film.mp4")
    async with asyncio.timeout(30):
        while not (await read_film(owner, asset))["stream"]["poster"]:
            await asyncio.sleep(0.05)
    # Storage loses the end of it, and with that every picture.
    cut = body[: body.index(b"mdat") + 6000]
    await store(services, (await Original.get()).key, cut, tmp_path)
    await app.run("worker-video")
    ended = await settled(owner, asset, 60)
    assert (ended["status"], ended["failure"]["code"], ended["failure"]["retryable"]) == ("FAILED", "CORRUPT", False)
    shown = await read_film(owner, asset)
    assert shown["stream"]["files"] == []
    assert await bytes_of(owner, shown["stream"]["poster"]["url"])
    assert shown["original"] is not None
    assert {job["kind"]: job["state"] for job in shown["jobs"]}["films.ladder"] == "DEAD"


async def test_what_fails_after_a_film_can_be_played_leaves_it_ready(owner: Client) -> None:
    body = await film(*CARD, *SMALL)
    # The first pictures are whole; of what follows nothing is.
    start = body.index(b"mdat") + 12_000
    asset = await sent_and_settled(owner, body[:start] + bytes(len(body) - start), "film.mp4")
    if asset["status"] == "READY":
        await all_done(60)
        assert (await read_film(owner, asset))["status"] == "READY"
    else:
        assert asset["failure"]["code"] == "CORRUPT", asset
    assert asset["stream"]["poster"] is not None


async def test_a_playlist_under_the_name_of_a_film_opens_nothing(owner: Client, tmp_path: Path) -> None:
    secret = tmp_path / "secret.mp4"
    secret.write_bytes(await card_film("320x180", 1))
    listed = f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://{secret}\n#EXT-X-ENDLIST\n"
    for text in (listed, f"ffconcat version 1.0\nfile {secret}\n"):
        asset = await settled(owner, await send(owner, text.encode(), "film.mp4"))
        assert asset["status"] == "FAILED", asset
        assert (await read_film(owner, asset))["stream"]["files"] == []
