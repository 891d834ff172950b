"""What containers say in words: dates, places, cameras, titles; by writers of every kind, so nothing is believed."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from vitrine.infra.media.exif import clean_text
from vitrine.infra.media.facts import CaptureTime, Json, Place

Tags = Mapping[str, str]

_MOMENT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,6})\d*)?\s*(?:(Z)|([+-])(\d\d):?(\d\d))?"
)
_PLACE = re.compile(r"([+-]\d+(?:\.\d+)?)([+-]\d+(?:\.\d+)?)([+-]\d+(?:\.\d+)?)?")
_MOST_TAGS, _LONGEST_TAG = 100, 500
# Clocks that were never set count from these years.
_NEVER_SET = (1904, 1970)


def lowered(tags: object) -> dict[str, str]:
    """Return a container's tags by lower-case name, as clean text; what is not text is left out."""
    if not isinstance(tags, dict):
        return {}
    cleaned = ((clean_text(name), clean_text(value)) for name, value in list(tags.items())[:_MOST_TAGS])
    return {name.lower()[:100]: value for name, value in cleaned if name and value}


def raw(tags: Tags) -> dict[str, Json]:
    """Return tags to keep as they are, bounded."""
    return {name: value[:_LONGEST_TAG] for name, value in tags.items()}


def first(tags: Tags, *names: str) -> str | None:
    """Return the first of these tags that says something."""
    return next((tags[name] for name in names if name in tags), None)


def captured(tags: Tags) -> CaptureTime | None:
    """Return when recording began: by the phone's own clock and zone, or what the container keeps, which is UTC."""
    for name in ("com.apple.quicktime.creationdate", "creation_time"):
        if found := _MOMENT.match(tags.get(name, "")):
            return _moment(found)
    return None


def _moment(found: re.Match[str]) -> CaptureTime | None:
    year, month, day, hour, minute, second = (int(part) for part in found.groups()[:6])
    microsecond = int((found[7] or "0").ljust(6, "0"))
    try:
        local = datetime(year, month, day, hour, minute, second, microsecond, tzinfo=UTC)
        offset = _offset(found)
        utc = local - timedelta(minutes=offset or 0)
    except (ValueError, OverflowError):
        return None
    if year in _NEVER_SET:
        return None
    return CaptureTime(local=_iso(local), offset_minutes=offset, utc=_iso(utc) + "Z" if offset is not None else None)


def _offset(found: re.Match[str]) -> int | None:
    if found[8]:
        return 0
    if not found[9]:
        return None
    minutes = int(found[10]) * 60 + int(found[11])
    return minutes if found[9] == "+" else -minutes


def _iso(moment: datetime) -> str:
    return moment.replace(tzinfo=None).isoformat(timespec="milliseconds" if moment.microsecond else "seconds")


def place(tags: Tags) -> Place | None:
    """Return where recording began, from ISO 6709 in degrees: "+27.5916+086.5640+8850/"."""
    written = first(tags, "com.apple.quicktime.location.iso6709", "location", "location-eng")
    found = _PLACE.match(written or "")
    if not found:
        return None
    latitude, longitude = _degrees(found[1], 2), _degrees(found[2], 3)
    altitude = float(found[3]) if found[3] else None
    # 0, 0 is what writers leave that had no fix.
    if abs(latitude) > 90 or abs(longitude) > 180 or latitude == longitude == 0:
        return None
    return Place(
        latitude=round(latitude, 7),
        longitude=round(longitude, 7),
        altitude=altitude if altitude is None or abs(altitude) <= 100_000 else None,
    )


def _degrees(written: str, digits: int) -> float:
    """Read degrees, or degrees with minutes and seconds behind them: `digits` are those of the degrees."""
    sign = -1 if written[0] == "-" else 1
    whole, _, fraction = written[1:].partition(".")
    parts = [whole[:digits], *re.findall("..", whole[digits:])]
    if len(whole) < digits or len(whole[digits:]) not in {0, 2, 4}:
        return sign * float(written[1:])
    numbers = [float(part) for part in parts]
    numbers[-1] += float(f"0.{fraction or 0}")
    return sign * sum(number / 60.0**position for position, number in enumerate(numbers))


def camera(tags: Tags) -> str | None:
    """Return maker and model, the maker once."""
    make = first(tags, "com.apple.quicktime.make", "com.android.manufacturer", "make")
    model = first(tags, "com.apple.quicktime.model", "com.android.model", "model")
    if not make or not model:
        return model or make
    return model if model.lower().startswith(make.split()[0].lower()) else f"{make} {model}"
