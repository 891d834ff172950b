"""What a PNG says in its chunks, wherever they lie; no pixel is unpacked.

Format: PNG 1.2 and its eXIf extension; "Raw profile type" is ImageMagick's, from before there was one.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from vitrine.infra.media.exif import clean_text
from vitrine.infra.media.metadata_tiff import text_of

_MAX_CHUNK = 1024 * 1024
_MAX_CHUNKS = 20_000
_MAX_TEXTS = 50
_WANTED = {b"eXIf", b"tEXt", b"zTXt", b"iTXt"}
_PROFILE = re.compile(r"\s*\w+\s+\d+\s+([0-9a-fA-F\s]*)")


@dataclass(slots=True)
class PngWords:
    """Blocks of metadata, and texts by their keyword."""

    exif: bytes = b""
    xmp: bytes = b""
    iptc: bytes = b""
    resources: bytes = b""
    texts: dict[str, str] = field(default_factory=dict)


def read_png(source: BinaryIO) -> PngWords:
    """Read all chunks that carry words."""
    found = PngWords()
    for kind, data in _chunks(source):
        if kind == b"eXIf":
            found.exif = found.exif or data
        else:
            keyword, value = _text(kind, data)
            _take(found, keyword, value)
    return found


def _chunks(source: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    source.seek(8)
    for _ in range(_MAX_CHUNKS):
        head = source.read(8)
        if len(head) < 8 or head[4:] == b"IEND":
            return
        length = int.from_bytes(head[:4])
        if head[4:] in _WANTED and length <= _MAX_CHUNK:
            yield head[4:], source.read(length)
            source.seek(4, 1)
        else:
            source.seek(length + 4, 1)


def _text(kind: bytes, data: bytes) -> tuple[str, bytes]:
    keyword, _, rest = data.partition(b"\0")
    if kind == b"zTXt":
        rest = _unpacked(rest[1:])
    elif kind == b"iTXt":
        packed = rest[:1] == b"\1"
        # Behind two flags: a language and the keyword in it.
        rest = rest[2:].partition(b"\0")[2].partition(b"\0")[2]
        rest = _unpacked(rest) if packed else rest
    return keyword.decode("latin-1"), rest


def _unpacked(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, _MAX_CHUNK)
    except zlib.error:
        return b""


def _take(found: PngWords, keyword: str, value: bytes) -> None:
    if keyword == "XML:com.adobe.xmp":
        found.xmp = found.xmp or value
    elif keyword.startswith("Raw profile type "):
        _take_profile(found, keyword.removeprefix("Raw profile type "), value)
    elif (text := clean_text(text_of(value))) and len(found.texts) < _MAX_TEXTS:
        found.texts[clean_text(keyword) or "Comment"] = text


def _take_profile(found: PngWords, name: str, value: bytes) -> None:
    match = _PROFILE.match(value.decode("latin-1"))
    digits = re.sub(r"\s", "", match[1]) if match else ""
    data = bytes.fromhex(digits[: len(digits) // 2 * 2])
    if name in {"exif", "APP1"} and not data.startswith(b"http"):
        found.exif = found.exif or data
    elif name == "xmp" or data.startswith(b"http"):
        found.xmp = found.xmp or data.partition(b"\0")[2] if data.startswith(b"http") else data
    elif name == "8bim" or data.startswith(b"8BIM"):
        found.resources = data
    elif name == "iptc":
        found.iptc = data
