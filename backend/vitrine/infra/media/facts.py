"""What a picture says about itself."""

from dataclasses import asdict, dataclass, field
from typing import Any, Self

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
class ImageFacts:
    """What can be known of a picture. `width` and `height` are as seen, `orientation` is what EXIF asked for (1 to 8).

    `frames` counts an animation's or a TIFF's pictures, up to 10,000. `raw` is EXIF by tag name, JSON-safe and bounded.
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
    copyright: str | None = None
    raw: dict[str, Json] = field(default_factory=dict)

    def to_wire(self) -> dict[str, Any]:
        """Return what from_wire reads."""
        return asdict(self)

    @classmethod
    def from_wire(cls, wire: dict[str, Any]) -> Self:
        """Rebuild facts that a child sent. Raises TypeError for what no child of ours would send."""
        captured, place = wire.get("captured"), wire.get("place")
        return cls(
            **{
                **wire,
                "captured": CaptureTime(**captured) if captured else None,
                "place": Place(**place) if place else None,
            }
        )
