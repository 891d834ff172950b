"""The way a file is opened: as what we found it to be, and as nothing else, whatever it says."""

from pathlib import Path
from typing import Any

import ffmpeg

from vitrine.infra.media import file_types as t
from vitrine.infra.media.errors import Unsupported
from vitrine.infra.media.film.arguments import spelled
from vitrine.infra.media.film.codecs import DECODERS

# Seconds and pixels. Twelve hours is a whole night's camera; 8192 pixels is 8K, and what phones and players can show.
LONGEST = 12 * 3600
WIDEST = 8192

_ISO, _MATROSKA = "mov,mp4,m4a,3gp,3g2,mj2", "matroska,webm"
# By our own finding of the content: the name of the one demuxer, which ffmpeg is made to use.
_DEMUXERS: dict[str, str] = {
    **dict.fromkeys(
        (kind.mime for kind in (t.MP4, t.M4V, t.QUICKTIME, t.THREE_GP, t.THREE_G2, t.MOTION_JPEG_2000, t.M4A)), _ISO
    ),
    **dict.fromkeys((kind.mime for kind in (t.WEBM, t.MATROSKA, t.MATROSKA_AUDIO)), _MATROSKA),
    **dict.fromkeys((kind.mime for kind in (t.WMV, t.WMA)), "asf"),
    **dict.fromkeys((kind.mime for kind in (t.OGG, t.OGG_VIDEO)), "ogg"),
    t.AVI.mime: "avi",
    t.MPEG_TS.mime: "mpegts",
    t.MPEG.mime: "mpeg",
    t.FLV.mime: "flv",
    t.MP3.mime: "mp3",
    t.AAC.mime: "aac",
    t.FLAC.mime: "flac",
    t.WAV.mime: "wav",
    t.AIFF.mime: "aiff",
    t.AMR.mime: "amr",
    t.AC3.mime: "ac3",
    t.CAF.mime: "caf",
}
# A bare stream of MPEG pictures, without the packs of a program around them.
_BARE_MPEG = (b"\x00\x00\x01\xb3", "mpegvideo")


def source(path: Path, mime: str, **options: Any) -> Any:
    """Return the file at `path` as the input of a graph; `options` are ffmpeg's for inputs. Raises Unsupported."""
    return ffmpeg.input(f"file:{path.absolute()}", **opened_as(path, mime), **options)


def opened_as(path: Path, mime: str) -> dict[str, str]:
    """Return the options that keep ffmpeg and ffprobe to one format, one protocol and the codecs we read."""
    demuxer = _demuxer(path, mime)
    return {
        "f": demuxer.split(",", maxsplit=1)[0],
        "format_whitelist": demuxer,
        "protocol_whitelist": "file",
        "codec_whitelist": DECODERS,
    }


def asked_about(path: Path, mime: str) -> list[str]:
    """Return the arguments that make the file at `path` what ffprobe looks at. Raises Unsupported."""
    return [*spelled(opened_as(path, mime)), "-i", f"file:{path.absolute()}"]


def _demuxer(path: Path, mime: str) -> str:
    demuxer = _DEMUXERS.get(mime)
    if demuxer is None:
        raise Unsupported(f"This file is neither film nor sound, but {mime}.")
    if demuxer == "mpeg":
        with path.open("rb") as file:
            head = file.read(4)
        return _BARE_MPEG[1] if head == _BARE_MPEG[0] else demuxer
    return demuxer
