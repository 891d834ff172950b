"""When, where and with what a photo was taken."""

import re
from datetime import UTC, datetime, timedelta

from PIL import ExifTags

from vitrine.infra.media.exif import Tags, clean_text, number
from vitrine.infra.media.facts import CaptureTime, Place

_DATE = re.compile(r"(\d{4})[:\-/](\d{1,2})[:\-/](\d{1,2})[ T](\d{1,2}):(\d{1,2})(?::(\d{1,2}))?")
_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d{2})")
_QUARTER = 15
_FARTHEST = 14 * 60


def captured(photo: Tags, gps: Tags) -> CaptureTime | None:
    """Return when the shutter opened, by OffsetTimeOriginal or the satellites' clock in UTC as well.

    DateTime is not looked at: it says when the file was last written, by whatever program.
    """
    for date, fraction, offset in (
        (ExifTags.Base.DateTimeOriginal, ExifTags.Base.SubsecTimeOriginal, ExifTags.Base.OffsetTimeOriginal),
        (ExifTags.Base.DateTimeDigitized, ExifTags.Base.SubsecTimeDigitized, ExifTags.Base.OffsetTimeDigitized),
    ):
        if local := _local(photo.get(date), photo.get(fraction)):
            minutes = _offset(photo.get(offset) or photo.get(ExifTags.Base.OffsetTime))
            return _with_utc(local, _offset_by_satellite(local, gps) if minutes is None else minutes)
    return None


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


def place(gps: Tags) -> Place | None:
    """Return where the camera was; None when the receiver had no fix or the numbers are on no map."""
    if clean_text(gps.get(ExifTags.GPS.GPSStatus)) == "V":
        return None
    latitude = _degrees(gps.get(ExifTags.GPS.GPSLatitude), gps.get(ExifTags.GPS.GPSLatitudeRef), "S", 90)
    longitude = _degrees(gps.get(ExifTags.GPS.GPSLongitude), gps.get(ExifTags.GPS.GPSLongitudeRef), "W", 180)
    # 0, 0 is in the sea off Ghana, and what writers leave there that had no fix.
    if latitude is None or longitude is None or latitude == longitude == 0:
        return None
    return Place(latitude=latitude, longitude=longitude, altitude=_altitude(gps))


def _degrees(value: object, reference: object, negative: str, limit: int) -> float | None:
    if not isinstance(value, tuple) or not 1 <= len(value) <= 3:
        return None
    parts = [number(part) for part in value]
    if any(part is None for part in parts):
        return None
    degrees: float = sum((part or 0.0) / 60.0**index for index, part in enumerate(parts))
    if not 0 <= degrees <= limit:
        return None
    return round(-degrees if clean_text(reference) == negative else degrees, 7)


def _altitude(gps: Tags) -> float | None:
    metres = number(gps.get(ExifTags.GPS.GPSAltitude))
    if metres is None or abs(metres) > 100_000:
        return None
    below = gps.get(ExifTags.GPS.GPSAltitudeRef) in {1, b"\x01"}
    return round(-metres if below else metres, 2)


def camera(main: Tags) -> str | None:
    """Return maker and model, the maker once: "Canon EOS 40D", not "Canon Canon EOS 40D"."""
    make, model = clean_text(main.get(ExifTags.Base.Make)), clean_text(main.get(ExifTags.Base.Model))
    if not make or not model:
        return model or make
    return model if model.lower().startswith(make.split()[0].lower()) else f"{make} {model}"
