"""What a picture says about itself, and what odd metadata must not do."""

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import ExifTags, Image

from tests.unit.media.conftest import THUMBNAIL
from vitrine.infra.media.capture import captured
from vitrine.infra.media.exif import raw_exif
from vitrine.infra.media.facts import CaptureTime, Place
from vitrine.infra.media.metadata import Embedded
from vitrine.infra.media.metadata_photo import camera, place
from vitrine.infra.media.metadata_tiff import Directories
from vitrine.infra.media.pool import DecoderPool

BASE, GPS = ExifTags.Base, ExifTags.GPS
Tags = dict[int, Any]


def exif(main: Tags | None = None, photo: Tags | None = None, gps: Tags | None = None) -> Embedded:
    """A file that says this in EXIF, and nothing else."""
    return Embedded(exif=Directories(main or {}, photo or {}, gps or {}))


async def test_reads_place_camera_and_date(pool: DecoderPool, data: Path) -> None:
    facts = await pool.probe(data / "gps.jpg")
    assert (facts.mime, facts.width, facts.height, facts.orientation, facts.frames) == ("image/jpeg", 640, 480, 1, 1)
    assert facts.camera == "NIKON COOLPIX P6000"
    assert facts.place == Place(latitude=43.4674483, longitude=11.8851267)
    assert facts.captured == CaptureTime(local="2008-10-22T16:28:39")


async def test_reads_the_zone_where_the_camera_wrote_it(pool: DecoderPool, data: Path) -> None:
    facts = await pool.probe(data / "seine.avif")
    expected = CaptureTime(local="2023-08-05T17:16:53", offset_minutes=120, utc="2023-08-05T15:16:53Z")
    assert facts.captured == expected
    assert facts.lens == "Pixel 4a back camera 4.38mm f/1.73"


@pytest.mark.parametrize("ending", ["gif", "png", "webp"])
async def test_counts_the_frames_of_an_animation(pool: DecoderPool, tmp_path: Path, ending: str) -> None:
    first, *others = (Image.new("RGB", (40, 30), colour) for colour in ("red", "green", "blue"))
    first.save(tmp_path / f"moving.{ending}", save_all=True, append_images=others)
    assert (await pool.probe(tmp_path / f"moving.{ending}")).frames == 3


async def test_raw_exif_is_json_and_small(pool: DecoderPool, data: Path) -> None:
    for name in ("gps.jpg", "Canon_40D.jpg", "seine.avif"):
        facts = await pool.probe(data / name)
        raw = facts.raw["exif"]
        assert isinstance(raw, dict)
        assert raw["Make"]
        assert len(json.dumps(facts.raw, allow_nan=False)) < 100_000
        assert "MakerNote" not in raw


async def test_odd_metadata_takes_nothing_from_the_photo(pool: DecoderPool, data: Path, tmp_path: Path) -> None:
    with Image.open(data / "Canon_40D.jpg") as picture:
        picture.save(tmp_path / "odd.jpg", exif=b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\xff\xff" + b"\xff" * 400)
    first = await pool.first_sight(tmp_path / "odd.jpg", [THUMBNAIL], tmp_path)
    assert (first.facts.width, first.facts.height, first.facts.camera) == (100, 68, None)


def test_an_offset_of_the_digitised_time_is_not_given_to_the_original_time() -> None:
    photo: Tags = {BASE.DateTimeOriginal: "2024:07:01 10:00:00", BASE.OffsetTimeDigitized: "+09:00"}
    assert captured(exif(photo=photo)) == CaptureTime(local="2024-07-01T10:00:00")


def test_satellites_tell_the_zone_that_the_camera_did_not_write() -> None:
    photo: Tags = {BASE.DateTimeOriginal: "2024:07:01 00:30:10", BASE.SubsecTimeOriginal: "25"}
    gps: Tags = {GPS.GPSDateStamp: "2024:06:30", GPS.GPSTimeStamp: (19.0, 0.0, 9.0)}
    assert captured(exif(photo=photo, gps=gps)) == CaptureTime(
        local="2024-07-01T00:30:10.250", offset_minutes=330, utc="2024-06-30T19:00:10.250Z"
    )


def test_a_satellite_time_that_is_no_zone_away_tells_nothing() -> None:
    photo: Tags = {BASE.DateTimeOriginal: "2024:07:01 12:00:00"}
    gps: Tags = {GPS.GPSDateStamp: "2024:07:01", GPS.GPSTimeStamp: (9.0, 52.0, 0.0)}
    assert captured(exif(photo=photo, gps=gps)) == CaptureTime(local="2024-07-01T12:00:00")


@pytest.mark.parametrize(
    "date", ["0000:00:00 00:00:00", "    :  :     :  :  ", "2024:13:45 99:99:99", "", b"\x00\xff", 7, None, "yesterday"]
)
def test_a_date_that_is_none_is_left_out(date: object) -> None:
    assert captured(exif(photo={BASE.DateTimeOriginal: date})) is None


def test_an_absurd_offset_is_left_out() -> None:
    photo: Tags = {BASE.DateTimeOriginal: "2024:07:01 10:00:00", BASE.OffsetTimeOriginal: "+25:00"}
    assert captured(exif(photo=photo)) == CaptureTime(local="2024-07-01T10:00:00")


@pytest.mark.parametrize(
    "gps",
    [
        {},
        {GPS.GPSLatitude: (None, 0.0, 0.0), GPS.GPSLongitude: (1.0, 0.0, 0.0)},
        {GPS.GPSLatitude: (91.0, 0.0, 0.0), GPS.GPSLongitude: (1.0, 0.0, 0.0)},
        {GPS.GPSLatitude: (0.0, 0.0, 0.0), GPS.GPSLongitude: (0.0, 0.0, 0.0)},
        {GPS.GPSLatitude: (float("nan"), 0.0, 0.0), GPS.GPSLongitude: (1.0, 0.0, 0.0)},
        {GPS.GPSLatitude: (9.0, 0.0, 0.0), GPS.GPSLongitude: (1.0, 0.0, 0.0), GPS.GPSStatus: "V"},
        {GPS.GPSLatitude: "north", GPS.GPSLongitude: 12},
    ],
)
def test_a_place_that_is_on_no_map_is_left_out(gps: Tags) -> None:
    assert place(exif(gps=gps)) is None


def test_south_west_and_below_the_sea_are_negative() -> None:
    gps: Tags = {
        GPS.GPSLatitudeRef: "S",
        GPS.GPSLatitude: (33.0, 30.0, 0.0),
        GPS.GPSLongitudeRef: "W",
        GPS.GPSLongitude: (70.0, 15.0, 0.0),
        GPS.GPSAltitudeRef: b"\x01",
        GPS.GPSAltitude: 12.5,
    }
    assert place(exif(gps=gps)) == Place(latitude=-33.5, longitude=-70.25, altitude=-12.5)


@pytest.mark.parametrize(
    ("make", "model", "expected"),
    [
        ("Canon", "Canon EOS 40D", "Canon EOS 40D"),
        ("NIKON CORPORATION", "NIKON D70", "NIKON D70"),
        ("Apple", "iPhone 13 Pro Max", "Apple iPhone 13 Pro Max"),
        ("Jolla\x00\x00", None, "Jolla"),
        (None, "  ", None),
        (b"\xff\xfe", 12, "\ufffd\ufffd"),
    ],
)
def test_the_camera_is_named_once(make: object, model: object, expected: str | None) -> None:
    assert camera(exif({BASE.Make: make, BASE.Model: model})) == expected


def test_raw_exif_leaves_out_blobs_and_control_characters_and_stops_growing() -> None:
    main = {
        BASE.Make: "Ca\x00non\x1b[31m",
        BASE.MakerNote: b"\x01" * 500,
        BASE.XResolution: None,
        BASE.ImageDescription: "x" * 50_000,
        0xC000: b"\xff" * 10,
        **{0xD000 + index: "y" * 1500 for index in range(300)},
    }
    raw = raw_exif(Directories(main))
    assert raw["Make"] == "Ca non [31m"
    assert not {"MakerNote", "XResolution", "main-0xc000"} & set(raw)
    assert len(json.dumps(raw)) < 100_000
