"""What moves keeps moving: every frame whole, as long and as often as the file says, within bounds."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from vitrine.infra.media import animation
from vitrine.infra.media.errors import MediaError, Unsupported
from vitrine.infra.media.pool import DecoderPool
from vitrine.pictures.recipes import MOVING

COLOURS = ("red", "green", "blue", "white", "black")
ENDINGS = ["gif", "png", "webp", "avif"]


def moving(path: Path, times: list[int], size: tuple[int, int] = (80, 60), **options: Any) -> Path:
    first, *others = (Image.new("RGB", size, COLOURS[index % 5]) for index in range(len(times)))
    first.save(path, save_all=True, append_images=others, duration=times, **options)
    return path


def played(path: Path) -> list[tuple[Image.Image, int]]:
    """Each frame as RGBA, with its milliseconds."""
    with Image.open(path) as picture:
        frames = []
        for number in range(getattr(picture, "n_frames", 1)):
            picture.seek(number)
            picture.load()
            frames.append((picture.convert("RGBA"), picture.info["duration"]))
        return frames


@pytest.mark.parametrize("ending", ENDINGS)
async def test_every_frame_is_there_and_lasts_as_long(pool: DecoderPool, tmp_path: Path, ending: str) -> None:
    times = [200, 700, 300]
    source = moving(tmp_path / f"source.{ending}", times)
    made = await pool.animate(source, MOVING, tmp_path)
    assert (made.name, made.purpose, made.mime) == ("animation-640", "animation", "image/webp")
    assert (made.width, made.height, made.details) == (80, 60, {"frames": 3, "seconds": 1.2})
    frames = played(made.path)
    assert [time for _, time in frames] == times
    for (frame, _), colour in zip(frames, COLOURS, strict=False):
        expected = Image.new("RGB", (1, 1), colour).getpixel((0, 0))
        assert np.abs(np.subtract(frame.getpixel((40, 30))[:3], expected)).max() < 12  # type: ignore[index, arg-type]


@pytest.mark.parametrize(
    ("ending", "options", "plays"),
    [
        ("gif", {"loop": 0}, 0),
        ("gif", {"loop": 2}, 3),
        ("gif", {}, 1),
        ("png", {"loop": 0}, 0),
        ("png", {"loop": 4}, 4),
        ("webp", {"loop": 0}, 0),
        ("webp", {"loop": 2}, 2),
    ],
)
async def test_it_is_shown_as_often(
    pool: DecoderPool, tmp_path: Path, ending: str, options: dict[str, Any], plays: int
) -> None:
    made = await pool.animate(moving(tmp_path / f"source.{ending}", [100, 100], **options), MOVING, tmp_path)
    with Image.open(made.path) as picture:
        assert picture.info["loop"] == plays


async def test_a_time_of_nothing_is_what_browsers_make_of_it(pool: DecoderPool, tmp_path: Path) -> None:
    made = await pool.animate(moving(tmp_path / "source.gif", [0, 10, 20]), MOVING, tmp_path)
    assert [time for _, time in played(made.path)] == [100, 100, 20]


async def test_a_frame_that_only_says_what_changed_is_shown_whole(pool: DecoderPool, tmp_path: Path) -> None:
    still = Image.new("RGB", (80, 60), "white")
    moved = still.copy()
    moved.paste("red", (10, 10, 20, 20))
    still.save(tmp_path / "source.gif", save_all=True, append_images=[moved, still], duration=100, disposal=1)
    made = await pool.animate(tmp_path / "source.gif", MOVING, tmp_path)
    (_, _), (second, _), (third, _) = played(made.path)
    assert np.abs(np.subtract(second.getpixel((70, 50)), (255, 255, 255, 255))).max() < 6  # type: ignore[arg-type]
    assert second.getpixel((15, 15))[1] < 60  # type: ignore[index]
    assert third.getpixel((15, 15))[1] > 240  # type: ignore[index]


async def test_what_is_clear_between_frames_stays_clear(pool: DecoderPool, tmp_path: Path) -> None:
    frames = []
    for left in (0, 40):
        frame = Image.new("RGBA", (80, 60), (0, 0, 0, 0))
        frame.paste((255, 0, 0, 128), (left, 0, left + 40, 60))
        frames.append(frame)
    frames[0].save(tmp_path / "source.png", save_all=True, append_images=frames[1:], duration=100)
    (first, _), (second, _) = played((await pool.animate(tmp_path / "source.png", MOVING, tmp_path)).path)
    alphas = [(frame.getpixel((10, 30))[3], frame.getpixel((70, 30))[3]) for frame in (first, second)]  # type: ignore[index]
    assert alphas == [(128, 0), (0, 128)]


async def test_it_is_made_smaller_and_never_larger(pool: DecoderPool, tmp_path: Path) -> None:
    made = await pool.animate(moving(tmp_path / "source.gif", [100, 100], size=(1600, 900)), MOVING, tmp_path)
    assert (made.width, made.height) == (640, 360)


async def test_a_picture_that_apng_keeps_for_others_is_not_part_of_it(pool: DecoderPool, tmp_path: Path) -> None:
    first, *others = (Image.new("RGB", (40, 30), colour) for colour in ("black", "red", "green"))
    first.save(tmp_path / "source.png", save_all=True, append_images=others, default_image=True, duration=100)
    made = await pool.animate(tmp_path / "source.png", MOVING, tmp_path)
    assert played(made.path)[0][0].getpixel((5, 5))[0] > 240  # type: ignore[index]
    assert made.details == {"frames": 2, "seconds": 0.2}


async def test_a_long_one_is_thinned_and_lasts_as_long(pool: DecoderPool, tmp_path: Path) -> None:
    count = animation.MAX_FRAMES * 2 + 10
    made = await pool.animate(moving(tmp_path / "source.gif", [40] * count, size=(16, 12)), MOVING, tmp_path)
    assert made.details is not None
    assert int(str(made.details["frames"])) <= animation.MAX_FRAMES
    assert made.details["seconds"] == pytest.approx(count * 0.04)
    assert sum(time for _, time in played(made.path)) == count * 40


@pytest.mark.parametrize("frames", [2, 100, 146, 147, 300])
@pytest.mark.parametrize("size", [(640, 640), (1920, 1080), (100, 4000), (30, 20)])
def test_all_frames_together_stay_small(frames: int, size: tuple[int, int]) -> None:
    width, height = animation.moving_size(size, frames, 640)
    assert width * height * frames <= animation.MAX_PIXELS
    assert max(width, height) <= min(640, max(size))
    assert width / height == pytest.approx(size[0] / size[1], rel=0.1)


async def test_the_frames_before_the_damage_are_shown(pool: DecoderPool, tmp_path: Path) -> None:
    noise = [Image.effect_noise((80, 60), 90) for _ in range(6)]
    noise[0].save(tmp_path / "source.gif", save_all=True, append_images=noise[1:], duration=100)
    content = (tmp_path / "source.gif").read_bytes()
    (tmp_path / "source.gif").write_bytes(content[: len(content) * 2 // 3])
    made = await pool.animate(tmp_path / "source.gif", MOVING, tmp_path)
    assert made.details is not None
    assert 2 <= int(str(made.details["frames"])) < 6


async def test_a_picture_of_one_frame_does_not_move(pool: DecoderPool, data: Path, tmp_path: Path) -> None:
    for name in ("gps.jpg", "cramps.gif"):
        with pytest.raises(Unsupported, match="does not move"):
            await pool.animate(data / name, MOVING, tmp_path)
    assert list(tmp_path.iterdir()) == []


async def test_what_moves_in_the_corpus_keeps_moving_or_says_why(
    pool: DecoderPool, shared: Path, tmp_path: Path
) -> None:
    ended = []
    for source in sorted((shared / "corpus").rglob("*.gif")) + sorted((shared / "corpus").rglob("*apng/*.png")):
        try:
            if (await pool.probe(source)).frames < 2:
                continue
            await pool.animate(source, MOVING, tmp_path)
            ended.append("MOVES")
        except MediaError as error:
            ended.append(error.code)
    assert set(ended) <= {"MOVES", "UNSUPPORTED", "CORRUPT", "BOMB"}
    assert ended.count("MOVES") >= 40
