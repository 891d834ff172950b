"""When a photo was taken."""

import re
from datetime import UTC, datetime, timedelta

from PIL import ExifTags

from vitrine.infra.media.exif import Tags, clean_text, number
from vitrine.infra.media.facts import CaptureTime
from vitrine.infra.media.iptc import first
from vitrine.infra.media.metadata import Embedded

_DATE = re.compile(r"(\d{4})[:\-/](\d{1,2})[:\-/](\d{1,2})[ T](\d{1,2}):(\d{1,2})(?::(\d{1,2}))?")
_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2})?)(?:\.(\d+))?(Z|[+-]\d{2}:?\d{2})?)?")
_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d{2})")
_QUARTER = 15
_FARTHEST = 14 * 60


_BASE = ExifTags.Base
_ORIGINAL = (_BASE.DateTimeOriginal, _BASE.SubsecTimeOriginal, _BASE.OffsetTimeOriginal)
_DIGITISED = (_BASE.DateTimeDigitized, _BASE.SubsecTimeDigitized, _BASE.OffsetTimeDigitized)


def captured(said: Embedded) -> CaptureTime | None:
    """Return when the shutter opened, in UTC as well where the file tells how far that is away.

    EXIF first, then IPTC or XMP as for words (see metadata.py), at last when a slide or a tape was digitised. DateTime
    and xmp:CreateDate are not looked at: they say when the file was written, by whatever program.
    """
    return (
        _by_exif(said, _ORIGINAL)
        or _by_words(said)
        or _by_xmp(said, "exif:DateTimeOriginal")
        or _by_exif(said, _DIGITISED)
        or _by_xmp(said, "exif:DateTimeDigitized")
    )


def _by_exif(said: Embedded, tags: tuple[int, int, int]) -> CaptureTime | None:
    """Return a time of EXIF, with its own offset or that of the satellites' clock."""
    photo = said.exif.photo
    date, fraction, offset = tags
    local = _local(photo.get(date), photo.get(fraction))
    if local is None:
        return None
    minutes = _offset(photo.get(offset) or photo.get(_BASE.OffsetTime))
    return _with_utc(local, _offset_by_satellite(local, said.exif.gps) if minutes is None else minutes)


def _by_words(said: Embedded) -> CaptureTime | None:
    date, time = first(said.iptc, "DateCreated"), first(said.iptc, "TimeCreated")
    iptc = _parsed(_iptc_time(date, time)) if date else None
    xmp = _by_xmp(said, "photoshop:DateCreated")
    return xmp or iptc if said.xmp_wins else iptc or xmp


def _iptc_time(date: str, time: str | None) -> str:
    """Return 20260417 and 120500+0200 as XMP would write them."""
    hours = f"T{time[:2]}:{time[2:4]}:{time[4:6]}" if time else ""
    offset = f"{time[6:9]}:{time[9:11]}" if time and len(time) >= 11 else ""
    return f"{date[:4]}-{date[4:6]}-{date[6:8]}{hours}{offset}"


def _by_xmp(said: Embedded, name: str) -> CaptureTime | None:
    value = said.xmp.get(name)
    return _parsed(value) if isinstance(value, str) else None


def _parsed(text: str) -> CaptureTime | None:
    """Read a date of ISO 8601, with or without a time and an offset; a day alone begins at midnight."""
    found = _ISO.fullmatch(text.strip())
    if not found:
        return None
    local = _local(f"{found[1].replace('-', ':')} {found[2] or '00:00'}", found[3])
    return _with_utc(local, _offset(found[4])) if local else None


def _with_utc(local: datetime, minutes: int | None) -> CaptureTime:
    if minutes is None:
        return CaptureTime(local=_iso(local))
    try:
        utc = local - timedelta(minutes=minutes)
    except OverflowError:
        return CaptureTime(local=_iso(local))
    return CaptureTime(local=_iso(local), offset_minutes=minutes, utc=_iso(utc) + "Z")


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds" if moment.microsecond else "seconds")


def _local(date: object, fraction: object) -> datetime | None:
    found = _DATE.match(clean_text(date) or "")
    if not found:
        return None
    digits = re.match(r"\d{1,6}", clean_text(fraction) or "")
    microseconds = int(digits[0].ljust(6, "0")) if digits else 0
    try:
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
        # By the camera's clock, wherever that was: there is no zone to give.
        return datetime(year, month, day, hour, minute, second, microseconds)  # noqa: DTZ001
    except ValueError:
        return None


def _offset(value: object) -> int | None:
    text = clean_text(value) or ""
    if text == "Z":
        return 0
    found = _OFFSET.fullmatch(text)
    if not found:
        return None
    minutes = int(found[2]) * 60 + int(found[3])
    return None if minutes > _FARTHEST else minutes if found[1] == "+" else -minutes


def _offset_by_satellite(local: datetime, gps: Tags) -> int | None:
    """Return how far the camera's clock is from UTC, if GPS time is whole quarter hours away, give or take 3 minutes.

    The last fix may be older than the photo, and camera clocks drift; further off, nothing can be told.
    """
    time = gps.get(ExifTags.GPS.GPSTimeStamp)
    date = re.match(r"(\d{4}):(\d{2}):(\d{2})", clean_text(gps.get(ExifTags.GPS.GPSDateStamp)) or "")
    parts = [number(part) for part in time] if isinstance(time, tuple) and len(time) == 3 else []
    if not date or any(part is None for part in parts) or not parts:
        return None
    try:
        utc = datetime(int(date[1]), int(date[2]), int(date[3]), tzinfo=UTC).replace(tzinfo=None)
        utc += timedelta(hours=parts[0] or 0, minutes=parts[1] or 0, seconds=parts[2] or 0)
    except (ValueError, OverflowError):
        return None
    minutes = (local - utc).total_seconds() / 60
    rounded = round(minutes / _QUARTER) * _QUARTER
    return rounded if abs(minutes - rounded) <= 3 and abs(rounded) <= _FARTHEST else None
