"""Bytes on their way out: whole, in part, or not again."""

import hashlib
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from tests.client import Client
from tests.domains.uploading import photo, ready

NAME = 'Zoë\'s "beach" (1), 100%;写真 📷.jpg'


@dataclass(slots=True)
class Photo:
    """A photo that is READY, and the bytes it was made of."""

    client: Client
    body: bytes
    asset: dict[str, Any]

    @property
    def original(self) -> str:
        return str(self.asset["original"]["url"])

    @property
    def thumbnail(self) -> str:
        return str(self.asset["thumbnail"]["url"])

    async def get(self, url: str, method: str = "GET", **headers: str) -> tuple[aiohttp.ClientResponse, bytes]:
        """Ask for bytes as nobody in particular: the URL is signed."""
        async with (
            aiohttp.ClientSession() as stranger,
            stranger.request(method, url, headers={k.replace("_", "-"): v for k, v in headers.items()}) as response,
        ):
            return response, await response.read()


@pytest.fixture
async def shown(owner: Client) -> Photo:
    """The photo under test."""
    body = photo("GreenMeadow.jpg")
    return Photo(owner, body, await ready(owner, body, NAME))


async def test_an_original_comes_back_as_it_came(shown: Photo) -> None:
    response, body = await shown.get(shown.original)
    assert (response.status, body) == (200, shown.body)
    assert response.headers["Content-Length"] == str(len(body))
    assert response.content_type == "image/jpeg"


async def test_an_original_is_only_ever_saved_under_the_name_it_came_with(shown: Photo) -> None:
    response, _ = await shown.get(shown.original)
    said = response.headers["Content-Disposition"]
    assert said.startswith("attachment;")
    assert response.content_disposition is not None
    assert response.content_disposition.filename == NAME


async def test_nothing_delivered_may_run_or_be_taken_for_something_else(shown: Photo) -> None:
    for url in (shown.original, shown.thumbnail):
        response, _ = await shown.get(url)
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert response.headers["Cache-Control"] == "private, max-age=300"
        assert "Set-Cookie" not in response.headers


async def test_a_rendition_is_shown_and_is_what_it_says(shown: Photo) -> None:
    response, body = await shown.get(shown.thumbnail)
    assert (response.status, response.content_type) == (200, "image/webp")
    assert body[:4] == b"RIFF"
    assert body[8:12] == b"WEBP"
    assert "Content-Disposition" not in response.headers


async def test_what_the_browser_has_is_not_sent_again(shown: Photo) -> None:
    for url in (shown.original, shown.thumbnail):
        first, _ = await shown.get(url)
        again, body = await shown.get(url, If_None_Match=first.headers["ETag"])
        assert (again.status, body) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
        assert again.headers["Cache-Control"] == "private, max-age=300"
        other, _ = await shown.get(url, If_None_Match='"something else"')
        assert other.status == 200


@pytest.mark.parametrize("form", ["W/{}", '"a", {}', '{}, W/"b"', "*"])
async def test_the_browser_may_name_several_copies_it_has(shown: Photo, form: str) -> None:
    first, _ = await shown.get(shown.original)
    again, _ = await shown.get(shown.original, If_None_Match=form.format(first.headers["ETag"]))
    assert again.status == 304


async def test_the_etag_of_an_original_is_its_hash(shown: Photo) -> None:
    response, _ = await shown.get(shown.original)
    assert response.headers["ETag"] == f'"{hashlib.sha256(shown.body).hexdigest()}"'


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-0", slice(0, 1)),
        ("bytes=10-19", slice(10, 20)),
        ("bytes=100000-", slice(100_000, None)),
        ("bytes=-500", slice(-500, None)),
        ("bytes=0-99999999", slice(0, None)),
        ("bytes=-99999999", slice(0, None)),
        ("bytes= 5 - 9", slice(5, 10)),
    ],
)
async def test_a_range_is_answered_with_its_bytes(shown: Photo, asked: str, part: slice) -> None:
    response, body = await shown.get(shown.original, Range=asked)
    wanted = shown.body[part]
    first = shown.body.index(wanted)
    assert (response.status, body) == (206, wanted)
    assert response.headers["Content-Range"] == f"bytes {first}-{first + len(wanted) - 1}/{len(shown.body)}"
    assert response.headers["Content-Length"] == str(len(wanted))


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=-0"])
async def test_a_range_behind_the_end_is_refused(shown: Photo, asked: str) -> None:
    response, body = await shown.get(shown.original, Range=asked)
    assert (response.status, body) == (416, b"")
    assert response.headers["Content-Range"] == f"bytes */{len(shown.body)}"


@pytest.mark.parametrize(
    "asked", ["bytes=0-1,5-6", "bytes=9-3", "bytes=-", "lines=1-2", "bytes=a-b", "bytes=" + "9" * 30 + "-"]
)
async def test_a_range_that_makes_no_sense_is_left_aside(shown: Photo, asked: str) -> None:
    response, body = await shown.get(shown.original, Range=asked)
    assert (response.status, len(body)) == (200, len(shown.body))


async def test_a_range_of_a_file_that_changed_is_answered_with_all_of_it(shown: Photo) -> None:
    first, _ = await shown.get(shown.original)
    same, _ = await shown.get(shown.original, Range="bytes=0-9", If_Range=first.headers["ETag"])
    assert same.status == 206
    changed, body = await shown.get(shown.original, Range="bytes=0-9", If_Range='"older"')
    assert (changed.status, len(body)) == (200, len(shown.body))


async def test_head_says_what_get_would_and_sends_nothing(shown: Photo) -> None:
    got, _ = await shown.get(shown.original)
    head, body = await shown.get(shown.original, "HEAD")
    assert (head.status, body) == (200, b"")
    for name in ("ETag", "Content-Length", "Content-Type", "Content-Disposition", "Accept-Ranges"):
        assert head.headers[name] == got.headers[name]
    part, _ = await shown.get(shown.original, "HEAD", Range="bytes=0-9")
    assert (part.status, part.headers["Content-Length"]) == (206, "10")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
async def test_bytes_are_only_read_here(shown: Photo, method: str) -> None:
    assert (await shown.get(shown.original, method))[0].status == 405


async def test_a_thumbnail_of_another_name_is_not_there(shown: Photo) -> None:
    path = f"{shown.client.url}/media/{shown.asset['id'].removeprefix('asset_')}"
    for name in ("thumbnail-999-000000000000.webp", "..%2f..%2fetc%2fpasswd", "thumbnail-320.webp", "%00", "x" * 3000):
        async with shown.client.http.get(f"{path}/{name}") as response:
            assert response.status in {404, 414}
            assert response.headers.get("Cache-Control") != "private, max-age=300"
