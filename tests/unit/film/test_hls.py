"""HLS is cut from what exists: read back by ffprobe, and line by line."""

import re
import shutil
from pathlib import Path

import pytest

from tests.unit.film.conftest import H264, TONE, Maker, picture, told_by_ffprobe
from vitrine.infra.media.errors import Corrupt
from vitrine.infra.media.film.hls import make_hls
from vitrine.infra.media.recipe import Rendered


@pytest.fixture(scope="session")
async def made(film: Maker, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Rendered]:
    """Everything of a film of nine seconds in two sizes, by name; its files lie in one folder."""
    source = film("nine.mkv", *picture("1600x900", 9, rate="10"), *TONE, "-t", "9", *H264, "-c:a", "flac")
    films = (await film.ladder(source)).films
    rendered = await make_hls(films, tmp_path_factory.mktemp("hls"))
    return {each.name: each for each in [*films, *rendered]}


async def test_each_rung_is_one_file_and_a_list_and_a_master_names_them_all(made: dict[str, Rendered]) -> None:
    assert {(name, each.purpose, each.path.name) for name, each in made.items() if "hls" in name} == {
        ("hls-1080p", "hls-media", "hls-1080p.mp4"),
        ("hls-720p", "hls-media", "hls-720p.mp4"),
        ("hls-1080p-list", "hls-list", "hls-1080p-list.m3u8"),
        ("hls-720p-list", "hls-list", "hls-720p-list.m3u8"),
        ("hls", "hls", "hls.m3u8"),
    }
    assert all(each.path.name == f"{name}.{each.extension}" for name, each in made.items())
    assert (made["hls-720p"].width, made["hls-720p"].height) == (1280, 720)


async def test_addresses_inside_are_bare_names(made: dict[str, Rendered]) -> None:
    named = re.compile(r'URI="([^"]+)"|^([^#\s].*)$', re.MULTILINE)
    for name in ("hls", "hls-1080p-list", "hls-720p-list"):
        text = made[name].path.read_text()
        addresses = {first or second for first, second in named.findall(text)}
        assert addresses <= {f"{other}.{each.extension}" for other, each in made.items()}
        assert addresses


async def test_segments_last_four_seconds_and_fall_together_in_all_rungs(made: dict[str, Rendered]) -> None:
    lengths = [
        [float(found) for found in re.findall(r"#EXTINF:([\d.]+)", made[name].path.read_text())]
        for name in ("hls-1080p-list", "hls-720p-list")
    ]
    assert lengths[0] == lengths[1]
    assert lengths[0] == pytest.approx([4.0, 4.0, 1.0], abs=0.1)


async def test_byte_ranges_cover_the_media_file(made: dict[str, Rendered]) -> None:
    text = made["hls-720p-list"].path.read_text()
    ranges = [(int(size), int(at)) for size, at in re.findall(r'BYTERANGE[:=]"?(\d+)@(\d+)', text)]
    end = 0
    for size, at in ranges:
        assert at == end
        end = at + size
    assert end == made["hls-720p"].size
    for line in ("#EXT-X-PLAYLIST-TYPE:VOD", "#EXT-X-ENDLIST", "#EXT-X-MAP:URI="):
        assert line in text


async def test_the_master_says_what_each_rung_takes(made: dict[str, Rendered]) -> None:
    variants = re.findall(r"#EXT-X-STREAM-INF:(.+)\n(.+)", made["hls"].path.read_text())
    assert [address for _, address in variants] == ["hls-1080p-list.m3u8", "hls-720p-list.m3u8"]
    for (told, _), name in zip(variants, ("1080p", "720p"), strict=True):
        facts = dict(re.findall(r'([A-Z-]+)=("[^"]*"|[^,]+)', told))
        film, media = made[f"film-{name}"], made[f"hls-{name}"]
        average = 8 * media.size / 9
        assert int(facts["AVERAGE-BANDWIDTH"]) == pytest.approx(average, rel=0.05)
        assert int(facts["AVERAGE-BANDWIDTH"]) <= int(facts["BANDWIDTH"]) <= 3 * average
        assert facts["RESOLUTION"] == f"{film.width}x{film.height}"
        assert float(facts["FRAME-RATE"]) == pytest.approx(10.0, abs=0.01)
        # By the book (RFC 6381): profile 100 without constraints, and the level that ffprobe tells.
        level = told_by_ffprobe(film.path)["streams"][0]["level"]
        assert facts["CODECS"] == f'"avc1.6400{level:02x},mp4a.40.2"'


async def test_a_player_reads_the_whole_film_from_it(made: dict[str, Rendered]) -> None:
    told = told_by_ffprobe(made["hls"].path, "-show_format", "-show_streams", "-count_packets")
    assert float(told["format"]["duration"]) == pytest.approx(9.0, abs=0.1)
    frames = [int(stream["nb_read_packets"]) for stream in told["streams"] if stream["codec_type"] == "video"]
    assert frames == [90, 90]


async def test_picture_and_sound_of_all_rungs_begin_at_the_same_moment(made: dict[str, Rendered]) -> None:
    for name in ("hls-1080p", "hls-720p"):
        data = made[name].path.read_bytes()
        # One entry in each edit list, the most that browsers heed; and the first fragment of each track is at 0.
        lists = [int.from_bytes(data[found.end() + 4 : found.end() + 8], "big") for found in re.finditer(b"elst", data)]
        assert lists == [1, 1]
        starts = [float(stream["start_time"]) for stream in told_by_ffprobe(made[f"{name}-list"].path)["streams"]]
        assert starts == pytest.approx([0.0, 0.0], abs=0.03)


async def test_a_film_of_a_moment_without_sound_can_be_played_too(film: Maker, tmp_path: Path) -> None:
    films = (await film.ladder(film("moment.mkv", *picture("320x180"), "-frames:v", "1", *H264))).films
    made = {each.name: each for each in await make_hls(films, tmp_path)}
    assert "mp4a" not in made["hls"].path.read_text()
    assert told_by_ffprobe(made["hls-720p-list"].path)["streams"][0]["codec_name"] == "h264"


async def test_a_failure_leaves_nothing(film: Maker, tmp_path: Path) -> None:
    films = (await film.ladder(film("moment.mkv", *picture("320x180"), "-frames:v", "1", *H264))).films
    damaged = tmp_path / "film-720p.mp4"
    shutil.copy(films[0].path, damaged)
    damaged.write_bytes(damaged.read_bytes()[:200])
    folder = tmp_path / "out"
    folder.mkdir()
    broken = Rendered(
        name="film-720p", purpose="film", extension="mp4", mime="video/mp4", path=damaged, size=200, width=2, height=2
    )
    with pytest.raises(Corrupt):
        await make_hls([broken], folder)
    assert list(folder.iterdir()) == []


async def test_sound_that_outlasts_the_pictures_is_heard_to_its_end(film: Maker, tmp_path: Path) -> None:
    source = film("outlasting.mkv", *picture("320x240", 1, rate="10"), *TONE, "-t", "12", *H264, "-c:a", "flac")
    [playlist] = [
        each for each in await make_hls((await film.ladder(source)).films, tmp_path) if each.purpose == "hls-list"
    ]
    text = playlist.path.read_text()
    lengths = [float(found) for found in re.findall(r"#EXTINF:([\d.]+)", text)]
    assert sum(lengths) == pytest.approx(12.0, abs=0.15)
    [target] = re.findall(r"#EXT-X-TARGETDURATION:(\d+)", text)
    assert int(target) >= round(max(lengths))
    assert float(told_by_ffprobe(playlist.path)["format"]["duration"]) == pytest.approx(12.0, abs=0.2)
