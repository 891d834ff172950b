"""What a picture says about itself."""

from dataclasses import asdict, dataclass, field
from typing import Any, Self

# What is read of a file, and how. Whoever learns to read more raises it: reprocessing then reads the file again.
FACTS_VERSION = 2

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureTime:
    """When the shutter opened: ISO 8601 by the camera's clock, and in UTC where the file tells how far that is away."""

    local: str
    offset_minutes: int | None = None
    utc: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the camera was: degrees, and metres above the sea."""

    latitude: float
    longitude: float
    altitude: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """How a photo was exposed: f-number, seconds, sensitivity, millimetres."""

    aperture: float | None = None
    seconds: float | None = None
    iso: int | None = None
    focal_length: float | None = None
    focal_length_in_35mm: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageFacts:
    """What can be known of a picture, or of a document by its first page.

    `width` and `height` are as seen, `orientation` is what EXIF asked for (1 to 8); a page has so many pixels at 150 an
    inch. `frames` counts an animation's or a TIFF's pictures, up to 10,000, `pages` a document's. `raw` holds EXIF,
    IPTC and XMP as found, each by name: JSON-safe and bounded.
    """

    mime: str
    width: int
    height: int
    orientation: int
    frames: int
    mode: str
    captured: CaptureTime | None = None
    camera: str | None = None
    lens: str | None = None
    place: Place | None = None
    exposure: Exposure | None = None
    creator: str | None = None
    copyright: str | None = None
    title: str | None = None
    caption: str | None = None
    keywords: list[str] = field(default_factory=list)
    rating: int | None = None
    pages: int | None = None
    raw: dict[str, Json] = field(default_factory=dict)

    def to_wire(self) -> dict[str, Any]:
        """Return what from_wire reads; what is not known is left out."""
        return {name: value for name, value in asdict(self).items() if value not in (None, [], {})}

    @classmethod
    def from_wire(cls, wire: dict[str, Any]) -> Self:
        """Rebuild facts that a child sent. Raises TypeError for what no child of ours would send."""
        captured, place, exposure = wire.get("captured"), wire.get("place"), wire.get("exposure")
        return cls(
            **{
                **wire,
                "captured": CaptureTime(**captured) if captured else None,
                "place": Place(**place) if place else None,
                "exposure": Exposure(**exposure) if exposure else None,
            }
        )
