"""EXIF and other words in files, made fit to keep: by hand-made, broken and hostile writers."""

from collections.abc import Mapping
from itertools import islice
from typing import Any

from PIL import ExifTags

from vitrine.infra.media.facts import Json
from vitrine.infra.media.metadata_tiff import Directories

Tags = Mapping[int, Any]

_MAX_TEXT = 2000
_MAX_LIST = 64
_MAX_TAGS = 400
_MAX_CHARACTERS = 48 * 1024
# Pointers into the file, previews and makers' private blobs mean nothing outside the file.
_SKIPPED = {"MakerNote", "PrintImageMatching", "ExifOffset", "GPSInfo", "ExifInteroperabilityOffset", "XMLPacket"}
_SKIPPED |= {"JPEGTables", "InterColorProfile", "ImageResources", "StripOffsets", "StripByteCounts", "TileOffsets"}
_SKIPPED |= {"TileByteCounts", "JpegIFOffset", "JpegIFByteCount", "SubIFDs", "IPTCNAA", "ImageSourceData"}
# Families of emoji, and Persian, are written with them.
_JOINERS = "\u200c\u200d"
# Windows writes these as bytes of UTF-16.
_WIDE = {"XPTitle", "XPComment", "XPAuthor", "XPKeywords", "XPSubject"}


def orientation_of(main: Tags) -> int:
    """Return EXIF's orientation, 1 for every value that is none."""
    value = main.get(ExifTags.Base.Orientation)
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def clean_text(value: object) -> str | None:
    """Return `value` as one line of text without control characters and padding; None when nothing is left."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", errors="replace")
    if not isinstance(value, str):
        return None
    text = "".join(char if char.isprintable() or char in _JOINERS else " " for char in value[: 2 * _MAX_TEXT])
    return " ".join(text.split())[:_MAX_TEXT] or None


def wide_text(value: object) -> str | None:
    """Return a text that Windows wrote: UTF-16 as a row of bytes."""
    if not isinstance(value, tuple | bytes):
        return None
    try:
        return clean_text(bytes(value[: 2 * _MAX_TEXT]).decode("utf-16-le", errors="replace"))
    except (TypeError, ValueError):
        return None


def raw_exif(found: Directories) -> dict[str, Json]:
    """Return EXIF by tag name, safe to keep as JSON: bounded, no blobs, no NaN, no control characters."""
    budget = _MAX_CHARACTERS
    raw: dict[str, Json] = {}
    for directory, tags, names in (
        ("main", found.main, ExifTags.TAGS),
        ("photo", found.photo, ExifTags.TAGS),
        ("gps", found.gps, ExifTags.GPSTAGS),
    ):
        for tag, value in islice(tags.items(), _MAX_TAGS):
            name = names.get(tag, f"{directory}-{tag:#06x}")
            safe = None if name in _SKIPPED else wide_text(value) if name in _WIDE else _json(value)
            budget -= len(str(safe)) + len(name)
            if safe is not None and budget >= 0:
                raw[name] = safe
    return raw


def bounded(values: Mapping[str, Any]) -> dict[str, Json]:
    """Return clean values as JSON to keep, as many as there is room for."""
    budget = _MAX_CHARACTERS
    kept: dict[str, Json] = {}
    for name, value in values.items():
        budget -= len(str(value)) + len(name)
        if budget >= 0:
            kept[name] = value
    return kept


def _json(value: object) -> Json:
    if isinstance(value, bool | int):
        return value if -(2**53) < value < 2**53 else str(value)
    if isinstance(value, float):
        return number(value)
    if isinstance(value, bytes):
        # EXIF's "undefined" type: short text (versions, comments with an encoding in front) or a blob.
        value = value.removeprefix(b"ASCII\x00\x00\x00").rstrip(b"\x00")
        return clean_text(value) if value.isascii() and len(value) <= _MAX_TEXT else None
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, tuple | list) and len(value) <= _MAX_LIST:
        return [_json(item) for item in value]
    return None


def number(value: object) -> float | None:
    """Return a real, finite number, None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        real = float(value)
    except OverflowError:
        return None
    return real if abs(real) < 1e15 else None  # a NaN compares false too
