"""What a file says of itself, as partners see it."""

from datetime import datetime
from typing import Any

import strawberry

from vitrine.api.scalars import JSON


@strawberry.type(description="`local` is the camera's clock as written; `utc` only when an offset or a place tells it.")
class CaptureTime:
    local: str = strawberry.field(description="ISO 8601 without an offset.")
    offset_minutes: int | None = strawberry.field(description="Minutes east of UTC, where the file tells.")
    utc: datetime | None = strawberry.field(description="The instant, where it can be known.")


@strawberry.type(description="Where a picture was taken (WGS 84).")
class Place:
    latitude: float = strawberry.field(description="Degrees north.")
    longitude: float = strawberry.field(description="Degrees east.")
    altitude: float | None = strawberry.field(description="Metres above the sea.")


@strawberry.type(description="How a photo was exposed, as its camera wrote it.")
class Exposure:
    aperture: float | None = strawberry.field(description="The f-number: 2.8 is f/2.8.")
    seconds: float | None = strawberry.field(description="How long the shutter was open; 0.004 is 1/250 s.")
    iso: int | None = strawberry.field(description="Sensitivity.")
    focal_length: float | None = strawberry.field(description="Millimetres, as written on the lens.")
    focal_length_in_35mm: int | None = strawberry.field(
        name="focalLengthIn35mm", description="Millimetres that give the same view on 35 mm film."
    )


@strawberry.type(
    description="What the file says of itself: EXIF, IPTC and XMP read together. Null where it says nothing."
)
class Metadata:
    camera: str | None = strawberry.field(description="Maker and model.")
    lens: str | None = strawberry.field(description="As the camera names it.")
    place: Place | None = strawberry.field(description="Where it was taken.")
    exposure: Exposure | None = strawberry.field(description="Aperture, shutter and the like; null for no photo.")
    codec: str | None = strawberry.field(description="How film and sound are encoded.")
    video_codec: str | None = strawberry.field(description="How a film's pictures are encoded: h264, hevc, vp9.")
    audio_codec: str | None = strawberry.field(description="How its sound is encoded: aac, mp3, opus.")
    frame_rate: float | None = strawberry.field(description="Pictures per second, on average.")
    bit_rate: int | None = strawberry.field(description="Bits per second, of everything in the file.")
    rotation: int | None = strawberry.field(description="Degrees clockwise that a player turns it: 0, 90, 180, 270.")
    channels: int | None = strawberry.field(description="Channels of its sound: 2 is stereo.")
    sample_rate: int | None = strawberry.field(description="Samples of its sound per second.")
    frames: int | None = strawberry.field(description="Pictures of an animation, up to 10,000.")
    artist: str | None = strawberry.field(description="Who plays or sings, as embedded in the file.")
    album: str | None = strawberry.field(description="As embedded in the file.")
    copyright: str | None = strawberry.field(description="As embedded in the file.")
    creator: str | None = strawberry.field(description="Who made it; several people are separated by semicolons.")
    title: str | None = strawberry.field(description="As embedded in the file; the asset's own may be another by now.")
    caption: str | None = strawberry.field(description="As embedded in the file.")
    keywords: list[str] = strawberry.field(description='As embedded in the file; hierarchical ones are "a/b/c".')
    rating: int | None = strawberry.field(description="1 to 5 stars, or -1 for rejected, as embedded in the file.")
    pages: int | None = strawberry.field(description="Pages of a document.")
    fields: JSON = strawberry.field(description="Values of the library's own fields, by key.")
    raw: JSON = strawberry.field(
        description="Embedded metadata as found, by where it was: exif, iptc, xmp, pdf, container; then by name."
    )

    @classmethod
    def of(cls, facts: dict[str, Any]) -> "Metadata":
        place, exposure = facts.get("place"), facts.get("exposure")
        return cls(
            camera=facts.get("camera"),
            lens=facts.get("lens"),
            place=Place(**place) if place else None,
            exposure=Exposure(**exposure) if exposure else None,
            codec=facts.get("codec"),
            video_codec=facts.get("video_codec"),
            audio_codec=facts.get("audio_codec"),
            frame_rate=facts.get("frame_rate"),
            bit_rate=facts.get("bit_rate"),
            rotation=facts.get("rotation"),
            channels=facts.get("channels"),
            sample_rate=facts.get("sample_rate"),
            frames=facts.get("frames"),
            artist=facts.get("artist"),
            album=facts.get("album"),
            copyright=facts.get("copyright"),
            creator=facts.get("creator"),
            title=facts.get("title"),
            caption=facts.get("caption"),
            keywords=facts.get("keywords") or [],
            rating=facts.get("rating"),
            pages=facts.get("pages"),
            fields=JSON({}),
            raw=JSON(facts.get("raw") or {}),
        )
