"""Subtitles that lie in a film as text, for players on the web."""

from pathlib import Path

import ffmpeg

from vitrine.infra.media.ffmpeg import Errand, run
from vitrine.infra.media.film.encoding import ANONYMOUS
from vitrine.infra.media.film.facts import CaptionTrack, FilmFacts
from vitrine.infra.media.film.program import compiled
from vitrine.infra.media.film.source import source
from vitrine.infra.media.limits import MIB, Limits
from vitrine.infra.media.recipe import Rendered

# Nobody reads faster: the longest films have a tenth of this.
_LIMITS = Limits(wall=600.0, cpu=120.0, output=16 * MIB)


async def extract_captions(path: Path, facts: FilmFacts, folder: Path) -> list[Rendered]:
    """Return the text tracks of the film at `path` as WebVTT in `folder`, empty ones left out.

    Raises MediaError, and then leaves nothing in `folder`; nor when cancelled.
    """
    if not facts.captions:
        return []
    film = source(path, facts.mime)
    files = [folder / f"captions-{number}.vtt" for number in range(len(facts.captions))]
    outputs = [
        ffmpeg.output(film[str(track.index)], file.name, f="webvtt", **ANONYMOUS)
        for track, file in zip(facts.captions, files, strict=True)
    ]
    errand = Errand(
        program="ffmpeg",
        arguments=compiled(outputs, telling=False),
        reads=[path],
        folder=folder,
        outputs=files,
        limits=_LIMITS,
    )
    await run(errand)
    made = zip(facts.captions, files, strict=True)
    return [_rendered(track, file) for track, file in made if file.exists() and "-->" in file.read_text("utf-8")]


def _rendered(track: CaptionTrack, path: Path) -> Rendered:
    return Rendered(
        name=path.stem,
        purpose="captions",
        extension="vtt",
        mime="text/vtt",
        path=path,
        size=path.stat().st_size,
        details={"language": track.language, "label": track.label},
    )
