"""Films for tests: made by ffmpeg where none of the shared ones will do, and looked at with ffprobe."""

import asyncio
import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.client import Client
from tests.domains.uploading import Answer, send, settled

STREAM = """query($id: ID!) { asset(id: $id) {
  id status kind mimeType width height duration placeholder thumbnail(width: 1000) { purpose width height url }
  failure { code message retryable }
  original { url }
  jobs { id kind state attempts error }
  metadata { codec videoCodec audioCodec frameRate bitRate rotation channels sampleRate }
  stream {
    hls
    poster { url width height mimeType }
    files { url width height mimeType size }
    sprites { url track columns rows frameWidth frameHeight interval count }
    captions { url language label }
  }
} }"""
TONE = ("-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000")


async def ran(*command: str | Path, within: float = 60.0) -> bytes:
    """Run a program to its end and return what it printed. Raises AssertionError with what it complained of."""
    process = await asyncio.create_subprocess_exec(
        *map(str, command), stdin=asyncio.subprocess.DEVNULL, stdout=-1, stderr=-1
    )
    async with asyncio.timeout(within):
        said, complaints = await process.communicate()
    assert process.returncode == 0, complaints.decode(errors="replace")[-2000:]
    return said


@cache
def _kept() -> dict[tuple[str, ...], bytes]:
    return {}


async def film(*arguments: str, name: str = "film.mp4") -> bytes:
    """Return what ffmpeg makes of these arguments, made once per run."""
    key = (*arguments, name)
    if key not in _kept():
        with TemporaryDirectory() as folder:
            path = Path(folder, name)
            await ran("ffmpeg", "-v", "error", *arguments, path)
            _kept()[key] = path.read_bytes()
    return _kept()[key]


async def card_film(size: str = "640x360", seconds: float = 3, rate: int = 25, *, sound: bool = True) -> bytes:
    """Return a film of a moving test card with a tone."""
    card = ("-f", "lavfi", "-i", f"testsrc2=size={size}:rate={rate}")
    coded = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-t", str(seconds))
    return await film(*card, *(TONE if sound else ()), *coded, *(("-c:a", "aac", "-shortest") if sound else ()))


async def probed(path: str | Path, *, headers: str = "") -> dict[str, Any]:
    """Return what ffprobe says of a file or an address."""
    options = ("-headers", headers) if headers else ()
    shown = ("-show_streams", "-show_format", "-of", "json")
    found: dict[str, Any] = json.loads(await ran("ffprobe", "-v", "error", *options, *shown, path))
    return found


def stream_of(found: dict[str, Any], kind: str) -> dict[str, Any] | None:
    """Return the first stream of a kind: video, audio."""
    return next((each for each in found["streams"] if each["codec_type"] == kind), None)


async def read_film(client: Client, asset: Answer) -> Answer:
    """Read a film as a player's page does."""
    found: Answer = (await client.graphql(STREAM, id=asset["id"]))["asset"]
    return found


async def whole(client: Client, asset: Answer, within: float = 85.0) -> Answer:
    """Wait until everything of a film is made, also what comes after READY, and return it."""
    async with asyncio.timeout(within):
        while True:
            now = await read_film(client, asset)
            if now["status"] == "FAILED" or all(job["state"] in {"DONE", "DEAD"} for job in now["jobs"]):
                # Once more: a job may have ended between the parts of one answer.
                return await read_film(client, asset)
            await asyncio.sleep(0.1)


async def sent_and_settled(client: Client, body: bytes, filename: str, within: float = 85.0) -> Answer:
    """Upload a film, wait until it is READY or FAILED, and read it as a player does."""
    return await read_film(client, await settled(client, await send(client, body, filename), within))


async def bytes_of(client: Client, url: str) -> bytes:
    """Download what lies behind an address."""
    async with client.http.get(url) as response:
        assert response.status == 200, await response.text()
        return await response.read()
