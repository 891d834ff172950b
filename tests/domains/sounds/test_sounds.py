"""Sounds: a copy that plays everywhere, the shape of the sound, and the cover."""

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.client import Client
from tests.domains.films.filming import TONE, bytes_of, film, probed, stream_of
from tests.domains.live.watching import EVENTS, watching
from tests.domains.uploading import Answer, send, settled
from vitrine.renditions.models import Rendition

SOUND = """query($id: ID!) { asset(id: $id) {
  id status kind mimeType duration placeholder failure { code message }
  thumbnail(width: 1000) { purpose width url }
  jobs { kind state }
  metadata { codec audioCodec channels sampleRate artist album title }
  stream { hls }
  sound {
    file { url mimeType size } waveform { url width height mimeType } cover { url width height }
    peaks title artist album
  }
} }"""
SEEN = EVENTS.replace("status filename", "status filename sound { waveform { url } file { url } }")


async def _sent(client: Client, body: bytes, filename: str) -> Answer:
    asset = await settled(client, await send(client, body, filename))
    found: Answer = (await client.graphql(SOUND, id=asset["id"]))["asset"]
    return found


async def _tone(*arguments: str, name: str, seconds: float = 3) -> bytes:
    return await film(*TONE, *arguments, "-t", str(seconds), name=name)


async def _of_file(client: Client, asset: Answer, folder: Path) -> dict[str, Any]:
    path = folder / "sound"
    path.write_bytes(await bytes_of(client, asset["sound"]["file"]["url"]))
    return await probed(path)


async def _with_cover(folder: Path) -> bytes:
    Image.new("RGB", (900, 900), (200, 30, 60)).save(folder / "cover.png")
    tags = ("-metadata", "title=Low tide", "-metadata", "artist=The Gulls", "-metadata", "album=Shore")
    inputs = (*TONE, "-i", str(folder / "cover.png"), "-map", "0:a", "-map", "1:v", "-c:v", "copy", "-t", "3")
    return await film(*inputs, *tags, "-disposition:v", "attached_pic", name="song.mp3")


async def test_an_mp3_of_the_shared_media_is_heard_as_it_is(owner: Client, media: Path, tmp_path: Path) -> None:
    asset = await _sent(owner, (media / "audio" / "tone.mp3").read_bytes(), "tone.mp3")
    assert (asset["status"], asset["kind"]) == ("READY", "AUDIO"), asset
    found = await _of_file(owner, asset, tmp_path)
    assert abs(float(found["format"]["duration"]) - asset["duration"]) < 0.2
    assert asset["stream"] is None


@pytest.mark.parametrize("name", ["tone.wav", "tone.flac", "tone.ogg", "tone.m4a", "tone.aiff", "tone.mp3"])
async def test_a_sound_of_any_kind_plays_everywhere(owner: Client, tmp_path: Path, name: str) -> None:
    asset = await _sent(owner, await _tone(name=name), name)
    assert asset["status"] == "READY", asset["failure"]
    found = await _of_file(owner, asset, tmp_path)
    track = stream_of(found, "audio")
    assert track is not None
    assert track["codec_name"] in {"aac", "mp3"}
    assert abs(float(found["format"]["duration"]) - 3) < 0.2
    assert asset["sound"]["file"]["mimeType"] in {"audio/mp4", "audio/mpeg"}


async def test_the_shape_of_a_sound_follows_its_loudness(owner: Client) -> None:
    fading = await _tone("-af", "afade=t=out:st=0:d=3", name="fading.flac")
    asset = await _sent(owner, fading, "fading.flac")
    peaks = asset["sound"]["peaks"]
    assert 50 < len(peaks) <= 2000
    assert all(0 <= peak <= 1 for peak in peaks)
    third = len(peaks) // 3
    assert sum(peaks[:third]) > 2 * sum(peaks[-third:])
    picture = await bytes_of(owner, asset["sound"]["waveform"]["url"])
    assert picture[:4] in {b"RIFF", b"\x89PNG"}


async def test_a_cover_stands_for_a_sound_and_its_tags_are_told(owner: Client, tmp_path: Path) -> None:
    asset = await _sent(owner, await _with_cover(tmp_path), "song.mp3")
    assert (asset["status"], asset["kind"]) == ("READY", "AUDIO"), asset
    said = asset["sound"]
    assert (said["title"], said["artist"], said["album"]) == ("Low tide", "The Gulls", "Shore")
    assert (said["cover"]["width"], said["cover"]["height"]) == (900, 900)
    assert asset["thumbnail"]["purpose"] == "cover"
    assert said["waveform"] is not None


async def test_a_sound_without_a_cover_shows_its_shape(owner: Client) -> None:
    asset = await _sent(owner, await _tone(name="plain.mp3"), "plain.mp3")
    assert asset["sound"]["cover"] is None
    assert asset["thumbnail"]["purpose"] == "thumbnail", "the waveform itself is too large for a card"
    assert asset["placeholder"]
    assert asset["metadata"]["audioCodec"] == "mp3"


async def test_the_shape_of_a_sound_is_told_of_before_it_can_be_heard(owner: Client) -> None:
    async with watching(owner, SEEN) as watch:
        asset = await send(owner, await _tone(name="order.flac"), "order.flac")
        await watch.until_kind("READY", asset["id"], within=30)
    told = [event for event in watch.heard if event["kind"] != "PROGRESS" and event["asset"]]
    shown = next(event for event in told if event["asset"]["thumbnail"])
    assert (shown["kind"], shown["asset"]["sound"]["file"]) == ("UPDATED", None)
    assert told[-1]["asset"]["sound"]["file"] is not None


async def test_a_sound_too_long_to_wait_for_has_its_shape_later(owner: Client) -> None:
    body = await _tone("-c:a", "libmp3lame", "-b:a", "32k", name="long.mp3", seconds=700)
    asset = await _sent(owner, body, "long.mp3")
    assert asset["status"] == "READY", asset["failure"]
    assert asset["thumbnail"]["purpose"] == "thumbnail"
    assert asset["placeholder"]
    assert len(asset["sound"]["peaks"]) == 2000


async def test_the_same_sound_again_is_ready_at_once_and_nothing_is_made(owner: Client) -> None:
    body = await _tone(name="twice.flac")
    await _sent(owner, body, "twice.flac")
    made = await Rendition.all().count()
    second = await _sent(owner, body, "again.flac")
    assert second["status"] == "READY"
    assert {job["kind"] for job in second["jobs"]} & {"sounds.web_copy"} == set()
    assert await Rendition.all().count() == made


async def test_a_sound_that_is_damaged_says_so(owner: Client) -> None:
    asset = await _sent(owner, (await _tone(name="cut.m4a"))[:3000], "cut.m4a")
    assert (asset["status"], asset["failure"]["code"]) == ("FAILED", "CORRUPT"), asset


async def test_a_hundred_sounds_in_a_list_are_read_without_their_peaks(owner: Client) -> None:
    asset = await _sent(owner, await _tone(name="list.flac"), "list.flac")
    found = await owner.graphql("{ assets { nodes { id renditions { purpose } sound { peaks } } } }")
    [listed] = found["assets"]["nodes"]
    assert "peaks" not in {each["purpose"] for each in listed["renditions"]}
    assert listed["sound"]["peaks"] == asset["sound"]["peaks"]


async def test_a_sound_is_as_long_as_it_is_heard_where_its_file_only_guesses(owner: Client) -> None:
    # Quiet, then noise: few bits, then many, and nothing in the file that tells how many there are of either.
    changing = ("-f", "lavfi", "-i", "aevalsrc=if(lt(t\\,4)\\,0\\,random(0)-0.5):s=44100:d=8", "-q:a", "2")
    body = await film(*changing, "-write_xing", "0", "-id3v2_version", "0", name="voice.mp3")
    asset = await _sent(owner, body, "voice.mp3")
    assert asset["status"] == "READY", asset
    assert asset["duration"] == pytest.approx(8, abs=0.2)
