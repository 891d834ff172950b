"""Copy a remote file to the disk, within limits that its server does not set."""

import asyncio
import hashlib
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from aiohttp import (
    ClientConnectorCertificateError,
    ClientConnectorSSLError,
    ClientError,
    ClientResponse,
    ClientResponseError,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    InvalidURL,
    TCPConnector,
    hdrs,
)
from yarl import URL

from vitrine.infra.fetching.addresses import Network, read_url
from vitrine.infra.fetching.answers import check_status, check_type, next_url
from vitrine.infra.fetching.errors import FetchFailed, FetchRefused
from vitrine.infra.fetching.naming import suggested_name
from vitrine.infra.fetching.pins import LookUp, Pins, look_up
from vitrine.infra.scratch import need_room

CHUNK = 256 * 1024
MAX_REDIRECTS = 5
# Seconds. To be let in; between two pieces of an answer.
CONNECTS_WITHIN = 15.0
IDLE_FOR = 30.0
# Bytes of one header, and how many headers.
MAX_HEADER, MAX_HEADERS = 8190, 100
# A file that does not say how large it is has the disk looked at after each so many bytes.
LOOKS_AFTER = 64 * 1024**2
_HEADERS = {
    hdrs.USER_AGENT: "Vitrine (import by URL)",
    hdrs.ACCEPT: "*/*",
    # What is packed for the way could unpack to anything; whatever comes is kept as it comes.
    hdrs.ACCEPT_ENCODING: "identity",
}

Tell = Callable[[int, int | None], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How large a file may be in bytes, how many seconds it may take, and which networks are let in on purpose."""

    max_bytes: int
    seconds: float
    networks: Sequence[Network] = ()


@dataclass(frozen=True, slots=True)
class Download:
    """A file on this machine's disk; `name` is what the other side calls it, unchecked and maybe empty."""

    path: Path
    size: int
    sha256: str
    name: str


async def download(text: str, path: Path, rules: Rules, tell: Tell, look_up: LookUp = look_up) -> Download:
    """Fetch a URL into a file; `tell` hears how many bytes are there, of how many if that was said.

    Raises FetchRefused, FetchFailed, and OSError where this machine's disk is full.
    """
    pins = Pins(rules.networks, look_up)
    try:
        async with asyncio.timeout(rules.seconds), _session(pins) as session, _translated():
            url = read_url(text, rules.networks)
            async with _answer(session, pins, url, rules) as answer:
                return await _keep(answer, path, rules, tell)
    except TimeoutError as error:
        message = f"Fetching this took longer than {rules.seconds:,.0f} seconds: upload the file instead."
        raise FetchRefused("TIME_LIMIT", message) from error


def _session(pins: Pins) -> ClientSession:
    connector = TCPConnector(
        resolver=pins, socket_factory=pins.open_socket, use_dns_cache=False, force_close=True, limit=1
    )
    return ClientSession(
        connector=connector,
        headers=_HEADERS,
        cookie_jar=DummyCookieJar(),
        # Neither proxies nor passwords from the environment.
        trust_env=False,
        auto_decompress=False,
        timeout=ClientTimeout(total=None, sock_connect=CONNECTS_WITHIN, sock_read=IDLE_FOR),
        max_line_size=MAX_HEADER,
        max_field_size=MAX_HEADER,
        max_headers=MAX_HEADERS,
        read_bufsize=CHUNK,
    )


@asynccontextmanager
async def _answer(session: ClientSession, pins: Pins, url: URL, rules: Rules) -> AsyncIterator[ClientResponse]:
    """Yield the answer that has the file, behind up to 5 redirects, each checked like the first address."""
    for _ in range(MAX_REDIRECTS + 1):
        await pins.pin(url)
        async with session.get(url, allow_redirects=False) as answer:
            following = next_url(answer, rules.networks)
            if following is None:
                check_status(answer)
                yield answer
                return
        url = following
    raise FetchRefused("TOO_MANY_REDIRECTS", "This address leads from one to the next: give the address of the file.")


async def _keep(answer: ClientResponse, path: Path, rules: Rules, tell: Tell) -> Download:
    check_type(answer)
    total, size, looks_at = answer.content_length, 0, 0
    _check_size(total or 0, rules)
    need_room(path.parent, total or 0)
    digest = hashlib.sha256()
    with path.open("wb") as file:
        async for chunk in answer.content.iter_chunked(CHUNK):
            size += len(chunk)
            _check_size(size, rules)
            if total is None and size > looks_at:
                looks_at = size + LOOKS_AFTER
                _look_for_room(path.parent)
            digest.update(chunk)
            file.write(chunk)
            await tell(size, total)
    name = suggested_name(answer.headers.get(hdrs.CONTENT_DISPOSITION), answer.url)
    return Download(path, size, digest.hexdigest(), name)


def _check_size(size: int, rules: Rules) -> None:
    if size > rules.max_bytes:
        message = f"Files may have up to {rules.max_bytes // 1024**2:,} MiB, and this one has more."
        raise FetchRefused("FILE_TOO_LARGE", message)


def _look_for_room(folder: Path) -> None:
    # To wait for a disk that is large enough for a file without an end would be to wait for ever.
    try:
        need_room(folder, 2 * LOOKS_AFTER)
    except OSError as error:
        raise FetchFailed("There was no room for a file that does not say how large it is.") from error


@asynccontextmanager
async def _translated() -> AsyncIterator[None]:
    """Turn what aiohttp says into our own words."""
    try:
        yield
    except InvalidURL as error:
        raise FetchRefused("BAD_URL", "This address cannot be read: check it.") from error
    except (ClientConnectorCertificateError, ClientConnectorSSLError) as error:
        message = "The certificate of this host is not in order: ask whoever runs it."
        raise FetchRefused("BAD_CERTIFICATE", message) from error
    except ClientResponseError as error:
        raise FetchRefused("BAD_ANSWER", "What this host answers is no HTTP that we understand.") from error
    except (ClientError, ConnectionError, TimeoutError, ssl.SSLError) as error:
        raise FetchFailed("The host did not answer, or not to the end.") from error
