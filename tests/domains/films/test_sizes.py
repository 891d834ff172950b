"""The sizes that are made of a film: what fits, nothing larger than it was, in codecs that play everywhere."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.client import Client
from tests.domains.films.filming import TONE, bytes_of, film, probed, sent_and_settled, stream_of, whole


@dataclass(frozen=True, slots=True)
class Expected:
    """What is to come out: sizes, largest first; seconds; whether there is sound."""

    sizes: tuple[tuple[int, int], ...]
    seconds: float
    sound: bool


REAL = {
    "bottle-detection.mp4": Expected(((640, 360),), 39.9, sound=False),
    "car-detection.mp4": Expected(((768, 432),), 30.2, sound=True),
    "echo-hereweare.webm": Expected(((480, 270),), 44.7, sound=True),
    "hevc-2160p-noaudio.mov": Expected(((1920, 1080), (1280, 720)), 4.0, sound=False),
    "slow-zoom-1080p.mp4": Expected(((1920, 1080), (1280, 720)), 12.0, sound=True),
}


# Ten seconds for the largest on two idle cores; a busy machine must not fail it.
@pytest.mark.long
@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", REAL)
async def test_a_real_film_gets_the_sizes_it_has_room_for(
    owner: Client, media: Path, tmp_path: Path, name: str
) -> None:
    expected = REAL[name]
    asset = await sent_and_settled(owner, (media / "videos" / name).read_bytes(), name, within=250)
    assert asset["status"] == "READY", asset["failure"]
    files = asset["stream"]["files"]
    assert tuple((file["width"], file["height"]) for file in files) == expected.sizes
    for number, file in enumerate(files):
        path = tmp_path / f"{number}.mp4"
        path.write_bytes(await bytes_of(owner, file["url"]))
        await _check(path, expected, expected.sizes[number])
        assert (file["mimeType"], file["size"]) == ("video/mp4", path.stat().st_size)


async def _check(path: Path, expected: Expected, size: tuple[int, int]) -> None:
    found = await probed(path)
    picture, sound = stream_of(found, "video"), stream_of(found, "audio")
    assert picture is not None
    assert (picture["codec_name"], picture["pix_fmt"]) == ("h264", "yuv420p")
    assert (picture["width"], picture["height"]) == size
    assert (sound["codec_name"] if sound else None) == ("aac" if expected.sound else None)
    assert abs(float(found["format"]["duration"]) - expected.seconds) < 0.3
    head = path.read_bytes()
    assert head.index(b"moov") < head.index(b"mdat"), "a player must not have to read the end first"


CARD = ("-f", "lavfi", "-i", "testsrc2=size={}:rate=25")
SMALL = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-t", "2")


@pytest.mark.parametrize(
    ("size", "sizes"),
    [
        ("1080x1920", [(1080, 1920), (720, 1280)]),
        ("320x180", [(320, 180)]),
        ("2560x1080", [(1920, 810), (1280, 540)]),
        ("1280x720", [(1280, 720)]),
    ],
)
async def test_a_film_fits_its_boxes_whichever_way_it_stands(
    owner: Client, size: str, sizes: list[tuple[int, int]]
) -> None:
    card = tuple(each.format(size) for each in CARD)
    asset = await sent_and_settled(owner, await film(*card, *SMALL), "film.mp4")
    assert asset["status"] == "READY", asset["failure"]
    assert [(file["width"], file["height"]) for file in asset["stream"]["files"]] == sizes


async def test_a_film_of_odd_size_is_made_even(owner: Client) -> None:
    odd = ("-f", "lavfi", "-i", "testsrc2=size=333x187:rate=25", "-c:v", "libvpx", "-t", "2")
    asset = await sent_and_settled(owner, await film(*odd, name="film.webm"), "film.webm")
    assert asset["status"] == "READY", asset["failure"]
    [file] = asset["stream"]["files"]
    assert file["width"] % 2 == file["height"] % 2 == 0
    assert (file["width"], file["height"]) <= (333, 187)


async def test_a_film_says_what_it_is(owner: Client) -> None:
    card = ("-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25")
    asset = await sent_and_settled(owner, await film(*card, *TONE, *SMALL, "-c:a", "aac", "-shortest"), "film.mp4")
    said = asset["metadata"]
    assert (said["videoCodec"], said["audioCodec"], said["frameRate"]) == ("h264", "aac", 25.0)
    assert (said["channels"], said["sampleRate"], said["rotation"]) == (1, 48000, 0)
    assert said["bitRate"] > 10_000
    assert (asset["kind"], asset["width"], asset["height"]) == ("VIDEO", 640, 360)
    assert abs(asset["duration"] - 2) < 0.2
    assert asset["placeholder"]


async def test_what_a_player_needs_besides_comes_after_the_film(owner: Client) -> None:
    card = ("-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25")
    body = await film(*card, *SMALL)
    asset = await whole(owner, await sent_and_settled(owner, body, "film.mp4"))
    sprites = asset["stream"]["sprites"]
    assert 0 < sprites["count"] <= sprites["columns"] * sprites["rows"]
    async with owner.http.get(sprites["track"]) as response:
        track = await response.text()
    assert track.startswith("WEBVTT")
    assert track.count("#xywh=") == sprites["count"]
    assert (await bytes_of(owner, sprites["url"])).startswith(b"\xff\xd8")
