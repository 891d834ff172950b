"""Types are told by content; the name is a claim."""

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
        if file.suffix[1:] in BY_ENDING or file.name in EXCEPTIONS:
            continue
        try:
            let_through.append((file.name, sniff(file, file.name)))
        except Unsupported:
            continue
    assert let_through == []


def test_camera_raw_is_not_taken_for_the_tiff_it_is_built_on(shared: Path) -> None:
    for name in ("fixture-Leica-M10.dng", "fixture-sony-zv-e10.arw", "fixture2.nef", "fixture.cr3", "fixture.raf"):
        with pytest.raises(Unsupported, match="camera RAW"):
            sniff(shared / "corpus" / "file-type" / name, name)


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


def test_svg_attacks_are_unsupported_drawings(shared: Path) -> None:
    drawings = sorted((shared / "corpus" / "attack").rglob("*.svg"))
    assert drawings
    for drawing in drawings:
        with pytest.raises(Unsupported, match=r"SVG drawing|XML"):
            sniff(drawing, drawing.name)


def test_films_and_documents_are_kept(shared: Path) -> None:
    for file in [*(shared / "videos").iterdir(), *(shared / "audio").iterdir(), *(shared / "documents").iterdir()]:
        assert sniff(file, file.name).kind in {Kind.VIDEO, Kind.AUDIO, Kind.DOCUMENT}
