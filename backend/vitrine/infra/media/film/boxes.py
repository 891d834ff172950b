"""The boxes of an MP4 that we made ourselves: what players want to be told of it before they open it.

Formats: ISO/IEC 14496-12 (boxes), 14496-15 (avcC). Only `moov` is read, which faststart puts at the front.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from vitrine.infra.media.errors import Corrupt

_MOST = 256 * 1024 * 1024
_CONTAINERS = {b"trak", b"mdia", b"minf", b"stbl"}
_VIDEO_ENTRY = 86


@dataclass(frozen=True, slots=True, kw_only=True)
class Film:
    """What an MP4's index says: RFC 6381 codecs, frames and seconds of the picture, and whether it comes first."""

    codecs: str
    frames: int
    duration: float
    faststart: bool
    # How long all of it is, sound included.
    length: float

    @property
    def frame_rate(self) -> float:
        """Return pictures in a second, on average."""
        return self.frames / self.duration if self.duration else 0.0


def read_film(path: Path) -> Film:
    """Read the index of the MP4 at `path`. Raises Corrupt."""
    try:
        return _read(*_index(path))
    except (KeyError, struct.error) as error:
        raise Corrupt("This film has a damaged index.") from error


def _read(index: memoryview, faststart: bool) -> Film:  # noqa: FBT001 -- as _index returns it
    top = dict(_boxes(index))
    tracks = [dict(_leaves(body)) for kind, body in _boxes(index) if kind == b"trak"]
    by_kind = {bytes(track[b"hdlr"][8:12]): track for track in tracks if b"hdlr" in track}
    picture = by_kind.get(b"vide")
    if picture is None:
        raise Corrupt("There is no picture in this film.")
    codecs = [_avc(picture[b"stsd"])] + (["mp4a.40.2"] if b"soun" in by_kind else [])
    return Film(
        codecs=",".join(codecs),
        frames=_samples(picture[b"stts"]),
        duration=_duration(picture[b"mdhd"]),
        faststart=faststart,
        length=_duration(top[b"mvhd"]),
    )


def _index(path: Path) -> tuple[memoryview, bool]:
    """Return the content of `moov`, and whether it lies before the pictures."""
    faststart = True
    with path.open("rb") as file:
        while len(header := file.read(8)) == 8:
            size, kind = struct.unpack(">I4s", header)
            header_size = 8
            if size == 1:
                size, header_size = struct.unpack(">Q", file.read(8))[0], 16
            if kind == b"moov" and size <= _MOST:
                return memoryview(file.read(size - header_size)), faststart
            if size < header_size:
                break
            faststart = faststart and kind != b"mdat"
            file.seek(size - header_size, 1)
    raise Corrupt("This film has no index.")


def _boxes(data: memoryview) -> Iterator[tuple[bytes, memoryview]]:
    at = 0
    while at + 8 <= len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        if size < 8:
            return
        yield kind, data[at + 8 : at + size]
        at += size


def _leaves(data: memoryview) -> Iterator[tuple[bytes, memoryview]]:
    """Yield the boxes of a track that hold facts and not boxes."""
    for kind, body in _boxes(data):
        if kind in _CONTAINERS:
            yield from _leaves(body)
        else:
            yield kind, body


def _avc(descriptions: memoryview) -> str:
    """Return the codec of the first sample description, with profile, constraints and level."""
    for kind, body in _boxes(descriptions[8 + _VIDEO_ENTRY :]):
        if kind == b"avcC":
            return f"avc1.{body[1:4].hex()}"
    raise Corrupt("This film is not H.264.")


def _samples(times: memoryview) -> int:
    """Return how many there are: a film of varying pace has a run for each of its million frames."""
    (runs,) = struct.unpack_from(">I", times, 4)
    if 8 + 8 * runs > len(times):
        raise struct.error("fewer runs than promised")
    return int(np.frombuffer(times, dtype=">u4", offset=8, count=2 * runs)[::2].sum(dtype=np.uint64))


def _duration(header: memoryview) -> float:
    scale, length = struct.unpack_from(">IQ", header, 20) if header[0] else struct.unpack_from(">II", header, 12)
    return length / scale if scale else 0.0
