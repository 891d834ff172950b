"""What every browser plays already is copied, not encoded again."""

from pathlib import Path

import pytest

from tests.unit.film.conftest import H264, TONE, Ladder, Maker, key_frames, picture, told_by_ffprobe, track

AAC = ("-c:a", "aac", "-b:a", "96k", "-ac", "2")


def fit(film: Maker) -> Path:
    options = ("-t", "2.5", *H264, "-g", "12", *AAC)
    return film("fit.mp4", *picture("1600x900", 2.5, rate="12"), *TONE, *options)


def packets(path: Path, kind: str) -> list[str]:
    """Return the checksums of a track's packets: the same bytes, or other ones."""
    told = told_by_ffprobe(path, "-show_data_hash", "md5", "-select_streams", kind, "-show_packets")
    return [packet["data_hash"] for packet in told["packets"]]


def copied(ladder: Ladder) -> list[object]:
    return [(made.details or {}).get("copied") for made in ladder.films]


async def test_the_rung_that_a_film_fits_is_copied_and_the_smaller_one_encoded(film: Maker) -> None:
    ladder = await film.ladder(fit(film))
    assert ladder.sizes() == [("film-1080p", 1600, 900), ("film-720p", 1280, 720)]
    assert copied(ladder) == [True, False]
    assert packets(ladder.films[0].path, "v") == packets(fit(film), "v")
    assert packets(ladder.films[1].path, "a") == packets(fit(film), "a")
    assert track(ladder.films[1].path, "video")["profile"] == "High"


async def test_the_encoded_rung_has_key_frames_where_the_copied_one_has(film: Maker) -> None:
    one, other = [key_frames(made.path) for made in (await film.ladder(fit(film))).films]
    assert len(one) == 3
    assert other == pytest.approx(one, abs=0.001)


async def test_a_small_film_that_fits_is_only_copied(film: Maker) -> None:
    ladder = await film.ladder(film("small.mp4", *picture("320x180"), *H264))
    assert ladder.sizes() == [("film-720p", 320, 180)]
    assert copied(ladder) == [True]


@pytest.mark.parametrize(
    ("why", "name", "arguments"),
    [
        ("another container", "other.mkv", H264),
        ("another codec", "other.mp4", ("-c:v", "mpeg4")),
        ("more colour than browsers show", "fine.mp4", ("-c:v", "libx264", "-pix_fmt", "yuv444p")),
        ("ten bits", "ten.mp4", ("-c:v", "libx264", "-pix_fmt", "yuv420p10le")),
        ("full range", "range.mp4", ("-vf", "scale=out_range=pc", "-c:v", "libx264", "-pix_fmt", "yuvj420p")),
        ("too many bits", "heavy.mp4", ("-vf", "noise=alls=90:allf=t", *H264, "-qp", "4")),
        ("pixels that are not square", "pixels.mp4", ("-vf", "setsar=4/3", *H264)),
        ("an uneven size", "uneven.mp4", ("-vf", "scale=319:179", "-c:v", "libx264", "-pix_fmt", "yuv444p")),
        ("too few key frames to jump to", "rare.mp4", (*H264, "-g", "999", "-vf", "setpts=8*PTS", "-r", "8")),
    ],
)
async def test_a_film_that_does_not_fit_is_encoded(
    film: Maker, why: str, name: str, arguments: tuple[str, ...]
) -> None:
    assert copied(await film.ladder(film(f"unfit-{name}", *picture("320x180"), *arguments))) == [False], why


async def test_a_film_with_other_sound_is_encoded(film: Maker) -> None:
    source = film("mp3.mp4", *picture("320x180"), *TONE, "-t", "1", *H264, "-c:a", "libmp3lame")
    ladder = await film.ladder(source)
    assert copied(ladder) == [False]
    assert track(ladder.films[0].path, "audio")["codec_name"] == "aac"


async def test_a_film_that_was_cut_without_encoding_keeps_its_beginning(film: Maker) -> None:
    whole = film("whole.mp4", *picture("320x180", 2.0), *H264, "-g", "60")
    source = film("cut.mp4", "-ss", "0.5", "-i", str(whole), "-c", "copy")
    ladder = await film.ladder(source)
    assert copied(ladder) == [False]
    assert int(track(ladder.films[0].path, "video")["nb_frames"]) == pytest.approx(45, abs=1)
