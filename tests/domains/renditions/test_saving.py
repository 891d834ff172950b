"""Renditions to be saved: the same bytes as an attachment, under a name that tells what they are."""

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import aiohttp
import pytest

from tests.client import Client
from tests.domains.accounts.browser import Browser, browser
from tests.domains.made import make_asset
from tests.domains.people import Person
from tests.domains.renditions.ordering import ORDERS, made, painted, read
from tests.domains.renditions.stocked import named, stock
from tests.domains.uploading import photo, ready
from vitrine.accounts.actions import make_sign_in_link
from vitrine.assets.models import Asset
from vitrine.renditions.models import Rendition
from vitrine.renditions.queries import saved_name
from vitrine.services import Services


@pytest.fixture
async def gallery(owner: Client, services: Services, member: Person) -> AsyncIterator[Browser]:
    """A browser in which the member is signed in."""
    async with browser(owner.url) as opened:
        await opened.by_link(await make_sign_in_link(services, member.user.email))
        yield opened


def _name(headers: dict[str, str]) -> str:
    disposition = headers["Content-Disposition"]
    assert disposition.startswith("attachment; ")
    return unquote(disposition.partition("filename*=UTF-8''")[2])


async def test_a_download_has_the_same_bytes_and_a_good_name(owner: Client) -> None:
    asset = await ready(owner, photo("Aqua.jpg"), "Zoë's beach.jpg", title='Zoë\'s "beach" 写真 1/2')
    rendition = await made(owner, asset, format="WEBP", width=120)
    shown, shown_headers = await read(rendition["url"])
    saved, headers = await read(rendition["downloadUrl"])
    assert saved == shown
    assert "Content-Disposition" not in shown_headers
    assert _name(headers) == "Zoë's _beach_ 写真 1_2-120x75.webp"
    assert headers["Content-Type"] == "image/webp"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Disposition"].isascii()


async def test_what_was_made_of_everything_can_be_saved_too(owner: Client) -> None:
    asset = await ready(owner, photo("Aqua.jpg"), title="Aqua")
    document = "query($id: ID!) { asset(id: $id) { renditions { recipe width height downloadUrl } } }"
    renditions = (await owner.graphql(document, id=asset["id"]))["asset"]["renditions"]
    assert renditions
    for rendition in renditions:
        _, headers = await read(rendition["downloadUrl"])
        assert _name(headers).startswith(f"Aqua-{rendition['width']}x{rendition['height']}.")


async def test_a_signature_for_looking_does_not_save_and_one_for_saving_does_not_show(owner: Client) -> None:
    asset = await ready(owner)
    rendition = await made(owner, asset, width=30)
    look, save = urlsplit(rendition["url"]), urlsplit(rendition["downloadUrl"])
    assert look.path != save.path
    for path, query in ((look.path, save.query), (save.path, look.query)):
        url = look._replace(path=path, query=query).geturl()
        async with aiohttp.ClientSession() as stranger, stranger.get(url) as response:
            assert response.status == 401


async def test_a_signed_in_browser_saves_by_its_cookie_from_a_stable_path(gallery: Browser, owner: Client) -> None:
    asset = await ready(owner, title="Mine")
    await made(owner, asset, width=30)
    [shown] = (await gallery.graphql(ORDERS, id=asset["id"]))["data"]["asset"]["orders"]
    path = shown["rendition"]["downloadUrl"]
    assert path == quote(path)
    assert "?" not in path
    cookie = f"vitrine-media={gallery.cookies['vitrine-media']}"
    _, headers = await read(owner.url + path, {"Cookie": cookie})
    assert _name(headers) == "Mine-30x20.jpg"
    async with aiohttp.ClientSession() as nobody, nobody.get(owner.url + path) as response:
        assert response.status == 401


async def test_another_library_saves_nothing(owner: Client, stranger: Client) -> None:
    asset = await ready(owner)
    rendition = await made(owner, asset, width=30)
    path = urlsplit(rendition["downloadUrl"])._replace(query="").geturl()
    async with stranger.http.get(path) as response:
        assert response.status == 404
    async with owner.http.get(path) as response:
        assert response.status == 200


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Photo", "Photo-30x20.png"),
        ("", "rendition-30x20.png"),
        (" . ", "rendition-30x20.png"),
        ("a/b\\c:d", "a_b_c_d-30x20.png"),
        ("two\nlines\x7f", "two_lines_-30x20.png"),
        ("gpj.\u202eexe", "gpj._exe-30x20.png"),
        ("é" * 300, "é" * 100 + "-30x20.png"),
    ],
)
async def test_any_title_gives_a_name_that_disks_take(
    quiet: Services, owner_key: str, member: Person, title: str, name: str
) -> None:
    asset: Asset = await make_asset(member, title=title)
    rendition = Rendition(key="renditions/x/y/custom-1.png", width=30, height=20)
    assert saved_name(asset, rendition) == name
    assert len(name.encode()) <= 255


async def test_what_has_no_size_is_named_without_one(quiet: Services, owner_key: str, member: Person) -> None:
    asset: Asset = await make_asset(member, title="Song")
    assert saved_name(asset, Rendition(key="renditions/x/y/sound-web.m4a")) == "Song.m4a"


async def test_nothing_of_what_is_in_quarantine_is_saved(
    owner: Client, services: Services, member: Person, tmp_path: Path
) -> None:
    asset = await stock(services, member, painted((1, 2, 3)), tmp_path)
    rendition = await made(owner, named(asset), width=30)
    await Asset.filter(id=asset.id).update(status="QUARANTINED")
    for url in (rendition["url"], rendition["downloadUrl"]):
        async with aiohttp.ClientSession() as anybody, anybody.get(url) as response:
            assert response.status == 404
