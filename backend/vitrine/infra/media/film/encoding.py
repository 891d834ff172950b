"""How the copies of a film are encoded. Measured in docs/performance.md: veryfast is half of medium's time."""

from vitrine.infra.media.film.facts import AudioTrack
from vitrine.infra.media.film.picture import MOST_FRAMES

# Seconds from key frame to key frame, the same in every rung: players change rungs there, and HLS is cut there.
GOP = 2
THREADS = 2
_EVERY_GOP = f"expr:gte(t,n_forced*{GOP})"
# Holes in the sound become silence, also one before it begins: browsers do not heed what MP4 says of late beginnings.
_FROM_THE_START = "aresample=async=1:first_pts=0"

Options = dict[str, str | int]

COPIED: Options = {"c": "copy"}
# Nothing of what the file says of its owner goes into a copy.
ANONYMOUS: Options = {"map_metadata": -1, "map_chapters": -1, "max_muxing_queue_size": 4096}
FASTSTART: Options = {"f": "mp4", "movflags": "+faststart"}


def pictures(most_bits: int, track: int | None = None, *, key_frames: str = _EVERY_GOP) -> Options:
    """Return the options of H.264, for the video stream `track` of an output, or its only one."""
    options: Options = {
        "c": "libx264",
        "preset": "veryfast",
        "crf": 23,
        "profile": "high",
        "maxrate": most_bits,
        "bufsize": 2 * most_bits,
        # Scene cuts make no key frames: those would fall elsewhere in every rung.
        "sc_threshold": 0,
        "g": 4 * GOP * MOST_FRAMES,
        "force_key_frames": key_frames,
        "fps_mode": "vfr",
        "fpsmax": MOST_FRAMES,
        "threads": THREADS,
    }
    return {f"{name}:{_stream('v', track)}": value for name, value in options.items()}


def sound(audio: AudioTrack, *, copied: bool) -> Options:
    """Return the options of AAC in stereo, or of a copy."""
    if copied:
        return {"c:a": "copy"}
    rate = 44_100 if audio.sample_rate == 44_100 else 48_000
    return {"c:a": "aac", "b:a": "128k", "ac": min(audio.channels or 2, 2), "ar": rate, "af": _FROM_THE_START}


def _stream(kind: str, track: int | None) -> str:
    return kind if track is None else f"{kind}:{track}"
