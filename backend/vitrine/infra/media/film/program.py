"""A graph as the arguments of a quiet ffmpeg that tells how far it is."""

from collections.abc import Sequence
from typing import Any

import ffmpeg

from vitrine.infra.media.film.encoding import THREADS

_QUIET = ("-nostdin", "-hide_banner", "-v", "error", "-nostats", "-y")
_TELLING = ("-progress", "pipe:1", "-stats_period", "0.5")
_THREADS = ("-filter_threads", str(THREADS), "-filter_complex_threads", str(THREADS))


def compiled(outputs: Sequence[Any], *, telling: bool = True) -> list[str]:
    """Return ffmpeg's arguments for `outputs`; with `telling` it writes its progress to its standard output."""
    arguments: list[str] = ffmpeg.get_args(ffmpeg.merge_outputs(*outputs))
    return [*_QUIET, *_THREADS, *(_TELLING if telling else ()), *arguments]
