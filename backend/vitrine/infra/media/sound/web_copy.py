"""A copy of a sound that every browser plays: the sound's own packets where these do, AAC otherwise."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ffmpeg

from vitrine.infra.media.errors import Corrupt
from vitrine.infra.media.ffmpeg import Errand, run
from vitrine.infra.media.film.encoding import ANONYMOUS, FASTSTART, Options
from vitrine.infra.media.film.facts import AudioTrack, FilmFacts
from vitrine.infra.media.film.pace import Pace
from vitrine.infra.media.film.program import compiled
from vitrine.infra.media.film.progress import Tell
from vitrine.infra.media.film.source import source
from vitrine.infra.media.limits import MIB, Limits
from vitrine.infra.media.recipe import Rendered

_NAME = "sound-web"
_MOST_BITS = 320_000
_AAC = {"LC", "HE-AAC", "HE-AACv2"}


@dataclass(frozen=True, slots=True)
class _Way:
    """How a copy is made, and what it then is."""

    extension: str
    mime: str
    options: Options


_MP3 = _Way("mp3", "audio/mpeg", {"c": "copy", "f": "mp3"})
_M4A = _Way("m4a", "audio/mp4", {"c": "copy", **FASTSTART})


async def web_copy(path: Path, facts: FilmFacts, folder: Path, tell: Tell) -> Rendered:
    """Make `sound-web` in `folder` of the sound at `path`: copied from MP3 and AAC, else AAC at 160 kbit/s.

    Raises MediaError, and then leaves nothing in `folder`; nor when cancelled.
    """
    audio = heard(facts)
    way = _way(audio)
    made = folder / f"{_NAME}.{way.extension}"
    errand = Errand(
        program="ffmpeg",
        arguments=compiled([_copy(path, facts, audio, made.name, way)]),
        reads=[path],
        folder=folder,
        outputs=[made],
        limits=_limits(path, facts.duration or 3600.0),
        silence=60.0,
    )
    await run(errand, Pace(facts.duration or 0.0, tell).take)
    return Rendered(
        name=_NAME,
        purpose="sound",
        extension=way.extension,
        mime=way.mime,
        path=made,
        size=made.stat().st_size,
        details={"copied": "c" in way.options},
    )


def heard(facts: FilmFacts) -> AudioTrack:
    """Return the track that is listened to. Raises Corrupt without one."""
    if facts.audio is None:
        raise Corrupt("There is no sound in this file.")
    return facts.audio


def _copy(path: Path, facts: FilmFacts, audio: AudioTrack, name: str, way: _Way) -> Any:
    return ffmpeg.output(source(path, facts.mime)[str(audio.index)], name, **way.options, **ANONYMOUS)


def _limits(path: Path, duration: float) -> Limits:
    return Limits(wall=120.0 + duration, cpu=60.0 + duration, output=2 * path.stat().st_size + int(duration * MIB))


def _way(audio: AudioTrack) -> _Way:
    small = (audio.bit_rate or 0) <= _MOST_BITS
    if audio.codec == "mp3" and small:
        return _MP3
    if audio.codec == "aac" and audio.profile in _AAC and small and (audio.channels or 0) in {1, 2}:
        return _M4A
    rate = 44_100 if audio.sample_rate == 44_100 else 48_000
    encoded: Options = {"c:a": "aac", "b:a": "160k", "ac": min(audio.channels or 2, 2), "ar": rate}
    return _Way("m4a", "audio/mp4", {**encoded, **FASTSTART})
