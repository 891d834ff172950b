"""What films say of themselves, and what is refused before anything decodes it."""

import json
import struct
from pathlib import Path

import pytest

from tests.unit.film.conftest import H264, TONE, Maker, facts_of, picture
from vitrine.infra.media.errors import Corrupt, MediaError, TooLarge, Unsupported
from vitrine.infra.media.film.facts import FilmFacts
from vitrine.infra.media.film.probe import probe
from vitrine.infra.media.film.reading import facts_of as read
from vitrine.infra.media.film.tags import camera, captured, lowered, place


@pytest.mark.parametrize(
    ("name", "duration", "size", "rate", "codecs"),
    [
        ("bottle-detection.mp4", 39.855, (640, 360), 29.833, ("h264", None)),
        ("car-detection.mp4", 30.208, (768, 432), 12.5, ("h264", "aac")),
        ("echo-hereweare.webm", 44.652, (480, 270), 30.0, ("vp8", "vorbis")),
        ("hevc-2160p-noaudio.mov", 4.0, (3840, 2160), 25.0, ("hevc", None)),
        ("slow-zoom-1080p.mp4", 12.0, (1920, 1080), 30.0, ("h264", "aac")),
    ],
)
async def test_real_films_say_what_they_are(
    shared: Path,
    name: str,
    duration: float,
    size: tuple[int, int],
    rate: float,
    codecs: tuple[str, str | None],
) -> None:
    facts = await facts_of(shared / "videos" / name)
    assert facts.duration == pytest.approx(duration, abs=0.01)
    assert (facts.width, facts.height) == size
    assert facts.frame_rate == pytest.approx(rate, abs=0.01)
    assert (facts.video_codec, facts.audio_codec) == codecs
    assert facts.bit_rate is not None
    assert (facts.hdr, facts.rotation) == (False, 0)


async def test_what_a_phone_writes_into_a_film_is_read(film: Maker) -> None:
    told = {
        "com.apple.quicktime.creationdate": "2024-06-01T19:30:05+0200",
        "com.apple.quicktime.location.ISO6709": "+48.8584+002.2945+035.2/",
        "com.apple.quicktime.make": "Apple",
        "com.apple.quicktime.model": "iPhone 15",
        "title": "Evening\x01 at the  tower",
        "artist": "A. Painter",
        "copyright": "All of us",
    }
    words = [word for key, value in told.items() for word in ("-metadata", f"{key}={value}")]
    source = film("phone.mov", *picture("320x180"), *H264, "-movflags", "use_metadata_tags", *words)
    wire = json.loads(json.dumps((await facts_of(source)).to_wire()))
    assert wire["captured"] == {
        "local": "2024-06-01T19:30:05",
        "offset_minutes": 120,
        "utc": "2024-06-01T17:30:05Z",
    }
    assert wire["place"] == {"latitude": 48.8584, "longitude": 2.2945, "altitude": 35.2}
    assert (wire["camera"], wire["title"]) == ("Apple iPhone 15", "Evening at the tower")
    assert (wire["artist"], wire["copyright"]) == ("A. Painter", "All of us")
    assert wire["raw"]["container"]["com.apple.quicktime.make"] == "Apple"


async def test_facts_survive_being_written_down(film: Maker) -> None:
    source = film("fit.mp4", *picture("320x180"), *TONE, "-t", "1", *H264, "-c:a", "aac")
    facts = await facts_of(source)
    wire = json.loads(json.dumps(facts.to_wire())) | {"placeholder": "AAAA", "pages": 3}
    assert FilmFacts.from_wire(wire) == facts
    assert {"mime", "duration", "width", "height", "video_codec", "audio_codec", "channels"} <= set(wire)
    assert not {"camera", "place", "captured", "title"} & set(wire)


async def test_a_film_that_does_not_tell_its_length_is_measured(film: Maker) -> None:
    # As browsers write it while they record: the length is not known when the head is written.
    source = film("recorded.webm", *picture("320x180", 1.5), "-c:v", "libvpx", "-f", "webm", "-live", "1")
    facts = await facts_of(source)
    assert facts.duration == pytest.approx(1.5, abs=0.05)


async def test_a_codec_we_do_not_read_is_named(film: Maker) -> None:
    source = film("snow.mkv", *picture("64x64", 0.2), "-c:v", "snow", "-strict", "-2")
    with pytest.raises(Unsupported, match="snow"):
        await facts_of(source)


async def test_subtitles_that_are_pictures_are_passed_over(film: Maker, tmp_path: Path) -> None:
    (tmp_path / "text.srt").write_text("1\n00:00:00,000 --> 00:00:00,500\nHello\n", encoding="utf-8")
    drawn = ("-filter_complex", "[0:v]null[v]", "-map", "[v]", "-map", "1:s", *H264, "-c:s", "srt")
    source = film("words.mkv", *picture("320x180"), "-i", str(tmp_path / "text.srt"), *drawn)
    whole = source.read_bytes()
    # The codec's name in Matroska, put in place of another of the same length, of subtitles on disks.
    source.write_bytes(whole.replace(b"S_TEXT/UTF8", b"S_HDMV/PGS\0"))
    facts = await facts_of(source)
    assert (facts.video_codec, facts.captions) == ("h264", ())


async def test_what_is_not_a_film_at_all_is_called_damaged(tmp_path: Path) -> None:
    source = tmp_path / "noise.mp4"
    source.write_bytes(b"\0\0\0\x18ftypisom" + bytes(range(256)) * 20)
    with pytest.raises(Corrupt):
        await probe(source, "video/mp4")


async def test_a_kind_that_is_neither_film_nor_sound_is_refused(film: Maker) -> None:
    source = film("flat.mp4", *picture("320x180", 0.5), *H264)
    with pytest.raises(Unsupported, match="image/png"):
        await probe(source, "image/png")


async def test_a_film_of_more_than_twelve_hours_is_refused(film: Maker, tmp_path: Path) -> None:
    source = tmp_path / "long.mp4"
    whole = bytearray(film("flat.mp4", *picture("320x180", 0.5), *H264).read_bytes())
    header = whole.index(b"mvhd")
    struct.pack_into(">I", whole, header + 20, 13 * 3600 * 1000)
    # ffmpeg believes the tracks more than the film: lengthen these too.
    struct.pack_into(">I", whole, whole.index(b"tkhd") + 24, 13 * 3600 * 1000)
    struct.pack_into(">I", whole, whole.index(b"elst") + 12, 13 * 3600 * 1000)
    media = whole.index(b"mdhd")
    struct.pack_into(">II", whole, media + 16, 1, 13 * 3600)
    source.write_bytes(whole)
    with pytest.raises(TooLarge, match="12 hours"):
        await probe(source, "video/mp4")


async def test_a_film_of_too_many_pixels_is_refused_without_decoding_it(film: Maker) -> None:
    source = film("wide.mkv", *picture("8448x16", 0.1), "-c:v", "ffv1")
    with pytest.raises(TooLarge, match="8448"):
        await facts_of(source)


@pytest.mark.parametrize(
    "answered",
    [
        {},
        {"streams": None},
        {"streams": ["text", 3]},
        {"streams": [{"codec_type": "video", "codec_name": "h264"}]},
        {"streams": [{"codec_type": "video", "codec_name": "h264", "width": -1, "height": 1e99, "index": 0}]},
        {"streams": [{"codec_type": "audio", "codec_name": "aac", "channels": 2, "index": 0}]},
        {"streams": [{"codec_type": "audio", "codec_name": "aac", "channels": 2, "sample_rate": "48000"}]},
    ],
)
def test_absurd_answers_are_refusals(answered: dict[str, object]) -> None:
    with pytest.raises(MediaError):
        read("video/mp4", answered)


def test_absurd_details_are_left_out() -> None:
    facts = read(
        "video/mp4",
        {
            "format": {"duration": "nan", "bit_rate": "inf", "tags": ["no", "tags"]},
            "streams": [
                {
                    "codec_type": "video",
                    "codec_name": "h264",
                    "index": 0,
                    "width": 4,
                    "height": 2,
                    "avg_frame_rate": "0/0",
                    "r_frame_rate": "1/0",
                    "sample_aspect_ratio": "1:1000000",
                    "side_data_list": [{"rotation": "upside"}, {"rotation": float("nan")}, 3],
                    "tags": {"language": 7},
                }
            ],
        },
    )
    assert (facts.duration, facts.bit_rate, facts.frame_rate, facts.rotation) == (None, None, None, 0)
    assert (facts.width, facts.height) == (4, 2)


@pytest.mark.parametrize(
    ("written", "latitude", "longitude", "altitude"),
    [
        ("+27.5916+086.5640+8850/", 27.5916, 86.564, 8850.0),
        ("-22.9068-043.1729/", -22.9068, -43.1729, None),
        ("+4012.22-07500.25/", 40.2036667, -75.0041667, None),
        ("+401213.1-0750015.1+2.79/", 40.2036389, -75.0041944, 2.79),
    ],
)
def test_places_are_read_in_all_their_forms(
    written: str, latitude: float, longitude: float, altitude: float | None
) -> None:
    found = place({"location": written})
    assert found is not None
    assert (found.latitude, found.longitude) == pytest.approx((latitude, longitude), abs=1e-6)
    assert found.altitude == altitude


@pytest.mark.parametrize("written", ["+00.0000+000.0000/", "+99.0+000.0/", "north of here", "", "+1"])
def test_what_is_no_place_is_left_out(written: str) -> None:
    assert place({"location": written}) is None


@pytest.mark.parametrize("written", ["1904-01-01T00:00:00.000000Z", "2024-13-41T00:00:00Z", "yesterday", ""])
def test_clocks_that_were_never_set_are_not_believed(written: str) -> None:
    assert captured({"creation_time": written}) is None


def test_what_a_container_keeps_is_universal_time() -> None:
    found = captured({"creation_time": "2023-03-26T01:59:59.500000Z"})
    assert found is not None
    assert (found.local, found.offset_minutes, found.utc) == (
        "2023-03-26T01:59:59.500",
        0,
        "2023-03-26T01:59:59.500Z",
    )


def test_a_maker_is_named_once() -> None:
    assert camera({"make": "Canon", "model": "Canon EOS R5"}) == "Canon EOS R5"
    assert camera({"make": "samsung", "model": "SM-S911B"}) == "samsung SM-S911B"
    assert camera({}) is None


def test_tags_are_bounded_and_clean() -> None:
    tags = lowered({f"Tag{number}": "x" * 10_000 + "\x00\x1b[31m" for number in range(1000)})
    assert len(tags) <= 100
    assert all(value.isprintable() and len(value) <= 2000 for value in tags.values())
