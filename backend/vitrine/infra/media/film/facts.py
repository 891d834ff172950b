"""What a film or a sound file says about itself."""

from dataclasses import asdict, dataclass, field
from typing import Any, Self

from vitrine.infra.media.facts import CaptureTime, Json, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoTrack:
    """The moving picture as it is stored: before rotation, in its own pixels. Colours have ffmpeg's names."""

    index: int
    codec: str
    width: int
    height: int
    # The four letters by which an MP4 calls the codec.
    tag: str | None = None
    profile: str | None = None
    pixel_format: str | None = None
    transfer: str | None = None
    primaries: str | None = None
    matrix: str | None = None
    full_range: bool = False
    interlaced: bool = False
    square: bool = True
    bit_rate: int | None = None
    # Seconds at which the first picture is shown, by the file's own clock.
    start: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioTrack:
    """The sound as it is stored. `bit_rate` is in bits per second, `sample_rate` in Hz."""

    index: int
    codec: str
    profile: str | None = None
    channels: int | None = None
    sample_rate: int | None = None
    bit_rate: int | None = None
    # Seconds at which it is first heard, by the file's own clock.
    start: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptionTrack:
    """Subtitles kept as text. `language` is a BCP 47 tag, "und" where the file does not tell."""

    index: int
    language: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverTrack:
    """A still picture that lies in the file. `codec` is ffmpeg's name of its format."""

    index: int
    codec: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmFacts:
    """What can be known of a film or a sound without decoding it.

    `width` and `height` are as seen: after `rotation` (clockwise: 0, 90, 180, 270) and with square pixels; None without
    a moving picture. `duration` is in seconds, `bit_rate` of the whole file in bits per second. `raw` holds the
    container's own tags, JSON-safe and bounded.
    """

    mime: str
    duration: float | None = None
    width: int | None = None
    height: int | None = None
    rotation: int = 0
    frame_rate: float | None = None
    variable_frame_rate: bool = False
    bit_rate: int | None = None
    hdr: bool = False
    captured: CaptureTime | None = None
    place: Place | None = None
    camera: str | None = None
    title: str | None = None
    artist: str | None = None
    album: str | None = None
    caption: str | None = None
    copyright: str | None = None
    video: VideoTrack | None = None
    audio: AudioTrack | None = None
    cover: CoverTrack | None = None
    captions: tuple[CaptionTrack, ...] = ()
    raw: dict[str, Json] = field(default_factory=dict)

    @property
    def video_codec(self) -> str | None:
        """Return ffmpeg's name of the picture's codec."""
        return self.video.codec if self.video else None

    @property
    def audio_codec(self) -> str | None:
        """Return ffmpeg's name of the sound's codec."""
        return self.audio.codec if self.audio else None

    @property
    def has_audio(self) -> bool:
        """Tell whether there is sound that we can decode."""
        return self.audio is not None

    @property
    def channels(self) -> int | None:
        """Return how many channels the sound has."""
        return self.audio.channels if self.audio else None

    @property
    def sample_rate(self) -> int | None:
        """Return the samples per second of the sound."""
        return self.audio.sample_rate if self.audio else None

    @property
    def picture_is_late(self) -> float:
        """Return by how many seconds the sound comes before the picture; less than 0 if it comes after."""
        return self.video.start - self.audio.start if self.video and self.audio else 0.0

    @property
    def has_cover(self) -> bool:
        """Tell whether a cover picture lies in the file."""
        return self.cover is not None

    def to_wire(self) -> dict[str, Any]:
        """Return the facts by the keys that every kind of original shares; the unknown is absent.

        What only we need to make copies lies under "tracks".
        """
        known = asdict(self)
        tracks = {key: known.pop(key) for key in _TRACKS}
        if self.video is None:
            known = {key: value for key, value in known.items() if key not in _OF_PICTURES}
        known["raw"] = {"container": known["raw"]} if known["raw"] else None
        known |= {
            "codec": self.video_codec or self.audio_codec,
            "video_codec": self.video_codec,
            "audio_codec": self.audio_codec,
            "channels": self.channels,
            "sample_rate": self.sample_rate,
            "tracks": tracks | {"captions": list(tracks["captions"])},
        }
        return {key: value for key, value in known.items() if value is not None}

    @classmethod
    def from_wire(cls, wire: dict[str, Any]) -> Self:
        """Rebuild facts from what to_wire returned, whatever else was added to it. Raises KeyError, TypeError."""
        tracks, captured, place = wire["tracks"], wire.get("captured"), wire.get("place")
        return cls(
            **{key: wire[key] for key in _PLAIN if key in wire},
            captured=CaptureTime(**captured) if captured else None,
            place=Place(**place) if place else None,
            video=VideoTrack(**tracks["video"]) if tracks["video"] else None,
            audio=AudioTrack(**tracks["audio"]) if tracks["audio"] else None,
            cover=CoverTrack(**tracks["cover"]) if tracks["cover"] else None,
            captions=tuple(CaptionTrack(**caption) for caption in tracks["captions"]),
            raw=(wire.get("raw") or {}).get("container", {}),
        )


_TRACKS = ("video", "audio", "cover", "captions")
_OF_PICTURES = {"rotation", "variable_frame_rate", "hdr", "frame_rate"}
_PLAIN = (
    *("mime", "duration", "width", "height", "rotation", "frame_rate", "variable_frame_rate", "bit_rate", "hdr"),
    *("camera", "title", "artist", "album", "caption", "copyright"),
)
