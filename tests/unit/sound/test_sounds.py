"""Copies, shapes and covers of sounds: real files, and tones made for the purpose."""

import io
import json
import math
import struct
import wave
from pathlib import Path

import pytest
from PIL import Image

from tests.unit.film.conftest import Maker, collecting, facts_of, film, shared, told_by_ffprobe, track
from vitrine.infra.media.errors import Corrupt, MediaError
from vitrine.infra.media.file_types import Kind
from vitrine.infra.media.film.boxes import read_film
from vitrine.infra.media.film.probe import probe
from vitrine.infra.media.film.progress import Share
from vitrine.infra.media.sniff import identify
from vitrine.infra.media.sound.cover import cover
from vitrine.infra.media.sound.waveform import waveform
from vitrine.infra.media.sound.web_copy import web_copy

__all__ = ["film", "shared"]
TONE = ("-f", "lavfi", "-i", "sine=frequency=440:sample_rate=44100:duration=2")


def sample(path: Path) -> list[tuple[int, int]]:
    """Return the frames of a WAV of 16 bits in stereo."""
    with wave.open(str(path)) as sound:
        data = sound.readframes(sound.getnframes())
    return [struct.unpack_from("<hh", data, at) for at in range(0, len(data), 4)]


@pytest.mark.parametrize(
    ("name", "options", "copied", "extension", "codec"),
    [
        ("tone.mp3", ("-c:a", "libmp3lame", "-b:a", "192k"), True, "mp3", "mp3"),
        ("tone.m4a", ("-c:a", "aac", "-b:a", "96k"), True, "m4a", "aac"),
        ("tone.aac", ("-c:a", "aac", "-b:a", "96k"), True, "m4a", "aac"),
        ("tone.flac", ("-c:a", "flac"), False, "m4a", "aac"),
        ("tone.wav", ("-c:a", "pcm_s24le"), False, "m4a", "aac"),
        ("tone.ogg", ("-c:a", "libvorbis"), False, "m4a", "aac"),
        ("tone.opus", ("-c:a", "libopus"), False, "m4a", "aac"),
        ("alac.m4a", ("-c:a", "alac"), False, "m4a", "aac"),
        ("tone.aiff", ("-c:a", "pcm_s16be"), False, "m4a", "aac"),
        ("six.m4a", ("-c:a", "aac", "-ac", "6"), False, "m4a", "aac"),
    ],
)
async def test_what_browsers_play_is_copied_and_the_rest_becomes_aac(
    film: Maker,
    tmp_path: Path,
    name: str,
    options: tuple[str, ...],
    copied: bool,  # noqa: FBT001 -- a column of the table
    extension: str,
    codec: str,
) -> None:
    source = film(name, *TONE, *options)
    told: list[Share] = []
    made = await web_copy(source, await facts_of(source), tmp_path, collecting(told))
    assert (made.name, made.purpose, made.extension) == ("sound-web", "sound", extension)
    assert made.path == tmp_path / f"sound-web.{extension}"
    assert made.details == {"copied": copied}
    audio = track(made.path, "audio")
    assert audio["codec_name"] == codec
    assert audio["channels"] <= 2
    assert float(told_by_ffprobe(made.path)["format"]["duration"]) == pytest.approx(2.0, abs=0.1)
    assert all(0 < share.done <= share.total for share in told)


async def test_a_player_can_begin_before_it_has_the_whole_sound(film: Maker, tmp_path: Path) -> None:
    source = film("tone.flac", *TONE, "-c:a", "flac")
    made = await web_copy(source, await facts_of(source), tmp_path, collecting([]))
    data = made.path.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    with pytest.raises(Corrupt):
        read_film(made.path)  # and there is no picture in it


async def test_nothing_of_its_owner_stays_in_a_copy(film: Maker, tmp_path: Path) -> None:
    source = film("mine.mp3", *TONE, "-metadata", "title=Mine", "-metadata", "comment=secret", "-c:a", "libmp3lame")
    facts = await facts_of(source)
    assert facts.title == "Mine"
    made = await web_copy(source, facts, tmp_path, collecting([]))
    assert b"secret" not in made.path.read_bytes()


async def test_the_shape_follows_the_sound(film: Maker, tmp_path: Path) -> None:
    louder = "volume='0.1+0.4*floor(t)':eval=frame"
    source = film("louder.wav", *TONE, "-filter:a", f"{louder},volume=8", "-c:a", "pcm_s16le", "-ac", "2")
    loudest = max(max(map(abs, frame)) for frame in sample(source)) / 32768
    found = await waveform(source, await facts_of(source), tmp_path)
    middle = len(found.peaks) // 2
    quiet, loud = found.peaks[2 : middle - 2], found.peaks[middle + 2 : -2]
    assert max(found.peaks) == pytest.approx(loudest, abs=0.02)
    assert max(quiet) * 3 < min(loud)
    assert found.duration == pytest.approx(2.0, abs=0.03)
    assert all(0 <= peak <= 1 for peak in found.peaks)


async def test_ears_that_cancel_each_other_out_are_heard(film: Maker, tmp_path: Path) -> None:
    source = film("apart.wav", *TONE, "-filter:a", "pan=stereo|c0=c0|c1=-1*c0,volume=4", "-c:a", "pcm_s16le")
    assert max((await waveform(source, await facts_of(source), tmp_path)).peaks) > 0.3


async def test_silence_has_a_flat_shape(film: Maker, tmp_path: Path) -> None:
    source = film("silence.wav", "-f", "lavfi", "-i", "anullsrc", "-t", "1", "-c:a", "pcm_s16le")
    found = await waveform(source, await facts_of(source), tmp_path)
    assert set(found.peaks) == {0.0}


async def test_its_picture_is_grey_on_nothing(film: Maker, tmp_path: Path) -> None:
    source = film("tone.flac", *TONE, "-c:a", "flac")
    found = await waveform(source, await facts_of(source), tmp_path)
    shown, numbers = found.rendered
    assert (shown.name, shown.purpose, shown.path) == ("waveform", "waveform", found.picture)
    assert (numbers.name, numbers.purpose, numbers.extension) == ("peaks", "peaks", "json")
    assert json.loads(numbers.path.read_text()) == found.peaks
    with Image.open(found.picture) as picture:
        assert (picture.size, picture.mode) == ((shown.width, shown.height), "RGBA")
        seen = picture.tobytes()
    colours = {tuple(seen[at : at + 4]) for at in range(0, len(seen), 4)}
    assert (0, 0, 0, 0) in colours
    # Seen on white and on black alike.
    assert all(
        max(abs(part - ground) for part in colour[:3]) > 60
        for colour in colours
        if colour[3] > 250
        for ground in (0, 255)
    )


async def test_a_long_sound_has_no_more_peaks_than_a_short_one(film: Maker, tmp_path: Path) -> None:
    source = film("long.wav", "-f", "lavfi", "-i", "anullsrc=r=8000:cl=mono", "-t", "600")
    found = await waveform(source, await facts_of(source), tmp_path)
    assert 1000 <= len(found.peaks) <= 2000
    assert found.duration == pytest.approx(600, abs=0.1)


async def test_a_cover_comes_out_as_it_went_in(film: Maker, tmp_path: Path) -> None:
    drawn = io.BytesIO()
    Image.new("RGB", (64, 64), (200, 30, 60)).save(drawn, "PNG")
    (tmp_path / "front.png").write_bytes(drawn.getvalue())
    attached = ("-map", "0", "-map", "1", "-c:v", "copy", "-disposition:v", "attached_pic")
    for name, codec in (("covered.mp3", "libmp3lame"), ("covered.m4a", "aac"), ("covered.flac", "flac")):
        source = film(name, *TONE, "-i", str(tmp_path / "front.png"), *attached, "-c:a", codec)
        facts = await facts_of(source)
        assert (facts.has_cover, facts.video) == (True, None), name
        made = await cover(source, facts, tmp_path)
        assert made is not None
        assert (made.name, made.read_bytes()) == ("cover.png", drawn.getvalue())


async def test_a_sound_without_a_cover_has_none(film: Maker, tmp_path: Path) -> None:
    source = film("tone.flac", *TONE, "-c:a", "flac")
    assert await cover(source, await facts_of(source), tmp_path) is None
    assert list(tmp_path.iterdir()) == []


async def test_a_file_without_a_sample_is_called_damaged(tmp_path: Path) -> None:
    source = tmp_path / "empty.wav"
    with wave.open(str(source), "wb") as sound:
        sound.setparams((2, 2, 44_100, 0, "NONE", ""))
    with pytest.raises(MediaError):
        await waveform(source, await probe(source, "audio/wav"), tmp_path)
    assert list(tmp_path.iterdir()) == [source]


@pytest.mark.parametrize("part", [0, 1, 2])
async def test_odd_sounds_are_read_or_refused_with_a_reason(shared: Path, tmp_path: Path, part: int) -> None:
    files = [path for path in sorted((shared / "corpus" / "tinytag").rglob("*")) if path.is_file()]
    read, reasons = 0, []
    for path in files[part::21]:
        found = identify(path)
        if found is None or found.kind is not Kind.AUDIO or not found.accepted:
            continue
        try:
            facts = await probe(path, found.mime)
            shape = await waveform(path, facts, tmp_path)
        except MediaError as error:
            reasons.append(error.message)
        else:
            read += 1
            assert shape.peaks
            assert math.isfinite(shape.duration)
    assert read > 0
    assert all(reason.endswith(".") for reason in reasons)
