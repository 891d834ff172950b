"""HLS of films that exist already: a remux, never a second encode (RFC 8216).

Each rung becomes one file of fragments and a list of byte ranges in it: `hls-1080p.mp4`, `hls-1080p-list.m3u8`. The
master `hls.m3u8` names the lists. Addresses inside are bare file names, for whoever delivers them to complete.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ffmpeg

from vitrine.infra.media import file_types as t
from vitrine.infra.media.errors import Corrupt
from vitrine.infra.media.ffmpeg import Errand, run
from vitrine.infra.media.film.boxes import read_film
from vitrine.infra.media.film.encoding import ANONYMOUS, COPIED
from vitrine.infra.media.film.program import compiled
from vitrine.infra.media.film.source import source
from vitrine.infra.media.limits import MIB, Limits
from vitrine.infra.media.recipe import Rendered

PLAYLIST = "application/vnd.apple.mpegurl"
# Seconds: two groups of pictures.
_SEGMENT = 4
# Seconds of sound that may be missing at the end: encoders of sound work in steps of this length.
_INAUDIBLE = 0.1
_FRAGMENTED: dict[str, str | int] = {
    "f": "hls",
    "hls_time": _SEGMENT,
    "hls_segment_type": "fmp4",
    "hls_flags": "single_file+independent_segments",
    "hls_playlist_type": "vod",
    # Each track then begins at 0 by its own edit list of one entry. Shifted instead, it would get a second entry, which
    # browsers ignore: picture and sound would be two frames apart, and rungs from each other.
    "avoid_negative_ts": "disabled",
}
_PIECE = re.compile(r"#EXTINF:([\d.]+),\s*\n#EXT-X-BYTERANGE:(\d+)@\d+")


@dataclass(frozen=True, slots=True)
class _Rung:
    """A film, and the names of what is made of it."""

    film: Rendered
    folder: Path

    @property
    def name(self) -> str:
        return f"hls-{self.film.name.removeprefix('film-')}"

    @property
    def media(self) -> Path:
        return self.folder / f"{self.name}.mp4"

    @property
    def list(self) -> Path:
        return self.folder / f"{self.name}-list.m3u8"


async def make_hls(films: Sequence[Rendered], folder: Path) -> list[Rendered]:
    """Return media and list of each of `films` (largest first), and the master, as files in `folder`.

    Raises MediaError, and then leaves nothing in `folder`; nor when cancelled.
    """
    rungs = [_Rung(film, folder) for film in films]
    size = sum(film.size for film in films)
    errand = Errand(
        program="ffmpeg",
        arguments=compiled([_remuxed(rung) for rung in rungs], telling=False),
        reads=[film.path for film in films],
        folder=folder,
        outputs=[file for rung in rungs for file in (rung.media, rung.list)],
        limits=Limits(wall=120.0 + size / MIB, cpu=60.0 + size / MIB, output=2 * size + 64 * MIB),
    )
    await run(errand)
    for rung in rungs:
        _let_sound_end(rung)
    master = folder / "hls.m3u8"
    master.write_text("\n".join(["#EXTM3U", "#EXT-X-VERSION:7", *map(_variant, rungs), ""]), encoding="utf-8")
    return [
        *(_rendered(rung.film, rung.name, "hls-media", rung.media, "video/mp4") for rung in rungs),
        *(_rendered(rung.film, f"{rung.name}-list", "hls-list", rung.list, PLAYLIST) for rung in rungs),
        _rendered(films[0], "hls", "hls", master, PLAYLIST),
    ]


def _remuxed(rung: _Rung) -> Any:
    # The film is of our making: its index says all there is to know, and not a frame needs to be decoded.
    film = source(rung.film.path, t.MP4.mime, nofind_stream_info=None)
    names = {"hls_segment_filename": rung.media.name}
    return ffmpeg.output(film["v:0"], film["a?"], rung.list.name, **names, **COPIED, **ANONYMOUS, **_FRAGMENTED)


def _let_sound_end(rung: _Rung) -> None:
    """Give the last piece what still sounds when the pictures are over: ffmpeg counts pictures only."""
    text = rung.list.read_text(encoding="utf-8")
    lengths = [float(seconds) for seconds, _ in _PIECE.findall(text)]
    left = read_film(rung.film.path).length - sum(lengths)
    if not lengths or left < _INAUDIBLE:
        return
    last = lengths[-1] + left
    head, _, tail = text.rpartition("#EXTINF:")
    text = f"{head}#EXTINF:{last:.6f},{tail.partition(',')[2]}"
    longest = max(round(length) for length in (*lengths[:-1], last))
    text = re.sub(r"(?<=#EXT-X-TARGETDURATION:)\d+", lambda found: str(max(int(found[0]), longest)), text)
    rung.list.write_text(text, encoding="utf-8")


def _variant(rung: _Rung) -> str:
    """Return what the master says of a rung: what it takes, so that players choose it before they fetch it."""
    pieces = [(float(seconds), int(size)) for seconds, size in _PIECE.findall(rung.list.read_text(encoding="utf-8"))]
    if not pieces:
        raise Corrupt("This film is too short, or too damaged, to be played.")
    seconds, size = sum(piece[0] for piece in pieces), sum(piece[1] for piece in pieces)
    # The peak is over segments of at least half the usual length (RFC 8216, 4.3.4.2).
    whole = [piece for piece in pieces if piece[0] >= _SEGMENT / 2] or [(seconds, size)]
    average = 8 * size / (seconds or 1)
    peak = max(8 * bits / (length or 1) for length, bits in whole)
    film = read_film(rung.film.path)
    told = {
        "BANDWIDTH": round(max(peak, average)),
        "AVERAGE-BANDWIDTH": round(average),
        "CODECS": f'"{film.codecs}"',
        "RESOLUTION": f"{rung.film.width}x{rung.film.height}",
        "FRAME-RATE": f"{film.frame_rate:.3f}",
    }
    return f"#EXT-X-STREAM-INF:{','.join(f'{key}={value}' for key, value in told.items())}\n{rung.list.name}"


def _rendered(film: Rendered, name: str, purpose: str, path: Path, mime: str) -> Rendered:
    return Rendered(
        name=name,
        purpose=purpose,
        extension=path.suffix[1:],
        mime=mime,
        path=path,
        size=path.stat().st_size,
        width=film.width,
        height=film.height,
    )
