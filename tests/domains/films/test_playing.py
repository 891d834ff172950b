"""A film is played by a program from signed addresses, or with an API key."""

import re
from typing import Any

import aiohttp

from tests.client import Client
from tests.domains.films.filming import card_film, probed, ran, sent_and_settled, stream_of, whole

SECONDS = 6


async def _sent(client: Client, size: str = "640x360", seconds: float = SECONDS, *, sound: bool = True) -> Any:
    asset = await sent_and_settled(client, await card_film(size, seconds, sound=sound), "film.mp4")
    assert asset["status"] == "READY", asset["failure"]
    return asset


async def _played(url: str, *options: str) -> float:
    """Decode everything behind an address and return how many seconds there were."""
    said = await ran("ffmpeg", "-v", "error", *options, "-i", url, "-f", "null", "-progress", "-", "-")
    return int(re.findall(r"out_time_us=(\d+)", said.decode())[-1]) / 1e6


async def test_ffmpeg_plays_the_playlist_to_its_end_by_signature_and_by_key(owner: Client) -> None:
    hls = (await _sent(owner))["stream"]["hls"]
    assert "s=" in hls
    assert abs(await _played(hls) - SECONDS) < 0.3
    key = f"Authorization: Bearer {owner.token}\r\n"
    assert abs(await _played(hls.partition("?")[0], "-headers", key) - SECONDS) < 0.3


async def test_the_playlist_offers_every_size_with_what_a_player_must_know(owner: Client) -> None:
    asset = await whole(owner, await _sent(owner, "1600x900", 2))
    found = await probed(asset["stream"]["hls"])
    sizes = {(each["width"], each["height"]) for each in found["streams"] if each["codec_type"] == "video"}
    assert sizes == {(1600, 900), (1280, 720)}
    async with aiohttp.ClientSession() as stranger, stranger.get(asset["stream"]["hls"]) as response:
        master = await response.text()
    variants = re.findall(r"#EXT-X-STREAM-INF:.*", master)
    assert len(variants) == 2
    for line in variants:
        assert re.search(r"(^|[:,])BANDWIDTH=\d+", line), line
        assert re.search(r'CODECS="avc1\.[0-9a-fA-F]{6},mp4a\.40\.2"', line), line
        assert re.search(r"RESOLUTION=\d+x\d+", line), line
        assert "FRAME-RATE=25" in line, line
    # The poster stands for the film wherever more pixels are wanted than a card has.
    assert asset["thumbnail"]["purpose"] == "poster"
    assert asset["stream"]["poster"]["url"].partition("?")[0] == asset["thumbnail"]["url"].partition("?")[0]
    assert (asset["stream"]["poster"]["width"], asset["stream"]["poster"]["height"]) == (1280, 720)


async def test_a_film_is_read_in_parts_so_that_players_can_seek(owner: Client) -> None:
    file = (await _sent(owner))["stream"]["files"][0]
    async with owner.http.get(file["url"], headers={"Range": "bytes=1000-1999"}) as response:
        assert (response.status, len(await response.read())) == (206, 1000)
        assert response.headers["Content-Range"] == f"bytes 1000-1999/{file['size']}"
        assert response.headers["Content-Type"] == "video/mp4"
    assert abs(await _played(file["url"], "-ss", "4") - (SECONDS - 4)) < 0.3


async def test_a_silent_film_says_no_codec_of_sound(owner: Client) -> None:
    asset = await _sent(owner, seconds=2, sound=False)
    assert stream_of(await probed(asset["stream"]["hls"]), "audio") is None
    async with aiohttp.ClientSession() as stranger, stranger.get(asset["stream"]["hls"]) as response:
        assert "mp4a" not in await response.text()
