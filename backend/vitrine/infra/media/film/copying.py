"""Whether a film may be shown as it is: then its pictures are copied, which costs nothing and loses nothing."""

from pathlib import Path

from vitrine.infra.media import file_types as t
from vitrine.infra.media.film.facts import FilmFacts, VideoTrack
from vitrine.infra.media.film.picture import MOST_FRAMES, TOGETHER
from vitrine.infra.media.film.sizes import Size, exceeds, fitted, seen
from vitrine.infra.media.film.timeline import timeline

_CONTAINERS = {t.MP4.mime, t.M4V.mime, t.QUICKTIME.mime}
_PROFILES = {"Constrained Baseline", "Baseline", "Main", "High", "Constrained High", "Progressive High"}
_SAMPLE_RATES = {44_100, 48_000}
_BITS_PER_PIXEL = 6
_MOST_AUDIO_BITS = 320_000
# Players jump to key frames, and HLS is cut at them.
_LONGEST_GAP = 5.0


def most_bits(box: Size) -> int:
    """Return the bits per second that a rung may take: 12.4 million at 1080p."""
    return box[0] * box[1] * _BITS_PER_PIXEL


async def can_be_copied(path: Path, facts: FilmFacts, box: Size) -> bool:
    """Tell whether the film at `path` is itself what a rung of this size would be. Raises MediaError."""
    video = facts.video
    if video is None or not _is_plain(facts, video) or not _fits(facts, video, box):
        return False
    if facts.audio is not None and not (sound_can_be_copied(facts) and facts.picture_is_late <= TOGETHER):
        return False
    packets = await timeline(path, facts.mime, video.index)
    return packets.longest_gap <= _LONGEST_GAP and not packets.trimmed


def sound_can_be_copied(facts: FilmFacts) -> bool:
    """Tell whether the sound of a film is what every browser plays beside H.264, from the first picture on."""
    audio = facts.audio
    return (
        audio is not None
        and facts.mime in _CONTAINERS
        and facts.picture_is_late >= -TOGETHER
        and (audio.codec, audio.profile) == ("aac", "LC")
        and (audio.channels or 0) in {1, 2}
        and audio.sample_rate in _SAMPLE_RATES
        and (audio.bit_rate or 0) <= _MOST_AUDIO_BITS
    )


def _is_plain(facts: FilmFacts, video: VideoTrack) -> bool:
    """Tell whether every browser shows these pictures as they are."""
    return (
        facts.mime in _CONTAINERS
        and (video.codec, video.tag, video.pixel_format) == ("h264", "avc1", "yuv420p")
        and video.profile in _PROFILES
        and not (facts.hdr or video.interlaced or video.full_range)
        and video.primaries != "bt2020"
    )


def _fits(facts: FilmFacts, video: VideoTrack, box: Size) -> bool:
    size = seen(facts)
    return (
        (video.width, video.height) == size
        and facts.rotation == 0
        and not exceeds(size, box)
        and fitted(size, box) == size
        and (facts.frame_rate or 0) <= MOST_FRAMES + 1
        and (video.bit_rate or facts.bit_rate or 0) <= most_bits(box)
    )
