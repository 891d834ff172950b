"""Small pictures along a film, to see where one is going: one sheet, and a WebVTT track that says which lies where."""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ffmpeg

from vitrine.infra.media import file_types as t
from vitrine.infra.media.errors import Corrupt
from vitrine.infra.media.ffmpeg import Errand, run
from vitrine.infra.media.film.boxes import read_film
from vitrine.infra.media.film.encoding import ANONYMOUS, GOP
from vitrine.infra.media.film.program import compiled
from vitrine.infra.media.film.sizes import fitted
from vitrine.infra.media.film.source import source
from vitrine.infra.media.limits import MIB, Limits
from vitrine.infra.media.recipe import Rendered

_MOST, _COLUMNS, _EDGE = 100, 10, 160
_SHEET, _TRACK = "sprites.jpg", "sprites.vtt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """`count` pictures, one for every `interval` seconds, in rows of `columns`."""

    count: int
    interval: float
    frame_width: int
    frame_height: int

    @property
    def columns(self) -> int:
        """Return how many pictures lie beside each other."""
        return min(self.count, _COLUMNS)

    @property
    def rows(self) -> int:
        """Return how many rows there are."""
        return math.ceil(self.count / self.columns)


def planned(width: int, height: int, duration: float) -> Sheet:
    """Return the sheet of a film: no picture closer to the next than key frames are, and a hundred at most."""
    interval = max(float(GOP), math.ceil(1000 * duration / _MOST) / 1000)
    frame_width, frame_height = fitted((width, height), (_EDGE, _EDGE))
    count = min(_MOST, max(1, math.ceil(round(duration / interval, 3))))
    return Sheet(count=count, interval=interval, frame_width=frame_width, frame_height=frame_height)


async def make_sprites(film: Rendered, duration: float, folder: Path) -> list[Rendered]:
    """Return the sheet and its track for `film`, `duration` seconds long, as files in `folder`.

    Only key frames are decoded. Raises MediaError, and then leaves nothing in `folder`; nor when cancelled.
    """
    # A film that was cut short says that it is longer than it is.
    duration = min(duration, read_film(film.path).length or duration)
    sheet = planned(film.width or _EDGE, film.height or _EDGE, duration)
    picture, track = folder / _SHEET, folder / _TRACK
    errand = Errand(
        program="ffmpeg",
        arguments=compiled([_tiled(film, sheet)], telling=False),
        reads=[film.path],
        folder=folder,
        outputs=[picture],
        limits=Limits(wall=120.0 + duration, cpu=60.0 + duration, output=64 * MIB),
    )
    await run(errand)
    if not picture.exists():
        raise Corrupt("There is not a single picture in this film that can be shown: it is damaged, or cut short.")
    track.write_text(_cues(sheet, duration), encoding="utf-8")
    return [_sheet(picture, sheet), _track(track)]


def _tiled(film: Rendered, sheet: Sheet) -> Any:
    small = (
        source(film.path, t.MP4.mime, skip_frame="nokey", threads=1)["v:0"]
        .filter("fps", f"1/{sheet.interval}", start_time=0, round="near", eof_action="pass")
        .filter("scale", sheet.frame_width, sheet.frame_height, flags="bilinear", out_range="pc")
        .filter("format", "yuvj420p")
        # Where the last key frame is long past, it is shown again: no hole stays in the sheet.
        .filter("tpad", stop=-1, stop_mode="clone")
        .filter("tile", f"{sheet.columns}x{sheet.rows}", nb_frames=sheet.count)
    )
    jpeg = {"c:v": "mjpeg", "q:v": 4, "frames:v": 1, "fps_mode": "passthrough", "f": "image2", "update": 1}
    return ffmpeg.output(small, _SHEET, **jpeg, **ANONYMOUS)


def _cues(sheet: Sheet, duration: float) -> str:
    cues = ["WEBVTT"]
    for number in range(sheet.count):
        begin, end = number * sheet.interval, min((number + 1) * sheet.interval, max(duration, 0.001))
        left, top = number % sheet.columns * sheet.frame_width, number // sheet.columns * sheet.frame_height
        area = f"{left},{top},{sheet.frame_width},{sheet.frame_height}"
        cues.append(f"{_clock(begin)} --> {_clock(end)}\n{_SHEET}#xywh={area}")
    return "\n\n".join(cues) + "\n"


def _clock(seconds: float) -> str:
    milliseconds = round(seconds * 1000)
    return (
        f"{milliseconds // 3_600_000:02}:{milliseconds // 60_000 % 60:02}:"
        f"{milliseconds // 1000 % 60:02}.{milliseconds % 1000:03}"
    )


def _sheet(path: Path, sheet: Sheet) -> Rendered:
    return Rendered(
        name="sprites",
        purpose="sprites",
        extension="jpg",
        mime="image/jpeg",
        path=path,
        size=path.stat().st_size,
        width=sheet.columns * sheet.frame_width,
        height=sheet.rows * sheet.frame_height,
        details={
            "columns": sheet.columns,
            "rows": sheet.rows,
            "frame_width": sheet.frame_width,
            "frame_height": sheet.frame_height,
            "interval": sheet.interval,
            "count": sheet.count,
        },
    )


def _track(path: Path) -> Rendered:
    return Rendered(
        name="sprites-track",
        purpose="sprites-track",
        extension="vtt",
        mime="text/vtt",
        path=path,
        size=path.stat().st_size,
    )
