"""The shape of a sound, as numbers and as a picture."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ffmpeg

from vitrine.infra.media.errors import Corrupt
from vitrine.infra.media.ffmpeg import Errand, run
from vitrine.infra.media.film.facts import FilmFacts
from vitrine.infra.media.film.program import compiled
from vitrine.infra.media.film.source import source
from vitrine.infra.media.limits import Limits
from vitrine.infra.media.recipe import Rendered
from vitrine.infra.media.sound.web_copy import heard

# Both ears: a difference between them, mixed into one, could cancel itself out.
_CHANNELS, _RATE = 2, 44_100
_WINDOW = 882


@dataclass(frozen=True, slots=True, kw_only=True)
class Waveform:
    """At most 2000 `peaks` (0 to 1, evenly spaced over `duration` seconds), and the files that show them."""

    peaks: list[float]
    picture: Path
    duration: float
    rendered: list[Rendered]


async def waveform(path: Path, facts: FilmFacts, folder: Path) -> Waveform:
    """Decode the sound at `path` once, in constant memory, and draw it into `folder`. Raises MediaError.

    `duration` is what was really heard, where the file may only have guessed.
    """
    # numpy takes a tenth of a second to load, and every process knows the names of our jobs.
    from vitrine.infra.media.sound.peaks import Peaks  # noqa: PLC0415 -- see above

    peaks = Peaks(_WINDOW)

    async def take(chunk: bytes) -> None:
        peaks.take(chunk)

    length = facts.duration or 3600.0
    errand = Errand(
        program="ffmpeg",
        arguments=compiled([_samples(path, facts)], telling=False),
        reads=[path],
        limits=Limits(wall=60.0 + length, cpu=60.0 + length, output=0),
        silence=60.0,
    )
    await run(errand, take)
    found = peaks.close()
    if not found:
        raise Corrupt("There is no sound in this file that can be played: it is damaged, or cut short.")
    duration = peaks.samples / _CHANNELS / _RATE
    return _drawn(found, duration, folder)


def _samples(path: Path, facts: FilmFacts) -> Any:
    track = source(path, facts.mime)[str(heard(facts).index)]
    return ffmpeg.output(track, "pipe:1", f="s16le", ac=_CHANNELS, ar=_RATE)


def _drawn(peaks: list[float], duration: float, folder: Path) -> Waveform:
    from vitrine.infra.media.sound.drawing import HEIGHT, WIDTH, draw  # noqa: PLC0415 -- Pillow, for the same reason

    picture, numbers = folder / "waveform.png", folder / "peaks.json"
    draw(peaks, picture)
    numbers.write_text(json.dumps(peaks, separators=(",", ":")), encoding="utf-8")
    return Waveform(
        peaks=peaks,
        picture=picture,
        duration=round(duration, 3),
        rendered=[
            _rendered("waveform", picture, "image/png", width=WIDTH, height=HEIGHT),
            _rendered("peaks", numbers, "application/json"),
        ],
    )


def _rendered(name: str, path: Path, mime: str, **size: int) -> Rendered:
    return Rendered(
        name=name,
        purpose=name,
        extension=path.suffix[1:],
        mime=mime,
        path=path,
        size=path.stat().st_size,
        width=size.get("width"),
        height=size.get("height"),
    )
