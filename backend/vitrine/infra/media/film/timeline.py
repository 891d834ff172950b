"""When the packets of a track are shown: the length of what has none written down, and how far apart key frames are."""

from dataclasses import dataclass
from pathlib import Path

from vitrine.infra.media.ffmpeg import Errand, run
from vitrine.infra.media.film.arguments import spelled
from vitrine.infra.media.film.source import asked_about
from vitrine.infra.media.limits import MIB, Limits

# Bytes read in a second, by a slow disk on a busy day; nothing is decoded.
_SLOWEST = 8 * MIB
_LONGEST_LINE = 4096


@dataclass
class Timeline:
    """Seconds: from the first packet to the end of the last, and the longest way from one key frame to the next."""

    start: float | None = None
    end: float = 0.0
    longest_gap: float = 0.0
    frames: int = 0
    # Some packets are only there to decode the next from: the film was cut without being encoded again.
    trimmed: bool = False
    _last_key: float | None = None

    @property
    def length(self) -> float:
        """Return how long the track is."""
        return max(0.0, self.end - (self.start or 0.0))

    def take(self, line: str) -> None:
        """Count one packet: its time, its duration and its flags, by commas."""
        shown, lasts, flags, *_ = (*line.split(","), "", "")
        moment = _number(shown)
        if moment is None:
            return
        self.frames += 1
        self.trimmed = self.trimmed or "D" in flags
        self.start = moment if self.start is None else min(self.start, moment)
        self.end = max(self.end, moment + (_number(lasts) or 0.0))
        if flags.startswith("K"):
            self._gap_before(moment)
            self._last_key = moment

    def close(self) -> None:
        """Count the way from the last key frame to the end."""
        self._gap_before(self.end)

    def _gap_before(self, moment: float) -> None:
        begin = self._last_key if self._last_key is not None else self.start
        self.longest_gap = max(self.longest_gap, moment - (begin or 0.0))


async def timeline(path: Path, mime: str, index: int) -> Timeline:
    """Read all packets of the track `index` of the file at `path`, decoding none. Raises MediaError."""
    found = Timeline()
    rest = ""

    async def take(chunk: bytes) -> None:
        nonlocal rest
        *lines, rest = (rest + chunk.decode("ascii", errors="replace")).split("\n")
        rest = rest[:_LONGEST_LINE]
        for line in lines:
            found.take(line)

    entries = "packet=pts_time,duration_time,flags"
    asked = spelled({"v": "error", "select_streams": index, "show_entries": entries, "of": "csv=p=0"})
    arguments = [*asked, *asked_about(path, mime)]
    await run(Errand(program="ffprobe", arguments=arguments, reads=[path], limits=_limits(path)), take)
    found.close()
    return found


def _limits(path: Path) -> Limits:
    seconds = 20.0 + path.stat().st_size / _SLOWEST
    return Limits(wall=seconds, cpu=seconds, memory=1024 * MIB, output=0)


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if abs(number) < 1e9 else None
