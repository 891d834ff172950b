"""Two ways to a picture: a path and a cookie for browsers, a signature for everybody else."""

import re
import time
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import aiohttp
import pytest
from yarl import URL

from tests.client import Client
from tests.domains.accounts.browser import Browser, browser
from tests.domains.made import make_shown_asset
from tests.domains.people import Person
from tests.domains.uploading import photo, ready
from tests.domains.uploads.stored import all_done
from vitrine.accounts.actions import make_sign_in_link
from vitrine.accounts.tokens import sign_delivery
from vitrine.api import delivery
from vitrine.services import Services

LIST = "{ assets { nodes { thumbnail { url } renditions { url } } } }"


@pytest.fixture
async def gallery(owner: Client, services: Services, member: Person) -> AsyncIterator[Browser]:
    """A browser in which the member is signed in."""
    async with browser(owner.url) as opened:
        await opened.by_link(await make_sign_in_link(services, member.user.email))
        yield opened


async def _status(url: str | URL, **headers: str) -> int:
    async with aiohttp.ClientSession() as stranger, stranger.get(url, headers=headers) as response:
        return response.status


def _changed(url: str, **parts: str | None) -> str:
    """Return a signed URL with other parts in its query."""
    given = dict(parse_qsl(urlsplit(url).query)) | parts
    query = urlencode({name: value for name, value in given.items() if value is not None})
    return urlsplit(url)._replace(query=query).geturl()


async def test_a_signed_in_browser_gets_stable_paths_without_any_signature(gallery: Browser, owner: Client) -> None:
    await ready(owner)
    await all_done()
    pages = [(await gallery.graphql(LIST))["data"] for _ in range(2)]
    assert pages[0] == pages[1]
    [node] = pages[0]["assets"]["nodes"]
    for rendition in [node["thumbnail"], *node["renditions"]]:
        assert re.fullmatch(r"/media/[0-9a-f]{32}/[a-z0-9-]+-[0-9a-f]{12}\.[a-z0-9]+", rendition["url"])


async def test_fifty_cards_cost_a_signed_in_browser_no_signature(
    gallery: Browser, colleague: Client, member: Person
) -> None:
    for _ in range(50):
        await make_shown_asset(member)
    urls = [node["thumbnail"]["url"] for node in (await gallery.graphql(LIST))["data"]["assets"]["nodes"]]
    assert len(urls) == 50
    assert not [url for url in urls if "?" in url]
    signed = [node["thumbnail"]["url"] for node in (await colleague.graphql(LIST))["assets"]["nodes"]]
    assert all("?" in url for url in signed), "a program has no cookie"


async def test_a_path_is_opened_by_the_cookie_and_by_nothing_less(gallery: Browser, owner: Client) -> None:
    await ready(owner)
    path = (await gallery.graphql(LIST))["data"]["assets"]["nodes"][0]["thumbnail"]["url"]
    cookie = f"vitrine-media={gallery.cookies['vitrine-media']}"
    assert await _status(owner.url + path, Cookie=cookie) == 200
    assert await _status(owner.url + path) == 401
    assert await _status(owner.url + path, Cookie=cookie[:-1]) == 401
    assert await _status(owner.url + path, Cookie="vitrine-media=") == 401
    assert await _status(owner.url + path, Cookie=cookie.rpartition(".")[0] + ".é") == 401
    assert await _status(owner.url + path, Cookie=f"__Host-vitrine={gallery.cookies['__Host-vitrine']}") == 401


async def test_the_cookie_ends_with_the_session(gallery: Browser, owner: Client) -> None:
    await ready(owner)
    path = (await gallery.graphql(LIST))["data"]["assets"]["nodes"][0]["thumbnail"]["url"]
    cookie = f"vitrine-media={gallery.cookies['vitrine-media']}"
    await gallery.ask("DELETE", "/session")
    assert await _status(owner.url + path, Cookie=cookie) == 401


async def test_a_program_gets_signed_urls_that_anyone_may_use_for_five_minutes(owner: Client) -> None:
    asset = await ready(owner)
    for url in (asset["thumbnail"]["url"], asset["original"]["url"]):
        assert await _status(url) == 200
        expires = int(dict(parse_qsl(urlsplit(url).query))["e"])
        assert 0 < expires - time.time() <= 300
        assert expires % 60 == 0, "so that everybody's is the same for a while"


@pytest.mark.parametrize(
    "parts",
    [
        {"s": "0" * 43},
        {"s": ""},
        {"s": "é"},
        {"e": "99999999999"},
        {"e": "x"},
        {"e": None},
        {"l": "0" * 32},
        {"l": "x"},
        {"l": None},
    ],
    ids=str,
)
async def test_a_forged_signature_opens_nothing(owner: Client, parts: dict[str, Any]) -> None:
    url = (await ready(owner))["original"]["url"]
    assert await _status(_changed(url, **parts)) == 401


async def test_a_signature_is_good_for_its_path_only(owner: Client) -> None:
    first, second = await ready(owner), await ready(owner)
    query = urlsplit(first["original"]["url"]).query
    for url in (second["original"]["url"], first["thumbnail"]["url"], second["thumbnail"]["url"]):
        assert await _status(urlsplit(url)._replace(query=query).geturl()) == 401


async def test_a_signature_that_ran_out_opens_nothing(owner: Client, services: Services, member: Person) -> None:
    url = urlsplit((await ready(owner))["original"]["url"])
    for seconds, status in ((-1, 401), (30, 200)):
        expires = int(time.time()) + seconds
        signature = sign_delivery(services.settings.secret_key, url.path, member.library.id, expires)
        query = urlencode({"l": member.library.id.hex, "e": expires, "s": signature})
        assert await _status(url._replace(query=query).geturl()) == status


async def test_a_signature_of_another_library_opens_nothing(
    owner: Client, services: Services, other_owner: Person
) -> None:
    url = urlsplit((await ready(owner))["original"]["url"])
    expires = int(time.time()) + 60
    signature = sign_delivery(services.settings.secret_key, url.path, other_owner.library.id, expires)
    query = urlencode({"l": other_owner.library.id.hex, "e": expires, "s": signature})
    assert await _status(url._replace(query=query).geturl()) == 404


NAMES = [
    "IMG (1).jpg",
    "Zoë's photo!.jpg",
    "a+b & c=d;e,f.jpg",
    "100% done.jpg",
    "a%2Fb.jpg",
    "#1?.jpg",
    "写真.jpg",
    "~$x@y:z*.jpg",
]


@pytest.mark.parametrize("name", NAMES)
async def test_a_signed_url_survives_every_spelling_of_its_path(owner: Client, name: str) -> None:
    url = (await ready(owner, photo(), name))["original"]["url"]
    parts = urlsplit(url)
    assert await _status(URL(url, encoded=True)) == 200
    assert await _status(url) == 200, "some clients write what needs no escape without one"
    plain = parts._replace(path=parts.path.rpartition("/")[0] + "/" + quote(name, safe="!'()*,;=:@+$&~")).geturl()
    assert await _status(URL(plain, encoded=True)) == 200


def test_signatures_end_within_five_minutes_and_live_for_four(services: Services, member: Person) -> None:
    url, expires_at = delivery.signed(services.settings, "/media/x", member.library.id)
    remaining = expires_at.timestamp() - time.time()
    assert 239 <= remaining <= 300
    assert url.startswith(f"{services.settings.public_url}/media/x?")
