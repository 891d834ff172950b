"""What a player is made of loads in a real page, under its content security policy and with its cookie alone."""

from pathlib import Path
from typing import Any

from playwright.async_api import Page

from tests.client import Client
from tests.domains.films.filming import card_film, film, sent_and_settled, whole

# Each goes the way a player does: a film with a place in it, a text track, a playlist and a part of a file by fetch.
_VIDEO = """async ([file, track]) => {
  const video = document.createElement("video");
  video.muted = true; video.src = file;
  const captions = document.createElement("track");
  captions.kind = "metadata"; captions.src = track; captions.default = true;
  video.append(captions); document.body.append(video);
  const loaded = new Promise((done, failed) => { captions.onload = done; captions.onerror = () => failed("track"); });
  captions.track.mode = "hidden";
  await new Promise((done, failed) => { video.onloadeddata = done; video.onerror = () => failed(video.error); });
  video.currentTime = 3;
  await new Promise((done) => { video.onseeked = done; });
  await loaded;
  const cues = [...captions.track.cues].map((cue) => cue.text);
  return { duration: video.duration, at: video.currentTime, width: video.videoWidth, cues };
}"""
_FETCHED = """async (url) => {
  const master = await fetch(url);
  const list = (await master.text()).split("\\n").find((line) => line.startsWith("/media/"));
  const text = await (await fetch(list)).text();
  const media = text.split("\\n").find((line) => line.startsWith("/media/"));
  const [size, offset] = text.match(/#EXT-X-BYTERANGE:(\\d+)@(\\d+)/).slice(1).map(Number);
  const part = await fetch(media, { headers: { Range: `bytes=${offset}-${offset + size - 1}` } });
  return { type: master.headers.get("content-type"), status: part.status, wanted: size,
           got: (await part.arrayBuffer()).byteLength };
}"""


async def _in_the_page(gallery: Page, owner: Client, body: bytes) -> dict[str, Any]:
    asset = await whole(owner, await sent_and_settled(owner, body, "film.mkv"))
    assert asset["status"] == "READY", asset["failure"]
    parts = asset["stream"]
    return {
        name: url.partition("?")[0].removeprefix(gallery.url.rstrip("/"))
        for name, url in (
            ("hls", parts["hls"]),
            ("file", parts["files"][0]["url"]),
            ("sprites", parts["sprites"]["track"]),
            *(("captions", each["url"]) for each in parts["captions"]),
        )
    }


async def _with_captions(folder: Path) -> bytes:
    said = folder / "said.srt"
    said.write_text("1\n00:00:00,500 --> 00:00:02,000\nThe tide goes out.\n")
    card = ("-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25", "-i", str(said))
    coded = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:s", "srt", "-t", "5")
    return await film(*card, *coded, name="film.mkv")


async def test_a_film_its_captions_and_its_sprites_load_in_the_page(
    gallery: Page, owner: Client, tmp_path: Path
) -> None:
    paths = await _in_the_page(gallery, owner, await _with_captions(tmp_path))
    shown = await gallery.evaluate(_VIDEO, [paths["file"], paths["captions"]])
    assert abs(shown["duration"] - 5) < 0.2
    assert (shown["at"], shown["width"], shown["cues"]) == (3, 640, ["The tide goes out."])
    sprites = await gallery.evaluate(_VIDEO, [paths["file"], paths["sprites"]])
    assert sprites["cues"]
    assert all(cue.startswith("/media/") and "#xywh=" in cue for cue in sprites["cues"])


async def test_a_playlist_and_its_parts_are_fetched_by_the_page(gallery: Page, owner: Client) -> None:
    paths = await _in_the_page(gallery, owner, await card_film("640x360", 5))
    fetched = await gallery.evaluate(_FETCHED, paths["hls"])
    assert fetched["type"].startswith("application/vnd.apple.mpegurl")
    assert (fetched["status"], fetched["got"]) == (206, fetched["wanted"])
