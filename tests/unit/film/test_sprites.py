"""Small pictures along a film: the right ones, in the right places."""

import re
from pathlib import Path

import pytest
from PIL import Image

from tests.unit.film.conftest import H264, Maker, picture
from vitrine.infra.media.film.sprites import make_sprites, planned
from vitrine.infra.media.recipe import Rendered

# Seven seconds of grey that grows lighter with every second.
GREY = ("-f", "lavfi", "-i", "color=black:size=320x180:rate=10:duration=7")
LIGHTER = ("-vf", "geq=lum='40+25*floor(T)':cb=128:cr=128")


@pytest.fixture(scope="session")
async def made(film: Maker, tmp_path_factory: pytest.TempPathFactory) -> list[Rendered]:
    """The sheet and the track of the grey film."""
    films = (await film.ladder(film("grey.mkv", *GREY, *LIGHTER, *H264))).films
    return await make_sprites(films[-1], 7.0, tmp_path_factory.mktemp("sprites"))


async def test_each_picture_is_from_its_own_time(made: list[Rendered]) -> None:
    sheet, _ = made
    with Image.open(sheet.path) as picture:
        # Every second second: 0, 2, 4 and 6; from television's range to a picture's.
        greys = [picture.convert("L").getpixel((160 * number + 80, 45)) for number in range(4)]
    expected = [(40 + 25 * second - 16) * 255 / 219 for second in (0, 2, 4, 6)]
    assert greys == pytest.approx(expected, abs=3)


async def test_what_a_player_needs_to_know_is_told(made: list[Rendered]) -> None:
    sheet, track = made
    told = {"columns": 4, "rows": 1, "frame_width": 160, "frame_height": 90, "interval": 2.0, "count": 4}
    assert (sheet.name, sheet.purpose, sheet.details) == ("sprites", "sprites", told)
    with Image.open(sheet.path) as picture:
        assert (sheet.width, sheet.height) == picture.size == (640, 90)
    assert (track.name, track.purpose, track.mime) == ("sprites-track", "sprites-track", "text/vtt")


async def test_the_track_covers_the_film_without_gaps(made: list[Rendered]) -> None:
    text = made[1].path.read_text()
    assert text.startswith("WEBVTT\n\n")
    cues = re.findall(r"(\S+) --> (\S+)\nsprites\.jpg#xywh=(\d+),(\d+),160,90", text)
    assert [cue[0] for cue in cues] == ["00:00:00.000", "00:00:02.000", "00:00:04.000", "00:00:06.000"]
    assert [cue[1] for cue in cues] == ["00:00:02.000", "00:00:04.000", "00:00:06.000", "00:00:07.000"]
    assert [cue[2] for cue in cues] == ["0", "160", "320", "480"]


async def test_a_film_of_one_frame_has_one_picture(film: Maker, tmp_path: Path) -> None:
    films = (await film.ladder(film("moment.mkv", *picture("320x180"), "-frames:v", "1", *H264))).films
    sheet, _ = await make_sprites(films[0], 3600.0, tmp_path)
    assert sheet.details is not None
    assert sheet.details["count"] == 1


@pytest.mark.parametrize(
    ("size", "duration", "count", "interval", "frame"),
    [
        ((1280, 720), 0.04, 1, 2.0, (160, 90)),
        ((1280, 720), 199.0, 100, 2.0, (160, 90)),
        ((1280, 720), 200.0, 100, 2.0, (160, 90)),
        ((720, 1280), 7200.0, 100, 72.0, (90, 160)),
        ((1280, 534), 43_200.0, 100, 432.0, (160, 66)),
        ((64, 64), 10.0, 5, 2.0, (64, 64)),
    ],
)
def test_a_sheet_never_has_more_than_a_hundred_pictures(
    size: tuple[int, int], duration: float, count: int, interval: float, frame: tuple[int, int]
) -> None:
    sheet = planned(*size, duration)
    assert (sheet.count, sheet.interval) == (count, interval)
    assert (sheet.frame_width, sheet.frame_height) == frame
    assert sheet.columns * sheet.rows >= count
    assert sheet.columns <= 10
