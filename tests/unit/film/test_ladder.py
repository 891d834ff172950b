"""The copies of films of every shape, held against what ffprobe says of them."""

from itertools import pairwise
from pathlib import Path

import pytest

from tests.unit.film.conftest import (
    H264,
    TONE,
    Maker,
    collecting,
    difference,
    facts_of,
    key_frames,
    picture,
    pixels,
    told_by_ffprobe,
    track,
)
from vitrine.infra.media.errors import Corrupt
from vitrine.infra.media.film.boxes import read_film
from vitrine.infra.media.film.facts import FilmFacts
from vitrine.infra.media.film.ladder import make_ladder, rungs_owed
from vitrine.infra.media.sound.waveform import waveform


def large(film: Maker) -> Path:
    return film(
        "large.mkv", *picture("1600x900", 2.5, rate="12"), *TONE, "-t", "2.5", *H264, "-c:a", "flac", "-ac", "2"
    )


async def test_a_film_larger_than_both_sizes_gets_both_in_one_run(film: Maker) -> None:
    ladder = await film.ladder(large(film))
    assert ladder.sizes() == [("film-1080p", 1600, 900), ("film-720p", 1280, 720)]
    for made in ladder.films:
        video, audio = track(made.path, "video"), track(made.path, "audio")
        assert (video["codec_name"], video["profile"], video["pix_fmt"]) == ("h264", "High", "yuv420p")
        assert (audio["codec_name"], audio["profile"], audio["channels"]) == ("aac", "LC", 2)
        assert float(video["duration"]) == pytest.approx(2.5, abs=0.07)
        assert float(audio["duration"]) == pytest.approx(2.5, abs=0.1)
        assert made.size == made.path.stat().st_size
        assert made.details is not None
        assert made.details["copied"] is False


async def test_a_player_can_begin_before_it_has_the_whole_film(film: Maker) -> None:
    for made in (await film.ladder(large(film))).films:
        assert read_film(made.path).faststart


async def test_every_rung_has_its_key_frames_at_the_same_moments(film: Maker) -> None:
    one, other = [key_frames(made.path) for made in (await film.ladder(large(film))).films]
    assert one == other
    assert len(one) == 2
    assert all(later - earlier == pytest.approx(2.0, abs=0.04) for earlier, later in pairwise(one))


async def test_progress_moves_on_and_the_time_left_shrinks(film: Maker) -> None:
    told = (await film.ladder(large(film))).told
    assert told
    assert all(0 < share.done <= share.total for share in told)
    assert [share.done for share in told] == sorted(share.done for share in told)


@pytest.mark.parametrize(
    ("size", "expected"),
    [("640x480", (640, 480)), ("853x479", (852, 478)), ("480x852", (480, 852)), ("2x2", (2, 2))],
)
async def test_nothing_is_enlarged_and_odd_sizes_lose_at_most_a_line(
    film: Maker, size: str, expected: tuple[int, int]
) -> None:
    source = film(f"{size}.mkv", *picture(size), "-c:v", "ffv1")
    assert (await film.ladder(source)).sizes() == [("film-720p", *expected)]


async def test_a_tall_film_is_fitted_to_the_box_turned(film: Maker) -> None:
    source = film("tall.mkv", *picture("900x1600", 0.2), *H264)
    assert (await film.ladder(source)).sizes() == [("film-1080p", 900, 1600), ("film-720p", 720, 1280)]


@pytest.mark.parametrize("turn", [90, 180, 270])
async def test_a_film_that_is_to_be_turned_is_turned(film: Maker, turn: int) -> None:
    flat = film("flat.mp4", *picture("320x180", 0.5), *H264)
    source = film(f"turned-{turn}.mp4", "-i", str(flat), "-c", "copy", "-metadata:s:v", f"rotate={turn}")
    ladder = await film.ladder(source)
    # This ffmpeg writes the turn the other way round than it reads it.
    assert ladder.facts.rotation == 360 - turn
    upright = (320, 180) if turn == 180 else (180, 320)
    assert (ladder.facts.width, ladder.facts.height) == upright
    assert ladder.sizes() == [("film-720p", *upright)]
    assert "side_data_list" not in track(ladder.films[0].path, "video")
    # ffmpeg turns the source while it reads it, as we must have done for good.
    small = (16, 9) if turn == 180 else (9, 16)
    assert difference(pixels(source, small), pixels(ladder.films[0].path, small)) < 6


async def test_wide_pixels_become_square_ones(film: Maker) -> None:
    source = film("anamorphic.mkv", *picture("720x576"), "-vf", "setsar=64/45", *H264)
    ladder = await film.ladder(source)
    assert (ladder.facts.width, ladder.facts.height) == (1024, 576)
    assert ladder.sizes() == [("film-720p", 1024, 576)]
    assert track(ladder.films[0].path, "video").get("sample_aspect_ratio", "1:1") == "1:1"


async def test_a_film_of_varying_pace_keeps_its_moments(film: Maker) -> None:
    drop = "select='not(between(n,10,39))'"
    source = film("varying.mkv", *picture("320x180", 2.0), "-vf", drop, "-fps_mode", "vfr", *H264)
    ladder = await film.ladder(source)
    made = ladder.films[0].path
    assert int(track(made, "video")["nb_frames"]) == 30
    assert float(track(made, "video")["duration"]) == pytest.approx(2.0, abs=0.07)


async def test_more_frames_than_anyone_sees_are_left_out(film: Maker) -> None:
    source = film("fast.mkv", *picture("320x180", 1.0, rate="240"), *H264)
    made = (await film.ladder(source)).films[0].path
    assert 55 <= int(track(made, "video")["nb_frames"]) <= 61
    assert float(track(made, "video")["duration"]) == pytest.approx(1.0, abs=0.05)


async def test_a_single_frame_is_a_film_too(film: Maker) -> None:
    source = film("one.mkv", *picture("320x180"), "-frames:v", "1", *H264)
    assert int(track((await film.ladder(source)).films[0].path, "video")["nb_frames"]) == 1


async def test_interlaced_lines_are_woven_into_whole_frames(film: Maker) -> None:
    flags = ("-flags", "+ilme+ildct", "-c:v", "mpeg2video", "-q:v", "2")
    source = film("interlaced.mpg", *picture("720x576", 1.0, rate="50"), "-vf", "interlace=lowpass=0", *flags)
    ladder = await film.ladder(source)
    assert ladder.facts.video is not None
    assert ladder.facts.video.interlaced
    video = track(ladder.films[0].path, "video")
    assert (video.get("field_order", "progressive"), video["avg_frame_rate"]) == ("progressive", "25/1")


async def test_six_channels_become_two(film: Maker) -> None:
    six = ("-f", "lavfi", "-i", "anoisesrc=amplitude=0.1:sample_rate=48000,pan=5.1|c0=c0|c1=c0|c2=c0|c3=c0|c4=c0|c5=c0")
    source = film("six.mkv", *picture("320x180"), *six, "-t", "1", *H264, "-c:a", "ac3")
    ladder = await film.ladder(source)
    assert ladder.facts.channels == 6
    audio = track(ladder.films[0].path, "audio")
    assert (audio["codec_name"], audio["channels"], audio["sample_rate"]) == ("aac", 2, "48000")


async def test_a_film_without_sound_stays_silent(film: Maker) -> None:
    source = film("silent.mkv", *picture("320x180"), *H264)
    assert [each["codec_type"] for each in told_by_ffprobe((await film.ladder(source)).films[0].path)["streams"]] == [
        "video"
    ]


@pytest.mark.parametrize(("name", "sound"), [("late.mkv", "flac"), ("late.mp4", "aac")])
async def test_sound_that_starts_late_is_silent_until_then(film: Maker, tmp_path: Path, name: str, sound: str) -> None:
    late = ("-itsoffset", "0.5", *TONE)
    source = film(name, *picture("320x180", 1.5), *late, "-t", "1.5", *H264, "-c:a", sound)
    made = (await film.ladder(source)).films[0].path
    assert float(track(made, "audio")["start_time"]) == pytest.approx(0.0, abs=0.03)
    peaks = (await waveform(made, await facts_of(made), tmp_path)).peaks
    assert max(peaks[: int(len(peaks) * 0.45 / 1.5)]) < 0.01 < min(peaks[int(len(peaks) * 0.6 / 1.5) : -5])


async def test_a_picture_that_starts_late_is_shown_from_the_start(film: Maker) -> None:
    early = (*TONE, "-itsoffset", "0.5", *picture("320x180", 1.0))
    source = film("late-picture.mkv", *early, "-t", "1.5", *H264, "-c:a", "aac")
    ladder = await film.ladder(source)
    assert ladder.facts.picture_is_late == pytest.approx(0.5, abs=0.05)
    video = track(ladder.films[0].path, "video")
    assert float(video["start_time"]) == pytest.approx(0.0, abs=0.01)
    assert float(video["duration"]) == pytest.approx(1.5, abs=0.05)


async def test_high_dynamic_range_becomes_ordinary_light(film: Maker) -> None:
    wide = "log-level=error:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc"
    source = film(
        "hdr.mp4",
        *picture("320x180"),
        *("-vf", "zscale=tin=bt709:pin=bt709:min=bt709:t=smpte2084:p=bt2020:m=bt2020nc:npl=203,format=yuv420p10le"),
        *("-c:v", "libx265", "-preset", "ultrafast", "-x265-params", wide, "-tag:v", "hvc1"),
        *("-color_primaries", "bt2020", "-color_trc", "smpte2084", "-colorspace", "bt2020nc"),
    )
    ladder = await film.ladder(source)
    assert ladder.facts.hdr
    video = track(ladder.films[0].path, "video")
    assert (video["pix_fmt"], video["color_transfer"], video["color_space"]) == ("yuv420p", "bt709", "bt709")
    # As bright as the picture it was made from, highlights aside: untouched it would be pale grey.
    plain = film("plain.mkv", *picture("320x180"), *H264, "-qp", "10")
    assert difference(pixels(plain), pixels(ladder.films[0].path)) < 30


async def test_full_range_becomes_what_players_expect(film: Maker) -> None:
    plain = film("plain.mkv", *picture("320x180"), *H264, "-qp", "10")
    source = film("full.mkv", "-i", str(plain), "-vf", "scale=out_range=pc", "-pix_fmt", "yuvj420p", "-c:v", "libx264")
    ladder = await film.ladder(source)
    assert ladder.facts.video is not None
    assert ladder.facts.video.full_range
    assert track(ladder.films[0].path, "video").get("color_range", "tv") == "tv"
    assert difference(pixels(plain), pixels(ladder.films[0].path)) < 4


async def test_nothing_of_its_owner_stays_in_a_copy(film: Maker) -> None:
    told = ("-metadata", "location=+48.8584+002.2945/", "-metadata", "title=At home", "-metadata", "comment=secret")
    for name, codec in (("told.mp4", H264), ("told.mkv", ("-c:v", "ffv1"))):
        source = film(name, *picture("320x180"), *told, *codec)
        tags = told_by_ffprobe((await film.ladder(source)).films[0].path)["format"]["tags"]
        assert not {"location", "title", "comment", "location-eng"} & {key.lower() for key in tags}


async def test_only_what_shows_more_than_the_next_smaller_size_is_owed() -> None:
    def owed(width: int | None, height: int | None) -> list[str]:
        return [rung.name for rung in rungs_owed(FilmFacts(mime="video/mp4", width=width, height=height))]

    assert owed(1280, 720) == owed(720, 1280) == owed(16, 16) == ["film-720p"]
    assert owed(1282, 720) == owed(720, 1282) == owed(1000, 1000) == owed(7680, 4320) == ["film-1080p", "film-720p"]
    assert owed(None, None) == []


async def test_a_missing_size_alone_can_be_made(film: Maker, tmp_path: Path) -> None:
    source = large(film)
    facts = await facts_of(source)
    (made,) = await make_ladder(source, facts, rungs_owed(facts)[1:], tmp_path, collecting([]))
    assert (made.name, made.width, made.height) == ("film-720p", 1280, 720)
    assert [each.name for each in tmp_path.iterdir()] == ["film-720p.mp4"]


async def test_a_film_cut_short_is_shown_as_far_as_it_goes(film: Maker, tmp_path: Path) -> None:
    whole = large(film).read_bytes()
    source = tmp_path / "cut.mkv"
    source.write_bytes(whole[: len(whole) // 2])
    facts = await facts_of(source)
    made = await make_ladder(source, facts, rungs_owed(facts)[1:], tmp_path, collecting([]))
    assert 0 < float(track(made[0].path, "video")["duration"]) < 2


async def test_a_film_without_a_single_frame_is_called_damaged_and_leaves_nothing(film: Maker, tmp_path: Path) -> None:
    whole = film("faststart.mp4", *picture("320x180"), *H264, "-movflags", "+faststart").read_bytes()
    source = tmp_path / "empty.mp4"
    source.write_bytes(whole[: whole.index(b"mdat") + 4])
    facts = await facts_of(source)
    with pytest.raises(Corrupt, match="damaged"):
        await make_ladder(source, facts, rungs_owed(facts), tmp_path, collecting([]))
    assert list(tmp_path.iterdir()) == [source]
