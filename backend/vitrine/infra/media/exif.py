"""EXIF, read for what it is worth: by hand-made, broken and hostile writers."""

from collections.abc import Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

from PIL import ExifTags
from PIL.TiffImagePlugin import IFDRational

from vitrine.infra.media.facts import Json

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

Tags = Mapping[int, Any]

_MAX_TEXT = 2000
_MAX_LIST = 64
_MAX_TAGS = 400
_MAX_CHARACTERS = 64 * 1024
# Pointers into the file, previews and makers' private blobs mean nothing outside the file.
_SKIPPED = {"MakerNote", "PrintImageMatching", "ExifOffset", "GPSInfo", "ExifInteroperabilityOffset", "XMLPacket"}
_SKIPPED |= {"JPEGTables", "InterColorProfile", "ImageResources", "StripOffsets", "StripByteCounts", "TileOffsets"}
_SKIPPED |= {"TileByteCounts", "JpegIFOffset", "JpegIFByteCount", "SubIFDs", "IPTCNAA", "ImageSourceData"}


def read_exif(picture: "Picture") -> dict[str, Tags]:
    """Return EXIF's directories as {"main", "photo", "gps"}; what cannot be read is left empty, whatever it raises.

    The photo matters more than its metadata, and Pillow's parser raises a dozen kinds of exception on odd input.
    """
    found: dict[str, Tags] = {"main": {}, "photo": {}, "gps": {}}
    try:
        exif = picture.getexif()
        found["main"] = dict(exif)
        found["photo"] = exif.get_ifd(ExifTags.IFD.Exif)
        found["gps"] = exif.get_ifd(ExifTags.IFD.GPSInfo)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 -- see the docstring; what was read up to here is kept
        return found
    return found


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
    text = "".join(char if char.isprintable() else " " for char in value[: 2 * _MAX_TEXT])
    return " ".join(text.split())[:_MAX_TEXT] or None


def raw_exif(directories: Mapping[str, Tags]) -> dict[str, Json]:
    """Return EXIF by tag name, safe to keep as JSON: bounded, no blobs, no NaN, no control characters."""
    budget = _MAX_CHARACTERS
    raw: dict[str, Json] = {}
    for directory, names in (("main", ExifTags.TAGS), ("photo", ExifTags.TAGS), ("gps", ExifTags.GPSTAGS)):
        for tag, value in islice(directories[directory].items(), _MAX_TAGS):
            name = names.get(tag, f"{directory}-{tag:#06x}" if isinstance(tag, int) else "")
            safe = None if name in _SKIPPED else _json(value)
            budget -= len(str(safe)) + len(name)
            if not name or safe is None or budget < 0:
                continue
            raw[name] = safe
    return raw


def _json(value: object) -> Json:
    if isinstance(value, bool | int):
        return value if -(2**53) < value < 2**53 else str(value)
    if isinstance(value, float | IFDRational):
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
    """Return a real, finite number, None for 0/0 and the like."""
    if isinstance(value, bool) or not isinstance(value, int | float | IFDRational):
        return None
    try:
        real = float(value)
    except (ZeroDivisionError, OverflowError, ValueError):
        return None
    return real if abs(real) < 1e15 else None  # a NaN compares false too
