"""What a film or a sound is, told by a confined ffprobe."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from vitrine.infra.media.errors import Corrupt, MediaError, TooLarge
from vitrine.infra.media.ffmpeg import Errand, answer
from vitrine.infra.media.film.arguments import spelled
from vitrine.infra.media.film.facts import FilmFacts
from vitrine.infra.media.film.reading import facts_of
from vitrine.infra.media.film.source import LONGEST, WIDEST, asked_about
from vitrine.infra.media.film.timeline import timeline
from vitrine.infra.media.limits import MIB, Limits

_LIMITS = Limits(wall=20.0, cpu=15.0, memory=1024 * MIB, output=0)
_MEASURED_AT_ONCE = 256 * MIB
_MOST_SAID = 2 * MIB
_STREAM = (
    "index,codec_type,codec_name,codec_tag_string,profile,width,height,sample_aspect_ratio,pix_fmt,color_range,"
    "color_space,color_transfer,color_primaries,field_order,r_frame_rate,avg_frame_rate,bit_rate,channels,sample_rate,"
    "start_time,duration"
)
_ASKED = ":".join(
    (
        "format=duration,bit_rate,format_name",
        "format_tags",
        f"stream={_STREAM}",
        "stream_tags",
        "stream_disposition=default,attached_pic,timed_thumbnails",
        "stream_side_data=rotation,side_data_type",
    )
)


async def probe(path: Path, mime: str) -> FilmFacts:
    """Return the facts of the film or sound at `path`, whose content we found to be `mime`. Raises MediaError.

    A film that is too long, too wide or in a codec that we do not read is refused here, before anything decodes it.
    """
    asked = spelled({"v": "error", "show_entries": _ASKED, "of": "json=c=1"})
    said = await answer(
        Errand(
            program="ffprobe",
            arguments=[*asked, *asked_about(path, mime)],
            reads=[path],
            limits=_LIMITS,
        ),
        most=_MOST_SAID,
    )
    facts = facts_of(mime, _parsed(said))
    if facts.duration is None:
        facts = replace(facts, duration=await _measured_length(path, facts))
    if refusal := _refusal(facts):
        raise refusal
    return facts


async def _measured_length(path: Path, facts: FilmFacts) -> float | None:
    """Return the length of a file that does not tell it, as browsers write them while they record.

    Its packets are counted for it, and somebody waits: of a large file it stays unknown, until there are copies of it.
    """
    track = facts.video or facts.audio
    if track is None or _is_large(path):
        return None
    return round((await timeline(path, facts.mime, track.index)).length, 3) or None


def _is_large(path: Path) -> bool:
    return path.stat().st_size > _MEASURED_AT_ONCE


def _parsed(said: bytes) -> dict[str, Any]:
    try:
        answered = json.loads(said)
    except ValueError as error:
        raise Corrupt("What this file says of itself cannot be read.") from error
    return answered if isinstance(answered, dict) else {}


def _refusal(facts: FilmFacts) -> MediaError | None:
    if facts.duration and facts.duration > LONGEST:
        return TooLarge(f"This file is longer than {LONGEST // 3600} hours. Cut it into parts and upload these.")
    edge = max(facts.video.width, facts.video.height, facts.width or 0, facts.height or 0) if facts.video else 0
    if edge > WIDEST:
        return TooLarge(f"This film is {edge} pixels wide or high; {WIDEST} is the most that is handled.")
    return None
