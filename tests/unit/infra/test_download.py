"""A remote file is copied within our limits, from the address that was checked, and from no other."""

import asyncio
import hashlib
import socket
from collections.abc import AsyncIterator, Sequence
from ipaddress import ip_network
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from aiohttp import web
from yarl import URL

from tests.remote import Remote, running_remote, saying
from vitrine.infra.fetching import download as module
from vitrine.infra.fetching.addresses import read_url
from vitrine.infra.fetching.answers import next_url
from vitrine.infra.fetching.download import Download, Rules, download
from vitrine.infra.fetching.errors import FetchFailed, FetchRefused
from vitrine.infra.fetching.pins import LookUp, Pins, look_up

HERE = (ip_network("127.0.0.0/8"),)
BODY = b"\xff\xd8 a photo" * 1000


@pytest.fixture
async def remote() -> AsyncIterator[Remote]:
    """Somebody else's web server."""
    async with running_remote() as remote:
        yield remote


async def _quiet(size: int, total: int | None) -> None:
    del size, total


async def fetched(
    url: str, folder: Path, look_up: LookUp = look_up, networks: Any = HERE, seconds: float = 10, max_bytes: int = 10**6
) -> Download:
    """Fetch a URL under rules that suit a test."""
    rules = Rules(max_bytes=max_bytes, seconds=seconds, networks=networks)
    return await download(url, folder / "file", rules, _quiet, look_up)


async def refusal(url: str, folder: Path, **more: Any) -> str:
    """Return the code with which a URL is refused."""
    with pytest.raises(FetchRefused) as refused:
        await fetched(url, folder, **more)
    assert refused.value.message.endswith((".", ")."))
    return refused.value.code


async def test_a_file_is_copied_hashed_and_named(remote: Remote, tmp_path: Path) -> None:
    file = await fetched(remote.serve("/a/photo-1.jpg", BODY), tmp_path)
    assert file.path.read_bytes() == BODY
    assert (file.size, file.sha256, file.name) == (len(BODY), hashlib.sha256(BODY).hexdigest(), "photo-1.jpg")


async def test_the_other_side_learns_nothing_of_us(
    remote: Remote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    remote.serve("/second.jpg", BODY)
    await fetched(remote.serve("/first.jpg", b"", 302, Location="/second.jpg", Set_Cookie="a=b"), tmp_path)
    for request in remote.asked:
        assert set(request.headers) == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}
        assert request.headers["Accept-Encoding"] == "identity"
    assert [request.path for request in remote.asked] == ["/first.jpg", "/second.jpg"]


async def test_what_is_packed_is_kept_as_it_came(remote: Remote, tmp_path: Path) -> None:
    bomb = b"\x1f\x8b not unpacked"
    file = await fetched(remote.serve("/bomb", bomb, Content_Encoding="gzip"), tmp_path)
    assert file.path.read_bytes() == bomb


async def test_a_file_that_says_it_is_too_large_is_not_read(remote: Remote, tmp_path: Path) -> None:
    assert await refusal(remote.serve("/large", b"x" * 1001), tmp_path, max_bytes=1000) == "FILE_TOO_LARGE"
    assert not (tmp_path / "file").exists()


async def test_a_file_that_says_nothing_is_stopped_where_it_gets_too_large(remote: Remote, tmp_path: Path) -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b"x" * 100_000

    assert await refusal(remote.stream("/endless", endless), tmp_path) == "FILE_TOO_LARGE"
    assert (tmp_path / "file").stat().st_size < 2 * 10**6


async def test_of_a_file_that_lies_about_its_length_no_more_is_read(tmp_path: Path) -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n" + b"x" * 10**6
    async with saying(answer) as url:
        try:
            assert (await fetched(url, tmp_path, max_bytes=1000)).size == 10
        except FetchRefused as refused:
            # What comes along with the ten bytes gives the lie away.
            assert refused.code == "BAD_ANSWER"  # noqa: PT017  # either end is a good one


async def test_a_file_that_is_cut_short_may_be_whole_the_next_time(tmp_path: Path) -> None:
    async with saying(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this") as url:
        with pytest.raises(FetchFailed):
            await fetched(url, tmp_path)


async def test_a_slow_drip_ends_at_the_time_limit(remote: Remote, tmp_path: Path) -> None:
    async def drip() -> AsyncIterator[bytes]:
        while True:
            yield b"x"
            await asyncio.sleep(0.05)

    assert await refusal(remote.stream("/drip", drip), tmp_path, seconds=0.5) == "TIME_LIMIT"


async def test_silence_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "IDLE_FOR", 0.3)
    async with saying(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", hangs_up=False) as url:
        with pytest.raises(FetchFailed):
            await fetched(url, tmp_path)


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 20_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X-Many: x\r\n" * 300 + b"\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
    ],
    ids=["a long header", "many headers", "no HTTP", "a negative length", "two lengths"],
)
async def test_an_answer_that_is_no_good_http_is_refused(answer: bytes, tmp_path: Path) -> None:
    async with saying(answer) as url:
        assert await refusal(url, tmp_path) == "BAD_ANSWER"


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (404, "NOT_FOUND"),
        (410, "NOT_FOUND"),
        (401, "NOT_ALLOWED"),
        (403, "NOT_ALLOWED"),
        (400, "BAD_ANSWER"),
        (204, "BAD_ANSWER"),
        (206, "BAD_ANSWER"),
        (304, "BAD_ANSWER"),
    ],
)
async def test_any_answer_but_200_is_refused(status: int, code: str, remote: Remote, tmp_path: Path) -> None:
    assert await refusal(remote.serve("/photo.jpg", b"", status), tmp_path) == code


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
async def test_a_host_in_trouble_is_asked_again_later(status: int, remote: Remote, tmp_path: Path) -> None:
    with pytest.raises(FetchFailed, match=str(status)):
        await fetched(remote.serve("/photo.jpg", b"", status), tmp_path)


async def test_a_web_page_is_refused_before_it_is_read(remote: Remote, tmp_path: Path) -> None:
    url = remote.serve("/photo.jpg", b"<html>", Content_Type="text/html; charset=utf-8")
    assert await refusal(url, tmp_path) == "UNSUPPORTED_TYPE"


async def test_five_redirects_are_followed_and_no_more(remote: Remote, tmp_path: Path) -> None:
    remote.serve("/0", BODY)
    for number in range(1, 7):
        remote.redirect(f"/{number}", f"/{number - 1}", status=[301, 302, 303, 307, 308][number % 5])
    assert (await fetched(remote.url("/5"), tmp_path)).size == len(BODY)
    assert await refusal(remote.url("/6"), tmp_path) == "TOO_MANY_REDIRECTS"


@pytest.mark.parametrize(
    ("to", "code"),
    [
        ("http://169.254.169.254/latest/meta-data/", "NOT_PUBLIC"),
        ("http://[::ffff:10.0.0.1]/", "NOT_PUBLIC"),
        ("http://2130706433/", "BAD_URL"),
        ("//user@example.org/", "BAD_URL"),
        ("file:///etc/passwd", "BAD_URL"),
        ("ftp://example.org/", "BAD_URL"),
        ("http://[", "BAD_REDIRECT"),
        ("", "BAD_REDIRECT"),
    ],
)
async def test_a_redirect_is_checked_like_any_address(to: str, code: str, remote: Remote, tmp_path: Path) -> None:
    assert await refusal(remote.redirect("/photo.jpg", to), tmp_path) == code


async def test_a_redirect_to_a_name_that_is_private_is_refused(remote: Remote, tmp_path: Path) -> None:
    async def resolve(host: str, port: int) -> Sequence[str]:
        return ["10.0.0.7"]

    url = remote.redirect("/photo.jpg", "http://intranet.example/")
    assert await refusal(url, tmp_path, look_up=resolve) == "NOT_PUBLIC"


def test_a_redirect_from_https_to_http_is_refused() -> None:
    answer = SimpleNamespace(status=302, url=URL("https://example.org/a"), headers={"Location": "http://example.org/a"})
    with pytest.raises(FetchRefused) as refused:
        next_url(cast(Any, answer), ())
    assert refused.value.code == "BAD_REDIRECT"


async def test_a_port_that_nobody_listens_on_may_be_open_the_next_time(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(FetchFailed):
        await fetched(f"http://127.0.0.1:{port}/", tmp_path)


async def test_this_machine_is_refused_unless_it_was_let_in(remote: Remote, tmp_path: Path) -> None:
    remote.serve("/photo.jpg", BODY)
    assert await refusal(remote.url(), tmp_path, networks=()) == "NOT_PUBLIC"
    # Under a name, too: what it resolves to is asked first.
    assert await refusal("http://localhost/photo.jpg", tmp_path, networks=()) == "NOT_PUBLIC"
    assert remote.asked == []


async def test_a_name_is_resolved_once_and_pinned(remote: Remote, tmp_path: Path) -> None:
    """A host that shows a public address to the check and a private one to the connection gains nothing."""
    answers = [["127.0.0.1"], ["10.0.0.1"], ["10.0.0.1"]]

    async def rebinding(host: str, port: int) -> Sequence[str]:
        return answers.pop(0)

    remote.serve("/second", BODY)
    url = f"http://rebinding.example:{remote.port}/first"
    remote.redirect("/first", "/second")
    assert (await fetched(url, tmp_path, look_up=rebinding)).size == len(BODY)
    assert len(answers) == 2


async def test_a_name_with_one_private_address_among_public_ones_is_refused(tmp_path: Path) -> None:
    async def both(host: str, port: int) -> Sequence[str]:
        return ["93.184.216.34", "::ffff:127.0.0.1"]

    assert await refusal("http://both.example/", tmp_path, look_up=both, networks=()) == "NOT_PUBLIC"


async def test_nothing_is_connected_to_that_was_not_checked() -> None:
    async def public(host: str, port: int) -> Sequence[str]:
        return ["93.184.216.34"]

    pins = Pins((), public)
    await pins.pin(read_url("https://example.org/"))
    assert [each["host"] for each in await pins.resolve("example.org", 443)] == ["93.184.216.34"]
    with pytest.raises(OSError, match="not checked"):
        await pins.resolve("other.example", 443)
    with pytest.raises(OSError, match="not checked"):
        pins.open_socket((socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", 443)))
    pins.open_socket((socket.AF_INET, socket.SOCK_STREAM, 0, "", ("93.184.216.34", 443))).close()


@pytest.mark.parametrize(
    ("errno", "kind"), [(socket.EAI_NONAME, FetchRefused), (socket.EAI_AGAIN, FetchFailed)], ids=["no name", "again"]
)
async def test_a_name_that_is_not_found_is_told_from_one_that_cannot_be_looked_up(
    errno: int, kind: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object, **__: object) -> None:
        raise socket.gaierror(errno, "no")

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", fail, raising=False)
    with pytest.raises(kind):
        await look_up("example.invalid", 80)


async def test_the_bytes_are_told_as_they_come(remote: Remote, tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []

    async def tell(size: int, total: int | None) -> None:
        told.append((size, total))

    remote.serve("/photo.jpg", b"x" * 900_000)
    await download(remote.url(), tmp_path / "file", Rules(max_bytes=10**6, seconds=10, networks=HERE), tell)
    assert len(told) > 1
    assert told[-1] == (900_000, 900_000)


async def test_a_connection_that_is_reset_may_hold_the_next_time(remote: Remote, tmp_path: Path) -> None:
    async def reset(request: web.BaseRequest) -> web.StreamResponse:
        assert request.transport
        request.transport.abort()
        return web.Response()

    remote.pages["/photo.jpg"] = reset
    with pytest.raises(FetchFailed):
        await fetched(remote.url(), tmp_path)
