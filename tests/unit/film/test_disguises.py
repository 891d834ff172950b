"""A playlist, a manifest or a reference under the name of a film opens no other file.

Twice: by the formats that ffmpeg may use, without any confinement, as the kernel sees it; and by confinement alone,
with all formats allowed.
"""

import ctypes
import os
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.unit.film.conftest import H264, Maker, picture
from vitrine.infra.media import file_types as t
from vitrine.infra.media.errors import MediaError
from vitrine.infra.media.ffmpeg import Errand, answer
from vitrine.infra.media.film.probe import probe
from vitrine.infra.media.film.source import asked_about
from vitrine.infra.media.limits import Limits

KINDS = [t.MP4, t.WEBM, t.AVI, t.MPEG_TS, t.WMV, t.MP3]
DISGUISES = {
    "a playlist": "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nsecret.mp4\n#EXT-X-ENDLIST\n",
    "a playlist by address": "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:{secret}\n#EXT-X-ENDLIST\n",
    "a list to be joined": "ffconcat version 1.0\nfile secret.mp4\n",
    "a manifest": (
        '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" '
        'mediaPresentationDuration="PT1S"><Period><AdaptationSet mimeType="video/mp4"><Representation id="1" '
        'bandwidth="1"><BaseURL>secret.mp4</BaseURL><SegmentBase/></Representation></AdaptationSet></Period></MPD>'
    ),
    "a session description": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\n",
    "a playlist of images": "secret.mp4\n",
    "an old reference": "rtsptextRTSP://127.0.0.1/secret.mp4",
}


@pytest.fixture
def secret(film: Maker, tmp_path: Path) -> Path:
    """Somebody else's film, in the same folder."""
    path = tmp_path / "secret.mp4"
    path.write_bytes(film("flat.mp4", *picture("320x180", 0.5), *H264).read_bytes())
    return path


@contextmanager
def openings(path: Path) -> Iterator[list[int]]:
    """Collect every opening of the file at `path`, by any process: the kernel's inotify."""
    libc, seen = ctypes.CDLL(None, use_errno=True), list[int]()
    watch = libc.inotify_init1(os.O_NONBLOCK)
    assert libc.inotify_add_watch(watch, os.fsencode(path), 0x20) >= 0
    try:
        yield seen
        with open(watch, "rb", buffering=0, closefd=False) as events:
            data = events.read() or b""
        seen += [struct.unpack_from("iI", data, at)[1] for at in range(0, len(data), 16)]
    finally:
        os.close(watch)


def disguised(tmp_path: Path, secret: Path, disguise: str) -> Path:
    path = tmp_path / "film.mp4"
    path.write_text(DISGUISES[disguise].replace("{secret}", str(secret)), encoding="utf-8")
    return path


def with_reference(whole: bytes, other: Path) -> bytes:
    """Return a QuickTime film whose data lies in another file: an alias with an absolute path in its `dref`."""
    name = os.fsencode(other)
    alias = bytearray(150)
    struct.pack_into(">HH", alias, 4, 150, 2)
    alias[10] = len(b"disk")
    alias[11:15] = b"disk"
    alias[50] = len(other.name)
    alias[51 : 51 + len(other.name)] = os.fsencode(other.name)
    alias += struct.pack(">HH", 2, len(name)) + name + b"\0" * (len(name) % 2) + struct.pack(">HH", 0xFFFF, 0)
    entry = struct.pack(">I4sI", 12 + len(alias), b"alis", 0) + bytes(alias)
    at = whole.index(b"url \x00\x00\x00\x01") - 4
    film = bytearray(whole[:at] + entry + whole[at + 12 :])
    for kind in (b"dref", b"dinf", b"minf", b"mdia", b"trak", b"moov"):
        place = film.index(kind) - 4
        struct.pack_into(">I", film, place, struct.unpack_from(">I", film, place)[0] + len(entry) - 12)
    return bytes(film)


def test_ffmpeg_left_alone_does_open_the_other_file(tmp_path: Path, secret: Path) -> None:
    path = disguised(tmp_path, secret, "a list to be joined")
    with openings(secret) as seen:
        subprocess.run(["ffprobe", "-v", "quiet", "-i", str(path)], check=False)
    assert seen


@pytest.mark.parametrize("disguise", DISGUISES)
def test_the_formats_we_allow_open_no_other_file(tmp_path: Path, secret: Path, disguise: str) -> None:
    path = disguised(tmp_path, secret, disguise)
    with openings(secret) as seen:
        for kind in KINDS:
            subprocess.run(["ffprobe", "-v", "quiet", *asked_about(path, kind.mime)], check=False)
    assert seen == []


@pytest.mark.parametrize("disguise", DISGUISES)
async def test_a_disguise_is_refused(tmp_path: Path, secret: Path, disguise: str) -> None:
    path = disguised(tmp_path, secret, disguise)
    with openings(secret) as seen, pytest.raises(MediaError):
        await probe(path, t.MP4.mime)
    assert seen == []


def test_a_film_whose_data_lies_elsewhere_stays_empty(film: Maker, tmp_path: Path, secret: Path) -> None:
    whole = film("flat.mov", *picture("320x180", 0.5), *H264).read_bytes()
    path = tmp_path / "film.mov"
    path.write_bytes(with_reference(whole, secret))
    allowed = ["ffprobe", "-v", "quiet", "-enable_drefs", "1", "-use_absolute_path", "1", "-i", str(path)]
    with openings(secret) as seen:
        subprocess.run(allowed, check=False)
    assert seen, "the reference is one that ffmpeg would follow"
    with openings(secret) as seen:
        subprocess.run(["ffprobe", "-v", "quiet", *asked_about(path, t.QUICKTIME.mime)], check=False)
    assert seen == []


async def test_what_ffmpeg_would_open_all_the_same_is_closed_to_it(tmp_path: Path, secret: Path) -> None:
    path = disguised(tmp_path, secret, "a list to be joined")
    asked = ["-v", "error", "-safe", "0", "-f", "concat", "-i", f"file:{path}", "-show_format"]
    other = Errand(program="ffprobe", arguments=asked, reads=[path, secret], limits=Limits())
    assert b"duration" in await answer(other, 10_000)
    with openings(secret) as seen, pytest.raises(MediaError):
        await answer(Errand(program="ffprobe", arguments=asked, reads=[path], limits=Limits()), 10_000)
    assert seen == []
