"""Where and with what a photo was taken."""

import re
from typing import Any

from PIL import ExifTags

from vitrine.infra.media.exif import Tags, clean_text, number
from vitrine.infra.media.facts import Exposure, Place
from vitrine.infra.media.metadata import Embedded

_DEGREES = re.compile(r"(\d{1,3}),(\d{1,2}(?:\.\d+)?)(?:,(\d{1,2}(?:\.\d+)?))?([NSEW])")
_LONGEST = 30 * 24 * 3600.0
_BASE = ExifTags.Base


def place(said: Embedded) -> Place | None:
    """Return where the camera was, by EXIF or else by XMP; None without a fix, or for numbers that are on no map."""
    gps = said.exif.gps
    if clean_text(gps.get(ExifTags.GPS.GPSStatus)) == "V":
        return None
    latitude = _degrees(gps.get(ExifTags.GPS.GPSLatitude), gps.get(ExifTags.GPS.GPSLatitudeRef), "S", 90)
    longitude = _degrees(gps.get(ExifTags.GPS.GPSLongitude), gps.get(ExifTags.GPS.GPSLongitudeRef), "W", 180)
    if latitude is None or longitude is None:
        latitude = _written_degrees(said.xmp.get("exif:GPSLatitude"), 90)
        longitude = _written_degrees(said.xmp.get("exif:GPSLongitude"), 180)
    # 0, 0 is in the sea off Ghana, and what writers leave there that had no fix.
    if latitude is None or longitude is None or latitude == longitude == 0:
        return None
    return Place(latitude=latitude, longitude=longitude, altitude=_altitude(gps))


def _written_degrees(value: Any, limit: int) -> float | None:
    """Read "48,51.4N" or "48,51,24N"."""
    found = _DEGREES.fullmatch(value) if isinstance(value, str) else None
    if not found:
        return None
    parts = tuple(float(part) for part in found.groups()[:3] if part)
    return _degrees(parts, "-" if found[4] in "SW" else "+", "-", limit)


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


def camera(said: Embedded) -> str | None:
    """Return maker and model, the maker once: "Canon EOS 40D", not "Canon Canon EOS 40D"."""
    main, xmp = said.exif.main, said.xmp
    make = clean_text(main.get(_BASE.Make)) or clean_text(xmp.get("tiff:Make"))
    model = clean_text(main.get(_BASE.Model)) or clean_text(xmp.get("tiff:Model"))
    if not make or not model:
        return model or make
    return model if model.lower().startswith(make.split()[0].lower()) else f"{make} {model}"


def lens(said: Embedded) -> str | None:
    """Return the lens as the camera names it."""
    named = (said.exif.photo.get(_BASE.LensModel), said.xmp.get("exifEX:LensModel"), said.xmp.get("aux:Lens"))
    return next((text for each in named if (text := clean_text(each))), None)


def exposure(said: Embedded) -> Exposure | None:
    """Return how the photo was exposed; None where nothing is told that can be true."""
    photo, xmp = said.exif.photo, said.xmp
    iso = photo.get(_BASE.ISOSpeedRatings, xmp.get("exif:ISOSpeedRatings"))
    found = Exposure(
        aperture=_between(photo.get(_BASE.FNumber, xmp.get("exif:FNumber")), 0.1, 1000),
        seconds=_between(photo.get(_BASE.ExposureTime, xmp.get("exif:ExposureTime")), 1e-7, _LONGEST),
        iso=_whole(iso[0] if isinstance(iso, tuple | list) and iso else iso, 10_000_000),
        focal_length=_between(photo.get(_BASE.FocalLength, xmp.get("exif:FocalLength")), 0.1, 100_000),
        focal_length_in_35mm=_whole(
            photo.get(_BASE.FocalLengthIn35mmFilm, xmp.get("exif:FocalLengthIn35mmFilm")), 100_000
        ),
    )
    return None if found == Exposure() else found


def _between(value: Any, least: float, most: float) -> float | None:
    if isinstance(value, str):
        above, _, below = value.partition("/")
        try:
            value = float(above) / float(below or 1)
        except (ValueError, ZeroDivisionError, OverflowError):
            return None
    real = number(value)
    return round(real, 7) if real is not None and least <= real <= most else None


def _whole(value: Any, most: int) -> int | None:
    real = _between(value, 1, most)
    return None if real is None else round(real)
