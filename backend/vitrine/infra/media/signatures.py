"""Types that the first bytes alone decide."""

from vitrine.infra.media import file_types as t
from vitrine.infra.media.file_types import FileType, Kind, refused

_RAW = t.RAW
_OFFICE = refused("an office document", "application/vnd.openxmlformats-officedocument")
_ARCHIVE = refused("an archive")
_FONT = refused("a font")

# (offset, bytes, type). The longer and rarer come first; containers that must be looked into are in containers.py.
_SIGNATURES: tuple[tuple[int, bytes, FileType], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", t.PNG),
    (0, b"GIF87a", t.GIF),
    (0, b"GIF89a", t.GIF),
    (0, b"8BPS\x00\x01", t.PSD),
    (0, b"8BPS\x00\x02", t.PSB),
    (0, b"FLV\x01", t.FLV),
    (0, b"fLaC", t.FLAC),
    (0, b"#!AMR", t.AMR),
    (0, b"caff\x00\x01", t.CAF),
    (0, b"\x0b\x77", t.AC3),
    (0, b"\x00\x00\x01\xba", t.MPEG),
    (0, b"\x00\x00\x01\xb3", t.MPEG),
    (0, b"FUJIFILMCCD-RAW", _RAW),
    (0, b"IIRO", _RAW),
    (0, b"IIRS", _RAW),
    (0, b"MMOR", _RAW),
    (0, b"IIU\x00", _RAW),
    (0, b"FOVb", _RAW),
    (0, b"\x00MRM", _RAW),
    (0, b"II\x1a\x00\x00\x00HEAPCCDR", _RAW),
    (0, b"\x00\x00\x00\x0cJXL \r\n\x87\n", t.JPEG_XL),
    (0, b"\xff\x0a", t.JPEG_XL),
    (0, b"\xff\x4f\xff\x51", t.JPEG_2000),
    (0, b"\x00\x00\x01\x00", t.ICON),
    (0, b"\x00\x00\x02\x00", t.ICON),
    (0, b"II\xbc\x01", refused("a JPEG XR picture", "image/jxr", Kind.IMAGE)),
    (0, b"qoif", refused("a QOI picture", "image/qoi", Kind.IMAGE)),
    (0, b"gimp xcf", refused("a GIMP document", "image/x-xcf", Kind.IMAGE)),
    (0, b"\x76\x2f\x31\x01", refused("an OpenEXR picture", "image/x-exr", Kind.IMAGE)),
    (0, b"BPG\xfb", refused("a BPG picture", "image/bpg", Kind.IMAGE)),
    (0, b"MThd", refused("a MIDI score", "audio/midi", Kind.AUDIO)),
    (0, b".RMF", refused("a RealMedia file", "application/vnd.rn-realmedia", Kind.VIDEO)),
    (0, b"wvpk", refused("a WavPack sound file", "audio/x-wavpack", Kind.AUDIO)),
    (0, b"MAC ", refused("a Monkey's Audio sound file", "audio/x-ape", Kind.AUDIO)),
    (0, b"MP+", refused("a Musepack sound file", "audio/x-musepack", Kind.AUDIO)),
    (0, b"MPCK", refused("a Musepack sound file", "audio/x-musepack", Kind.AUDIO)),
    (0, b"DSD ", refused("a DSD sound file", "audio/x-dsf", Kind.AUDIO)),
    (0, b"%!PS", refused("a PostScript document", "application/postscript", Kind.DOCUMENT)),
    (0, b"{\\rtf", refused("an RTF document", "application/rtf", Kind.DOCUMENT)),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _OFFICE),
    (30, b"[Content_Types].xml", _OFFICE),
    (30, b"mimetypeapplication/vnd.oasis", _OFFICE),
    (0, b"PK\x03\x04", refused("a ZIP archive", "application/zip")),
    (0, b"PK\x05\x06", refused("a ZIP archive", "application/zip")),
    (0, b"\x1f\x8b", _ARCHIVE),
    (0, b"BZh", _ARCHIVE),
    (0, b"\xfd7zXZ\x00", _ARCHIVE),
    (0, b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (0, b"Rar!\x1a\x07", _ARCHIVE),
    (0, b"\x28\xb5\x2f\xfd", _ARCHIVE),
    (257, b"ustar", _ARCHIVE),
    (0, b"\x7fELF", t.PROGRAM),
    (0, b"MZ", t.PROGRAM),
    (0, b"\xca\xfe\xba\xbe", t.PROGRAM),
    (0, b"\xce\xfa\xed\xfe", t.PROGRAM),
    (0, b"\xcf\xfa\xed\xfe", t.PROGRAM),
    (0, b"#!", refused("a script")),
    (0, b"SQLite format 3\x00", refused("a database")),
    (0, b"OTTO\x00", _FONT),
    (0, b"\x00\x01\x00\x00\x00", _FONT),
    (0, b"wOFF", _FONT),
    (0, b"wOF2", _FONT),
)
_BMP_HEADERS = {12, 16, 40, 52, 56, 64, 108, 124}


def by_signature(head: bytes) -> FileType | None:
    """Return the type whose signature `head` carries, or None."""
    if head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in _BMP_HEADERS:
        return t.BMP
    for offset, signature, found in _SIGNATURES:
        if head.startswith(signature, offset):
            return found
    # PDF readers allow rubbish before the header, so files have it.
    return t.PDF if b"%PDF-" in head[:1024] else None
