"""The picture that stands for a film."""

from pathlib import Path

import pytest

from tests.unit.film.conftest import H264, TONE, Maker, difference, facts_of, picture, pixels, told_by_ffprobe
from vitrine.infra.media.errors import Corrupt
from vitrine.infra.media.film.poster import poster


async def size_of(path: Path) -> tuple[int, int]:
    (stream,) = told_by_ffprobe(path)["streams"]
    return stream["width"], stream["height"]


async def test_it_is_as_large_as_the_film_and_looks_like_it(film: Maker, tmp_path: Path) -> None:
    tagged = ("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709")
    source = film("poster.mkv", *picture("1600x900", 1.0), *H264, *tagged, "-g", "999")
    made = await poster(source, await facts_of(source), tmp_path)
    assert await size_of(made) == (1600, 900)
    assert difference(pixels(source), pixels(made)) < 6


async def test_it_stands_upright(film: Maker, tmp_path: Path) -> None:
    flat = film("flat.mp4", *picture("320x180", 0.5), *H264)
    source = film("turned-90.mp4", "-i", str(flat), "-c", "copy", "-metadata:s:v", "rotate=90")
    made = await poster(source, await facts_of(source), tmp_path)
    assert await size_of(made) == (180, 320)
    assert difference(pixels(source, (9, 16)), pixels(made, (9, 16))) < 6


async def test_black_and_blank_key_frames_are_passed_over(film: Maker, tmp_path: Path) -> None:
    # Black at first, a white flash, then something to see: each with a key frame of its own.
    shows = "if(lt(T,1),16,if(lt(T,2),235,lum(X,Y)))"
    grey = "if(lt(T,2),128,cb(X,Y))"
    source = film(
        "opening.mkv",
        *picture("320x180", 4.0, rate="10"),
        *("-vf", f"geq=lum='{shows}':cb='{grey}':cr='{grey.replace('cb', 'cr')}'", *H264, "-g", "10"),
    )
    made = await poster(source, await facts_of(source), tmp_path)
    assert difference(pixels(source, at=2.0), pixels(made)) < 6


async def test_a_film_that_is_black_throughout_has_a_black_one(film: Maker, tmp_path: Path) -> None:
    source = film("black.mkv", "-f", "lavfi", "-i", "color=black:size=320x180:duration=1", *H264)
    made = await poster(source, await facts_of(source), tmp_path)
    assert max(max(colour) for colour in pixels(made)) < 8


@pytest.mark.parametrize(("size", "matrix"), [("320x180", "bt601"), ("1280x720", "bt709"), ("320x180", "bt709")])
async def test_its_colours_are_the_films(film: Maker, tmp_path: Path, size: str, matrix: str) -> None:
    names = {"bt601": "smpte170m", "bt709": "bt709"}
    source = film(
        f"colours-{size}-{matrix}.mkv",
        *("-f", "lavfi", "-i", f"color=0x20C040:size={size}:rate=10:duration=0.3,format=gbrp"),
        *("-vf", f"scale=out_color_matrix={matrix}:out_range=tv,format=yuv420p", *H264),
        *("-colorspace", names[matrix], "-color_primaries", names[matrix], "-color_trc", names[matrix]),
    )
    made = await poster(source, await facts_of(source), tmp_path)
    red, green, blue = pixels(made)[0]
    assert (red, green, blue) == pytest.approx((0x20, 0xC0, 0x40), abs=5)


async def test_a_film_whose_key_frames_are_not_marked_has_one_all_the_same(film: Maker, tmp_path: Path) -> None:
    # Pictures that refresh themselves bit by bit: after the first, no frame stands for itself.
    refresh = ("-c:v", "libx264", "-x264-params", "intra-refresh=1:keyint=20", "-pix_fmt", "yuv420p")
    whole = film("refresh.ts", *picture("320x180", 3.0), *refresh)
    source = tmp_path / "later.ts"
    source.write_bytes(whole.read_bytes()[188 * 200 :])
    made = await poster(source, await facts_of(source), tmp_path)
    assert await size_of(made) == (320, 180)


async def test_sound_alone_has_none(film: Maker, tmp_path: Path) -> None:
    source = film("sound.mkv", *TONE, "-t", "1", "-c:a", "flac")
    with pytest.raises(Corrupt, match="no picture"):
        await poster(source, await facts_of(source), tmp_path)
    assert list(tmp_path.iterdir()) == []
