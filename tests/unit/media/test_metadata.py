"""EXIF, IPTC and XMP of one file, read together; and what hostile ones must not do."""

import struct
import zlib
from hashlib import md5
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from PIL import ExifTags, Image

from vitrine.infra.media.capture import captured
from vitrine.infra.media.facts import CaptureTime, Exposure, Place
from vitrine.infra.media.iptc import read_iptc
from vitrine.infra.media.metadata import Embedded, read_embedded, words_of
from vitrine.infra.media.metadata_photo import camera, exposure, lens, place
from vitrine.infra.media.metadata_tiff import Directories
from vitrine.infra.media.pool import DecoderPool
from vitrine.infra.media.xmp import read_xmp

BASE = ExifTags.Base
UTF8 = b"\x1c\x01\x5a\x00\x03\x1b%G"


def dataset(number: int, value: bytes, record: int = 2) -> bytes:
    return b"\x1c" + bytes([record, number]) + len(value).to_bytes(2) + value


def xmp(inside: str, attributes: str = "") -> bytes:
    spaces = " ".join(
        f'xmlns:{prefix}="{uri}"'
        for prefix, uri in {
            "dc": "http://purl.org/dc/elements/1.1/",
            "xmp": "http://ns.adobe.com/xap/1.0/",
            "exif": "http://ns.adobe.com/exif/1.0/",
            "photoshop": "http://ns.adobe.com/photoshop/1.0/",
            "lr": "http://ns.adobe.com/lightroom/1.0/",
            "aux": "http://ns.adobe.com/exif/1.0/aux/",
            "tiff": "http://ns.adobe.com/tiff/1.0/",
        }.items()
    )
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" {spaces} {attributes}>{inside}</rdf:Description></rdf:RDF></x:xmpmeta>'
    ).encode()


def bag(name: str, *values: str, kind: str = "Bag") -> str:
    return f"<{name}><rdf:{kind}>{''.join(f'<rdf:li>{value}</rdf:li>' for value in values)}</rdf:{kind}></{name}>"


def alternatives(name: str, **texts: str) -> str:
    items = "".join(f'<rdf:li xml:lang="{lang.replace("_", "-")}">{text}</rdf:li>' for lang, text in texts.items())
    return f"<{name}><rdf:Alt>{items}</rdf:Alt></{name}>"


def said(exif: dict[int, Any] | None = None, iptc: bytes = b"", packet: bytes = b"", **more: Any) -> Embedded:
    return Embedded(Directories(main=exif or {}), read_iptc(iptc), read_xmp(packet), **more)


async def test_the_working_groups_own_example_is_read_as_it_says(pool: DecoderPool, shared: Path) -> None:
    # Each value in this file says whether it is the right one to choose.
    facts = await pool.probe(shared / "corpus/exiftool/MWG.jpg")
    assert facts.caption == "RIGHT-EXIF-Description"
    assert facts.creator == "RIGHT1of2-EXIF-Creator; RIGHT2of2-EXIF-Creator"
    assert facts.copyright == "RIGHT-XMP-Copyright"
    assert facts.keywords == ["RIGHT1of2-XMP-Keywords", "RIGHT2of2-XMP-Keywords"]
    assert facts.rating == 3
    assert facts.captured == CaptureTime(local="2001-01-01T01:11:11.111")
    assert set(facts.raw) == {"exif", "iptc", "xmp"}


@pytest.mark.parametrize(
    ("name", "title", "creator", "keywords"),
    [
        ("Photoshop.psd", "Test Picture", "Phil Harvey", []),
        ("ExifTool.tif", "This is the title", "I'm the author", ["exiftool", "test", "picture"]),
        ("PhotoMechanic.jpg", "Object Name", "Photographer", ["Keywords", "one", "three", "two"]),
        ("GIF.gif", "GIF with XMP", None, []),
        ("RIFF.webp", None, "me", ["test"]),
        ("PNG.png", None, "Phil Harvey", []),
        ("PDF.pdf", "Test IPTC picture", "Phil Harvey", ["ExifTool", "Test", "XMP"]),
    ],
)
async def test_every_container_gives_up_its_words(
    pool: DecoderPool, shared: Path, name: str, title: str | None, creator: str | None, keywords: list[str]
) -> None:
    facts = await pool.probe(shared / "corpus/exiftool" / name)
    assert (facts.title, facts.creator, facts.keywords) == (title, creator, keywords)


@pytest.mark.parametrize(
    ("name", "made_by", "local"),
    [
        ("CanonRaw.cr2", "Canon EOS 350D DIGITAL", "2005-"),
        ("CanonRaw.cr3", "Canon", "20"),
        ("DNG.dng", "Canon EOS 350D DIGITAL", "2005-"),
        ("Nikon.nef", "NIKON D70", "2004-06-09"),
        ("FujiFilm.raf", "FUJIFILM FinePix", "20"),
        ("Panasonic.rw2", "Panasonic DMC-LX3", "2008-"),
    ],
)
def test_a_raw_picture_says_where_it_comes_from(shared: Path, name: str, made_by: str, local: str) -> None:
    found = read_embedded(shared / "corpus/exiftool" / name, {})
    assert (camera(found) or "").startswith(made_by)
    taken = captured(found)
    assert taken is not None
    assert taken.local.startswith(local)


def test_exif_comes_before_xmp_and_xmp_before_iptc() -> None:
    iptc = dataset(120, b"by IPTC") + dataset(116, b"by IPTC")
    packet = xmp(alternatives("dc:description", x_default="by XMP") + alternatives("dc:rights", x_default="by XMP"))
    words = words_of(said({BASE.ImageDescription: "by EXIF"}, iptc, packet))
    assert (words.caption, words.copyright) == ("by EXIF", "by XMP")
    assert words_of(said({BASE.ImageDescription: "  "}, iptc)).caption == "by IPTC"


def test_iptc_comes_first_once_another_program_has_changed_it() -> None:
    iptc = dataset(120, b"changed since") + dataset(25, b"new")
    packet = xmp(alternatives("dc:description", x_default="as it was") + bag("dc:subject", "old"))
    words = words_of(said(None, iptc, packet, xmp_wins=False))
    assert (words.caption, words.keywords) == ("changed since", ["new"])


def test_a_digest_tells_which_of_the_two_is_newer(tmp_path: Path) -> None:
    iptc = dataset(120, b"by IPTC")
    packet = xmp(alternatives("dc:description", x_default="by XMP"))
    in_step = md5(iptc, usedforsecurity=False).digest()
    for digest, expected in ((in_step, "by XMP"), (b"\1" * 16, "by IPTC"), (b"\0" * 16, "by XMP")):
        blocks = b"".join(
            b"8BIM" + number.to_bytes(2) + b"\0\0" + len(data).to_bytes(4) + data + b"\0" * (len(data) % 2)
            for number, data in ((0x0404, iptc), (0x0425, digest))
        )
        (tmp_path / "x.jpg").write_bytes(
            b"\xff\xd8"
            + segment(0xED, b"Photoshop 3.0\0" + blocks)
            + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet)
            + b"\xff\xd9"
        )
        assert words_of(read_embedded(tmp_path / "x.jpg", {})).caption == expected


def segment(marker: int, data: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(data) + 2).to_bytes(2) + data


def test_a_text_that_iptc_cut_short_gives_way_to_the_whole() -> None:
    whole = "A long note of rights. " * 10
    iptc = dataset(116, whole.encode()[:128])
    packet = xmp(alternatives("dc:rights", x_default=whole))
    assert words_of(said(None, iptc, packet, xmp_wins=False)).copyright == whole.strip()


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (dataset(120, "Café".encode("latin-1")), "Café"),
        (UTF8 + dataset(120, "Café Łódź".encode()), "Café Łódź"),
        (dataset(120, "Łódź".encode()), "Łódź"),
        (UTF8 + dataset(120, b"Caf\xe9"), "Caf\ufffd"),
        (dataset(120, b"a\x00b\x1b[31m"), "a b [31m"),
    ],
)
def test_iptc_is_latin_unless_it_says_or_shows_otherwise(block: bytes, expected: str) -> None:
    assert read_iptc(block)["Caption-Abstract"] == [expected]


@pytest.mark.parametrize(
    "block",
    [b"\x1c", b"\x1c\x02\x78\xff\xff" + b"x" * 90, b"\x1c\x02\x78\x7f", b"\0" * 500, dataset(120, b"") * 10, b""],
)
def test_a_damaged_iptc_block_says_nothing(block: bytes) -> None:
    assert read_iptc(block) == {}


def test_xmp_is_read_in_all_its_forms() -> None:
    packet = xmp(
        alternatives("dc:title", de="Turm", x_default="Tower")
        + bag("dc:subject", "sea", "sky")
        + bag("dc:creator", "Ada", "Grace", kind="Seq")
        + bag("lr:hierarchicalSubject", "Places|Coast|North")
        + '<exif:Flash rdf:parseType="Resource"><exif:Fired>True</exif:Fired></exif:Flash>'
        + '<dc:source rdf:resource="https://example.org/x"/>',
        'xmp:Rating="4" photoshop:Headline="Up high"',
    )
    found = read_xmp(packet)
    assert found["exif:Flash"] == {"exif:Fired": "True"}
    assert found["dc:source"] == "https://example.org/x"
    words = words_of(said(packet=packet))
    assert (words.title, words.creator, words.rating) == ("Tower", "Ada; Grace", 4)
    assert words.keywords == ["sea", "sky", "Places/Coast/North"]


@pytest.mark.parametrize("rating", ["0", "6", "-2", "NaN", "many", "", "1e999"])
def test_a_rating_that_is_none_is_left_out(rating: str) -> None:
    assert words_of(said(packet=xmp("", f'xmp:Rating="{rating}"'))).rating is None


def test_keywords_come_once_whatever_their_capitals_and_end_at_a_hundred() -> None:
    many = [f"word {number}" for number in range(300)]
    words = words_of(said(packet=xmp(bag("dc:subject", "Sea", "sea", " SEA ", "", "x" * 5000, *many))))
    assert words.keywords[0] == "Sea"
    assert len(words.keywords) == 100
    assert max(map(len, words.keywords)) == 200


HOSTILE = {
    "entities": b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + xmp(bag("dc:subject", "&b;")),
    "a file of ours": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + xmp(bag("dc:subject", "&a;")),
    "no end": xmp(bag("dc:subject", "sea"))[:-40],
    "no XML": b"\x00\xff" * 500,
    "another root": b"<html><body>hello</body></html>",
    "larger than a megabyte": xmp(bag("dc:subject", "x" * 1_100_000)),
}


@pytest.mark.parametrize("packet", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_xmp_says_nothing(packet: bytes) -> None:
    assert read_xmp(packet) == {}


@pytest.mark.parametrize(
    "packet",
    [
        xmp(
            "<dc:source>"
            + "<rdf:Description><dc:source>" * 5000
            + "</dc:source></rdf:Description>" * 5000
            + "</dc:source>"
        ),
        xmp(bag("dc:subject", *["x"] * 40_000)),
        xmp("".join(f"<dc:a{number}>x</dc:a{number}>" for number in range(20_000))),
    ],
    ids=["deep", "long", "wide"],
)
def test_xmp_without_measure_ends_soon(packet: bytes) -> None:
    started = process_time()
    found = Embedded(xmp=read_xmp(packet))
    assert len(str(found.raw())) < 200_000
    assert process_time() - started < 1


def test_a_date_is_taken_from_whoever_tells_it() -> None:
    iptc = dataset(55, b"20240506") + dataset(60, b"070809+0200")
    with_zone = CaptureTime(local="2024-05-06T07:08:09", offset_minutes=120, utc="2024-05-06T05:08:09Z")
    assert captured(said(iptc=iptc)) == with_zone
    assert captured(said(iptc=dataset(55, b"20240506"))) == CaptureTime(local="2024-05-06T00:00:00")
    created = xmp("", 'photoshop:DateCreated="2023-01-02T03:04:05.25Z"')
    expected = CaptureTime(local="2023-01-02T03:04:05.250", offset_minutes=0, utc="2023-01-02T03:04:05.250Z")
    assert captured(said(iptc=iptc, packet=created)) == expected
    assert captured(said(iptc=iptc, packet=created, xmp_wins=False)) == with_zone
    in_exif = Embedded(Directories(photo={BASE.DateTimeOriginal: "2022:02:03 04:05:06"}), xmp=read_xmp(created))
    assert captured(in_exif) == CaptureTime(local="2022-02-03T04:05:06")


@pytest.mark.parametrize(
    "date", ["2023", "2023-02", "0000-00-00", "2023-13-01T00:00", "soon", "9999-12-31T23:59:59-14:00"]
)
def test_half_a_date_is_no_date(date: str) -> None:
    found = captured(said(packet=xmp("", f'photoshop:DateCreated="{date}"')))
    assert found is None or found.utc is None


def test_xmp_tells_place_camera_and_exposure_where_exif_does_not() -> None:
    found = said(
        packet=xmp(
            "",
            'exif:GPSLatitude="48,51.5N" exif:GPSLongitude="2,21,36W" tiff:Make="Leica" tiff:Model="M10" '
            'aux:Lens="Summicron" exif:FNumber="28/10" exif:ExposureTime="1/250" exif:FocalLength="50/0"',
        )
    )
    assert place(found) == Place(latitude=48.8583333, longitude=-2.36)
    assert (camera(found), lens(found)) == ("Leica M10", "Summicron")
    assert exposure(found) == Exposure(aperture=2.8, seconds=0.004)


def test_what_a_camera_writes_for_a_caption_is_none() -> None:
    for text in ("OLYMPUS DIGITAL CAMERA", "SONY DSC", "DCF 1.0", "KODAK Digital Still Camera"):
        assert words_of(said({BASE.ImageDescription: text})).caption is None


def test_windows_words_are_read_where_there_are_no_others() -> None:
    wide = tuple("Sea; Sky\0".encode("utf-16-le"))
    words = words_of(said({BASE.XPKeywords: wide, BASE.XPTitle: tuple("Boat\0".encode("utf-16-le"))}))
    assert (words.keywords, words.title) == (["Sea", "Sky"], "Boat")


def png(*chunks: tuple[bytes, bytes], pixels: int = 1) -> bytes:
    """A grey PNG of so many pixels a side, with chunks of words behind the picture."""
    head = struct.pack("!IIBBBBB", pixels, pixels, 8, 0, 0, 0, 0)
    body = zlib.compress((b"\0" + b"\x80" * pixels) * pixels)
    parts = [(b"IHDR", head), (b"IDAT", body), *chunks, (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4) for kind, data in parts
    )


def test_a_png_is_read_without_unpacking_its_pixels(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[BASE.Make] = "Pentax"
    packet = xmp(alternatives("dc:title", x_default="Boat"))
    body = png(
        (b"eXIf", exif.tobytes().removeprefix(b"Exif\0\0")),
        (b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + packet),
        (b"zTXt", b"Copyright\0\0" + zlib.compress(b"Ada")),
        pixels=6000,
    )
    (tmp_path / "large.png").write_bytes(body)
    started = process_time()
    found = read_embedded(tmp_path / "large.png", {})
    assert process_time() - started < 0.05
    assert (camera(found), words_of(found).title, words_of(found).copyright) == ("Pentax", "Boat", "Ada")


def test_a_png_whose_words_unpack_to_a_gigabyte_is_read_in_part(tmp_path: Path) -> None:
    packer = zlib.compressobj(9)
    bomb = b"".join(packer.compress(b"a" * 1_000_000) for _ in range(300)) + packer.flush()
    (tmp_path / "bomb.png").write_bytes(png((b"zTXt", b"Title\0\0" + bomb)))
    assert len(words_of(read_embedded(tmp_path / "bomb.png", {})).title or "") == 2000


@pytest.mark.parametrize(
    "tiff",
    [
        b"II*\0\x08\0\0\0\xff\xff" + b"\xff" * 12 * 500,
        b"MM\0*\0\0\0\x08" + b"\0\1" + struct.pack("!HHII", 0x010F, 2, 0xFFFFFFFF, 8),
        b"MM\0*\0\0\0\x08" + b"\0\1" + struct.pack("!HHII", 0x8769, 4, 1, 8),
        b"II+\0\x08\0\0\0" + b"\xff" * 8,
        b"II*\0",
    ],
    ids=["too many entries", "a text of 4 GB", "a directory inside itself", "beyond the end", "cut"],
)
def test_hostile_directories_say_nothing(tmp_path: Path, tiff: bytes) -> None:
    (tmp_path / "x.tif").write_bytes(tiff)
    assert camera(read_embedded(tmp_path / "x.tif", {})) is None


def test_xmp_in_parts_is_put_together(tmp_path: Path) -> None:
    name = b"0123456789ABCDEF0123456789ABCDEF"
    main = xmp("", f'xmlns:n="http://ns.adobe.com/xmp/note/" n:HasExtendedXMP="{name.decode()}" xmp:Rating="2"')
    more = xmp(alternatives("dc:title", x_default="Long " * 20_000))
    parts = [(start, more[start : start + 60_000]) for start in range(0, len(more), 60_000)]
    body = b"\xff\xd8" + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + main)
    for start, part in reversed(parts):
        head = name + len(more).to_bytes(4) + start.to_bytes(4)
        body += segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + head + part)
    (tmp_path / "x.jpg").write_bytes(body + b"\xff\xd9")
    words = words_of(read_embedded(tmp_path / "x.jpg", {}))
    assert (words.rating, (words.title or "")[:9], len(words.title or "")) == (2, "Long Long", 2000)


def test_the_joiners_of_emoji_and_persian_are_kept() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467 می\u200cخواهم"
    packet = xmp(alternatives("dc:title", x_default=family + "\u202e\x0b"))
    assert words_of(said(packet=packet)).title == family


def test_metadata_of_every_odd_file_is_read_in_no_time_and_without_an_exception(shared: Path) -> None:
    files = [file for file in (shared / "corpus/exiftool").iterdir() if file.is_file()]
    slow = {}
    for file in files:
        started = process_time()
        found = read_embedded(file, {})
        words_of(found), captured(found), place(found), exposure(found), found.raw()
        if (took := process_time() - started) > 0.2:
            slow[file.name] = took
    assert len(files) > 150
    assert slow == {}
