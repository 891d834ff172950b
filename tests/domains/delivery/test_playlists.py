"""Playlists name renditions; whoever reads one is given addresses that open for them, and for nobody else."""

import re
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from tests.client import Client
from tests.domains.made import make_shown_asset
from tests.domains.people import Person
from vitrine.api.delivery import signed
from vitrine.assets.models import Asset, AssetStatus, MediaKind, Original
from vitrine.renditions.models import Rendition
from vitrine.services import Services

MASTER = '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS="avc1.64001f"\nhls-720p-list.m3u8\n'
LIST = """#EXTM3U
#EXT-X-MAP:URI="hls-720p.mp4",BYTERANGE="800@0"
#EXTINF:4,
#EXT-X-BYTERANGE:100@800
hls-720p.mp4
#EXTINF:4,
#EXT-X-BYTERANGE:100@900
hls-720p.mp4
elsewhere.mp4
#EXT-X-ENDLIST
"""
TRACK = "WEBVTT\n\n00:00.000 --> 00:02.000\nsprites.jpg#xywh=0,0,160,90\n"
HLS = "application/vnd.apple.mpegurl"
STORED = (
    ("hls", "hls", "m3u8", HLS, MASTER),
    ("hls-720p-list", "hls-list", "m3u8", HLS, LIST),
    ("hls-720p", "hls-media", "mp4", "video/mp4", "m" * 1000),
    ("sprites", "sprites", "jpg", "image/jpeg", "jpeg"),
    ("sprites-track", "sprites-track", "vtt", "text/vtt", TRACK),
    ("captions-0", "captions", "vtt", "text/vtt", "WEBVTT\n\n00:00.000 --> 00:02.000\nsprites.jpg\n"),
)


@dataclass(frozen=True, slots=True)
class Film:
    """A film whose playlists are known to the database and kept in storage."""

    asset: Asset
    client: Client
    services: Services

    def path(self, name: str) -> str:
        recipe, _, extension = name.rpartition(".")
        return f"/media/{self.asset.id.hex}/{recipe}-{(self.asset.sha256 or '')[:12]}.{extension}"

    def signed(self, name: str) -> str:
        return signed(self.services.settings, self.path(name), self.asset.library_id)[0]

    async def stranger_gets(self, url: str, **headers: str) -> tuple[aiohttp.ClientResponse, str]:
        async with aiohttp.ClientSession() as stranger, stranger.get(url, headers=headers) as response:
            return response, await response.text()

    async def program_gets(self, name: str, **headers: str) -> tuple[aiohttp.ClientResponse, str]:
        async with self.client.http.get(self.client.url + self.path(name), headers=headers) as response:
            return response, await response.text()


@pytest.fixture
async def film(colleague: Client, member: Person, services: Services, tmp_path: Path) -> Film:
    asset = await make_shown_asset(member, kind=MediaKind.VIDEO)
    for name, purpose, extension, mime, text in STORED:
        key = f"renditions/{member.library.id}/{asset.sha256}/{name}.{extension}"
        (tmp_path / name).write_text(text)
        await services.storage.put_file(key, tmp_path / name, mime)
        await Rendition.create(
            original_id=asset.original_id, recipe=name, purpose=purpose, key=key, mime_type=mime, size=len(text)
        )
    return Film(asset, colleague, services)


def _addresses(text: str) -> list[str]:
    return re.findall(r'/media/[^\s"]+', text)


async def test_a_signed_playlist_leads_to_the_film_by_signatures_alone(film: Film) -> None:
    response, master = await film.stranger_gets(film.signed("hls.m3u8"))
    assert response.headers["Content-Type"].startswith(HLS)
    [listed] = _addresses(master)
    _, playlist = await film.stranger_gets(film.client.url + listed)
    places = _addresses(playlist)
    assert len(places) == 3
    assert len(set(places)) == 1
    part, body = await film.stranger_gets(film.client.url + places[0], Range="bytes=800-899")
    assert (part.status, body) == (206, "m" * 100)


async def test_each_address_in_a_signed_playlist_has_a_signature_of_its_own(film: Film) -> None:
    _, master = await film.stranger_gets(film.signed("hls.m3u8"))
    query = _addresses(master)[0].partition("?")[2]
    response, _ = await film.stranger_gets(f"{film.client.url}{film.path('hls-720p.mp4')}?{query}")
    assert response.status == 401


async def test_a_program_with_its_key_gets_plain_paths(film: Film) -> None:
    _, playlist = await film.program_gets("hls-720p-list.m3u8")
    assert set(_addresses(playlist)) == {film.path("hls-720p.mp4")}


async def test_what_names_no_rendition_of_the_film_stays_as_it_was(film: Film) -> None:
    _, playlist = await film.program_gets("hls-720p-list.m3u8")
    assert "\nelsewhere.mp4\n" in playlist
    assert '#EXT-X-MAP:URI="/media/' in playlist


async def test_a_track_of_sprites_leads_to_its_sheet(film: Film) -> None:
    response, track = await film.stranger_gets(film.signed("sprites-track.vtt"))
    assert response.headers["Content-Type"].startswith("text/vtt")
    [place] = _addresses(track)
    assert place.endswith("#xywh=0,0,160,90")
    sheet, body = await film.stranger_gets(film.client.url + place)
    assert (sheet.status, body) == (200, "jpeg")


async def test_captions_say_what_they_said(film: Film) -> None:
    response, text = await film.program_gets("captions-0.vtt")
    assert response.headers["Content-Type"].startswith("text/vtt")
    assert text.endswith("\nsprites.jpg\n")


async def test_a_playlist_with_signatures_is_never_kept(film: Film) -> None:
    response, _ = await film.stranger_gets(film.signed("hls.m3u8"))
    assert response.headers["Cache-Control"] == "no-store"
    assert "ETag" not in response.headers
    plain, _ = await film.program_gets("hls.m3u8")
    again, body = await film.program_gets("hls.m3u8", **{"If-None-Match": plain.headers["ETag"]})
    assert (again.status, body) == (304, "")


async def test_a_part_of_a_playlist_is_the_whole_of_it(film: Film) -> None:
    response, text = await film.program_gets("hls.m3u8", Range="bytes=0-3")
    assert (response.status, response.headers["Accept-Ranges"]) == (200, "none")
    assert text.endswith(".m3u8\n")


async def test_a_playlist_that_claims_to_be_endless_is_not_read(film: Film) -> None:
    await Rendition.filter(recipe="hls").update(size=3 * 1024 * 1024)
    response, _ = await film.program_gets("hls.m3u8")
    assert response.status == 404


async def test_nobody_and_strangers_get_no_playlist(film: Film, stranger: Client) -> None:
    response, _ = await film.stranger_gets(film.client.url + film.path("hls.m3u8"))
    assert response.status == 401
    async with stranger.http.get(stranger.url + film.path("hls.m3u8")) as refused:
        assert refused.status == 404


@pytest.mark.parametrize("by_asset", [True, False], ids=["quarantined asset", "infected bytes"])
@pytest.mark.parametrize("name", ["hls.m3u8", "hls-720p-list.m3u8", "hls-720p.mp4", "sprites.jpg"])
async def test_nothing_of_an_infected_film_is_delivered(film: Film, name: str, *, by_asset: bool) -> None:
    assert (await film.program_gets(name))[0].status == 200
    if by_asset:
        await Asset.filter(id=film.asset.id).update(status=AssetStatus.QUARANTINED)
    else:
        await Original.filter(id=film.asset.original_id).update(infection="Test.Signature")
    original = f"/media/{film.asset.id.hex}/original/film.mp4"
    for url in (film.signed(name), signed(film.services.settings, original, film.asset.library_id)[0]):
        response, _ = await film.stranger_gets(url)
        assert response.status == 404
