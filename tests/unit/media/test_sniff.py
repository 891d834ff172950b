"""Types are told by content; the name is a claim."""

import gzip
import struct
import time
from pathlib import Path

import pytest

from vitrine.infra.media import file_types as t
from vitrine.infra.media.errors import Disagreement, Empty, Unsupported
from vitrine.infra.media.file_types import FileType, Kind
from vitrine.infra.media.sniff import sniff

# What the true endings in the corpus (its file names tell the truth) must be taken for.
FAMILIES: dict[FileType, str] = {
    t.JPEG: "jpg",
    t.PNG: "png apng",
    t.GIF: "gif",
    t.WEBP: "webp",
    t.TIFF: "tif",
    t.BMP: "bmp",
    t.PSD: "psd",
    t.MP4: "mp4 f4v f4p",
    t.M4V: "m4v",
    t.QUICKTIME: "mov",
    t.THREE_GP: "3gp",
    t.THREE_G2: "3g2",
    t.MOTION_JPEG_2000: "mj2",
    t.WEBM: "webm",
    t.MATROSKA: "mkv",
    t.AVI: "avi",
    t.MPEG: "mpg",
    t.FLV: "flv",
    t.OGG_VIDEO: "ogv",
    t.MP3: "mp1 mp2 mp3",
    t.M4A: "m4a m4b m4p f4a f4b",
    t.AAC: "aac",
    t.FLAC: "flac",
    t.WAV: "wav",
    t.OGG: "ogg oga opus spx",
    t.AIFF: "aif",
    t.AMR: "amr",
    t.AC3: "ac3",
    t.PDF: "pdf",
    t.SVG: "svg",
    t.RAW: "dng arw cr2 cr3 orf raf rw2",
}
BY_ENDING = {ending: found for found, endings in FAMILIES.items() for ending in endings.split()}
EXCEPTIONS = {"fixture-json.webp": None, "fixture.wma.asf": t.WMA, "fixture.wmv.asf": t.WMV}


def test_every_file_of_a_handled_family_is_told_by_its_content_alone(shared: Path, tmp_path: Path) -> None:
    wrong = []
    for file in sorted((shared / "corpus" / "file-type").iterdir()):
        expected = EXCEPTIONS.get(file.name, BY_ENDING.get(file.suffix[1:]))
        if expected is None:
            continue
        found = sniff(file, "nameless")
        if found != expected:
            wrong.append((file.name, found))
    assert wrong == []


def test_what_is_not_handled_is_refused(shared: Path) -> None:
    let_through = []
    for file in sorted((shared / "corpus" / "file-type").iterdir()):
        # Of these only the first 128 bytes are left, and that they are no TIFF comes later.
        if file.suffix[1:] in BY_ENDING or file.name in EXCEPTIONS or file.suffix == ".nef":
            continue
        try:
            let_through.append((file.name, sniff(file, file.name)))
        except Unsupported:
            continue
    assert let_through == []


def test_camera_raw_is_not_taken_for_the_tiff_it_is_built_on(shared: Path) -> None:
    for name in ("fixture-Leica-M10.dng", "fixture-sony-zv-e10.arw", "fixture.cr3", "fixture.raf"):
        assert sniff(shared / "corpus" / "file-type" / name, "nameless") == t.RAW
    for name in ("Nikon.nef", "DNG.dng", "Panasonic.rw2", "CanonRaw.cr2"):
        assert sniff(shared / "corpus" / "exiftool" / name, "nameless") == t.RAW
    # Where the directories are cut off, the name decides.
    assert sniff(shared / "corpus" / "file-type" / "fixture2.nef", "fixture2.nef") == t.RAW


@pytest.mark.parametrize("name", ["photo.jpg", "photo.JPEG", "film.mp4", "paper.pdf"])
def test_a_text_under_another_name_is_a_disagreement(tmp_path: Path, name: str) -> None:
    file = tmp_path / "upload"
    file.write_text("This was never a photo.\n")
    with pytest.raises(Disagreement, match="plain text"):
        sniff(file, name)


def test_a_text_under_its_own_name_is_unsupported(tmp_path: Path) -> None:
    file = tmp_path / "upload"
    file.write_text("Notes.\n")
    with pytest.raises(Unsupported, match="plain text"):
        sniff(file, "notes.txt")


def test_an_empty_file_is_called_empty(tmp_path: Path) -> None:
    file = tmp_path / "upload"
    file.touch()
    with pytest.raises(Empty, match="empty"):
        sniff(file, "photo.jpg")


def test_a_picture_under_the_name_of_another_kind_of_picture_is_let_through(data: Path) -> None:
    assert sniff(data / "coast.webp", "coast.png") == t.WEBP


def test_a_picture_under_the_name_of_a_film_is_a_disagreement(data: Path) -> None:
    with pytest.raises(Disagreement, match="named like an MP4 film, but its content is a JPEG picture"):
        sniff(data / "gps.jpg", "holiday.mp4")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("gps.jpg", t.JPEG),
        ("coast.webp", t.WEBP),
        ("seine.avif", t.AVIF),
        ("hopper.heic", t.HEIC),
        ("cramps.gif", t.GIF),
    ],
)
def test_tells_the_photos_people_upload(data: Path, name: str, expected: FileType) -> None:
    assert sniff(data / name, name) == expected


@pytest.mark.parametrize(
    "content",
    [b"#EXTM3U\n/etc/passwd\n", b"ffconcat version 1.0\nfile /etc/passwd\n", b'<?xml version="1.0"?><MPD></MPD>'],
)
def test_a_playlist_that_points_at_other_files_is_no_film(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "upload"
    file.write_bytes(content)
    with pytest.raises(Disagreement, match="playlist"):
        sniff(file, "film.mp4")


_ROOT = b'<svg xmlns="http://www.w3.org/2000/svg"/>'


@pytest.mark.parametrize(
    "content",
    [
        _ROOT,
        b"\xef\xbb\xbf\n" + _ROOT,
        b'<?xml version="1.0"?>\n<!-- by hand -->\n<!---->' + _ROOT,
        b"<!--" + b"All rights reserved. " * 600 + b"-->" + _ROOT,
        b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">' + _ROOT,
        b'<!DOCTYPE svg [<!ENTITY ns "http://www.w3.org/2000/svg">]><svg xmlns="&ns;"></svg>',
        b'<s:svg xmlns:s="http://www.w3.org/2000/svg"></s:svg>',
        b'<?xml version="1.0" encoding="iso-8859-1"?><!-- caf\xe9 -->' + _ROOT,
        _ROOT.decode().encode("utf-16"),
    ],
)
def test_a_drawing_is_told_by_its_root(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "upload"
    file.write_bytes(content)
    assert sniff(file, "drawing.svg") == t.SVG
    file.write_bytes(gzip.compress(content))
    assert sniff(file, "drawing.svgz") == t.SVGZ


@pytest.mark.parametrize("name", ["photo.png", "photo.jpg", "raw.dng"])
def test_a_drawing_under_the_name_of_a_photo_is_a_disagreement(tmp_path: Path, data: Path, name: str) -> None:
    (tmp_path / "upload").write_bytes(_ROOT)
    with pytest.raises(Disagreement, match="its content is an SVG drawing"):
        sniff(tmp_path / "upload", name)
    with pytest.raises(Disagreement, match="named like an SVG drawing"):
        sniff(data / "gps.jpg", "drawing.svg")


@pytest.mark.parametrize(
    "content",
    [
        b"<html><body><svg xmlns='http://www.w3.org/2000/svg'/></body></html>",
        b"<!DOCTYPE html><svg></svg>",
        b'<?xml version="1.0"?><note>Draw <svg/> here</note>',
        b"<!--" * 5000 + b"<svg>",
        b"<!---->" * 2000 + b"<sv",
    ],
)
def test_a_text_with_a_drawing_in_it_is_no_drawing(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "upload"
    file.write_bytes(content)
    started = time.process_time()
    with pytest.raises(Disagreement, match="named like an SVG drawing"):
        sniff(file, "drawing.svg")
    assert time.process_time() - started < 0.5


def test_another_packed_file_is_an_archive(tmp_path: Path) -> None:
    file = tmp_path / "upload"
    file.write_bytes(gzip.compress(b"Notes.\n" * 1000))
    with pytest.raises(Unsupported, match="archive"):
        sniff(file, "notes.gz")
    file.write_bytes(b"\x1f\x8b" + b"\xff" * 100)
    with pytest.raises(Disagreement, match="archive"):
        sniff(file, "drawing.svgz")


@pytest.mark.parametrize("size", [2**31, 2**62, 2**64 - 1])
def test_a_film_whose_parts_end_beyond_every_disk_is_told_by_its_brand(tmp_path: Path, size: int) -> None:
    file = tmp_path / "upload"
    file.write_bytes(
        struct.pack("!I4s4sI", 16, b"ftyp", b"isom", 0) + struct.pack("!I4sQ", 1, b"free", size) + b"\0" * 9
    )
    assert sniff(file, "film.mp4") is t.MP4


def test_films_and_documents_are_kept(shared: Path) -> None:
    for file in [*(shared / "videos").iterdir(), *(shared / "audio").iterdir(), *(shared / "documents").iterdir()]:
        assert sniff(file, file.name).kind in {Kind.VIDEO, Kind.AUDIO, Kind.DOCUMENT}
