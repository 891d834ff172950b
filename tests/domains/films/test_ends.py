"""Films that cannot be shown as they were meant: each comes to an end that says why."""

from pathlib import Path

import pytest

from tests.client import Client
from tests.domains.films.filming import TONE, bytes_of, card_film, film, read_film, sent_and_settled
from tests.domains.uploading import send, settled

# Every byte of every picture becomes another.
GARBLED = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-bsf:v", "noise=amount=1")
CARD = ("-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25")
SMALL = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-t", "2", "-movflags", "+faststart")


async def test_a_film_without_its_end_is_damaged(owner: Client) -> None:
    asset = await sent_and_settled(owner, (await film(*CARD, *SMALL))[:20_000], "film.mp4")
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


async def test_a_film_that_turns_bad_keeps_its_poster_and_its_original(owner: Client) -> None:
    body = await film(*CARD, *SMALL)
    # The first picture is whole; of what follows nothing is.
    start = body.index(b"mdat") + 12_000
    spoilt = body[:start] + bytes(len(body) - start)
    asset = await sent_and_settled(owner, spoilt, "film.mp4")
    if asset["status"] == "READY":
        assert abs(asset["stream"]["files"][0]["size"]) > 0, "what can be seen of it is shown"
    else:
        assert asset["failure"]["code"] == "CORRUPT", asset
    assert asset["stream"]["poster"] is not None
    assert await bytes_of(owner, asset["original"]["url"]) == spoilt


async def test_a_playlist_under_the_name_of_a_film_opens_nothing(owner: Client, tmp_path: Path) -> None:
    secret = tmp_path / "secret.mp4"
    secret.write_bytes(await card_film("320x180", 1))
    listed = f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://{secret}\n#EXT-X-ENDLIST\n"
    for text in (listed, f"ffconcat version 1.0\nfile {secret}\n"):
        asset = await settled(owner, await send(owner, text.encode(), "film.mp4"))
        assert asset["status"] == "FAILED", asset
        assert (await read_film(owner, asset))["stream"]["files"] == []
