"""The copies of a film that players choose from: one ffmpeg process, one decode, each rung made from the one above."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import ffmpeg

from vitrine.infra.media.errors import Corrupt
from vitrine.infra.media.ffmpeg import Errand, run
from vitrine.infra.media.film.boxes import read_film
from vitrine.infra.media.film.copying import can_be_copied, most_bits, sound_can_be_copied
from vitrine.infra.media.film.encoding import ANONYMOUS, COPIED, FASTSTART, THREADS, pictures, sound
from vitrine.infra.media.film.facts import FilmFacts, VideoTrack
from vitrine.infra.media.film.pace import Pace
from vitrine.infra.media.film.picture import as_shown, smaller
from vitrine.infra.media.film.program import compiled
from vitrine.infra.media.film.progress import Tell
from vitrine.infra.media.film.sizes import Size, exceeds, fitted, seen
from vitrine.infra.media.film.source import LONGEST, source
from vitrine.infra.media.limits import MIB, Limits
from vitrine.infra.media.recipe import Rendered


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One size of film. It fits inside `box`, which is turned for a film that stands upright; nothing is enlarged."""

    name: str
    box: Size


RUNGS = (Rung(name="film-1080p", box=(1920, 1080)), Rung(name="film-720p", box=(1280, 720)))
_PIXELS_1080, _PIXELS_2160 = 1920 * 1080, 3840 * 2160
# In a second of film, of the most frugal there are.
_FEWEST_BYTES = 50_000
# Seconds without a sign of progress; the index of a long film is moved to its front in one go.
_SILENCE = 120.0


def rungs_owed(facts: FilmFacts) -> list[Rung]:
    """Return the rungs that show more than the next smaller one, largest first; none without a moving picture."""
    if facts.width is None or facts.height is None:
        return []
    larger = [rung for rung, below in pairwise(RUNGS) if exceeds(seen(facts), below.box)]
    return [*larger, RUNGS[-1]]


async def make_ladder(path: Path, facts: FilmFacts, rungs: Sequence[Rung], folder: Path, tell: Tell) -> list[Rendered]:
    """Make `rungs` (largest first) of the film at `path` in `folder` and return them in their order.

    A film that is itself what its largest rung would be is copied into it. Raises MediaError, and then leaves nothing
    in `folder`; nor when cancelled, which ends ffmpeg.
    """
    if not rungs:
        return []
    copied = await can_be_copied(path, facts, rungs[0].box)
    files = [folder / f"{rung.name}.mp4" for rung in rungs]
    errand = Errand(
        program="ffmpeg",
        arguments=compiled(_outputs(path, facts, rungs, copied=copied)),
        reads=[path],
        folder=folder,
        outputs=files,
        limits=_limits(path, facts),
        silence=_SILENCE,
    )
    await run(errand, Pace(facts.duration or 0.0, tell).take)
    return [
        _rendered(rung, file, fitted(seen(facts), rung.box), copied=copied and rung == rungs[0])
        for rung, file in zip(rungs, files, strict=True)
    ]


def _outputs(path: Path, facts: FilmFacts, rungs: Sequence[Rung], *, copied: bool) -> list[Any]:
    """Return the graph's outputs. File names are relative: the process works in its folder."""
    assert facts.video is not None
    film = source(path, facts.mime, t=LONGEST, threads=_threads(facts.video))
    track = film[str(facts.video.index)]
    heard = [film[str(facts.audio.index)]] if facts.audio else []
    if not copied:
        return [_encoded(_cascade(track, facts, rungs), heard, facts, rungs)]
    copy = ffmpeg.output(track, *heard, f"{rungs[0].name}.mp4", **COPIED, **ANONYMOUS, **FASTSTART)
    if not rungs[1:]:
        return [copy]
    rest = _encoded(_cascade(track, facts, rungs[1:]), heard, facts, rungs[1:], key_frames="source")
    return [copy, rest]


def _threads(video: VideoTrack) -> int:
    """Return how many frames are decoded at once: of 8K, one takes 50 to 100 MB, and many are held."""
    return THREADS if video.width * video.height <= 2 * _PIXELS_2160 else 1


def _cascade(track: Any, facts: FilmFacts, rungs: Sequence[Rung]) -> list[Any]:
    """Return a picture for each rung: the first from the film, every other from the one before."""
    size = seen(facts)
    made = []
    stream = as_shown(track, facts, fitted(size, rungs[0].box))
    for below in rungs[1:]:
        both = stream.filter_multi_output("split")
        made.append(both[0])
        stream = smaller(both[1], fitted(size, below.box))
    return [*made, stream]


def _encoded(shown: list[Any], heard: list[Any], facts: FilmFacts, rungs: Sequence[Rung], **key_frames: str) -> Any:
    """Return one output for all `rungs`: sound is encoded once, and the tee muxer hands each rung its streams."""
    options = {**ANONYMOUS}
    for track, rung in enumerate(rungs):
        options |= pictures(most_bits(rung.box), track, **key_frames)
    if facts.audio:
        options |= sound(facts.audio, copied=sound_can_be_copied(facts))
    slaves = [
        f"[f=mp4:movflags=+faststart:select=\\'v\\:{track}{',a' if heard else ''}\\']{rung.name}.mp4"
        for track, rung in enumerate(rungs)
    ]
    return ffmpeg.output(*shown, *heard, "|".join(slaves), f="tee", **options)


def _rendered(rung: Rung, path: Path, size: Size, *, copied: bool) -> Rendered:
    film = read_film(path)
    if not film.frames:
        raise Corrupt("There is not a single picture in this film that can be shown: it is damaged, or cut short.")
    return Rendered(
        name=rung.name,
        purpose="film",
        extension="mp4",
        mime="video/mp4",
        path=path,
        size=path.stat().st_size,
        width=size[0],
        height=size[1],
        details={"duration": round(film.length, 3), "frame_rate": round(film.frame_rate, 3), "copied": copied},
    )


def _limits(path: Path, facts: FilmFacts) -> Limits:
    """Return limits: thirty times as long as the film lasts, at 1080p. A damaged one may last longer than it says."""
    assert facts.video is not None
    size = path.stat().st_size
    lasts = max(facts.duration or 0.0, size / _FEWEST_BYTES)
    work = lasts * max(1.0, facts.video.width * facts.video.height / _PIXELS_1080)
    return Limits(
        wall=40.0 + 30.0 * work,
        cpu=40.0 + 60.0 * work,
        output=2 * size + int(4 * MIB * lasts) + 256 * MIB,
    )
