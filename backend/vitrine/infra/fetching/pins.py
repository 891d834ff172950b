"""Names are resolved once and checked; connections go to what was checked, whatever the name says a moment later."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from ipaddress import ip_address
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from vitrine.infra.fetching.addresses import Network, check_address, literal_of
from vitrine.infra.fetching.errors import FetchFailed, FetchRefused

LookUp = Callable[[str, int], Awaitable[Sequence[str]]]
_NO_SUCH_NAME = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}


async def look_up(host: str, port: int) -> list[str]:
    """Ask the system for the addresses of a name. Raises FetchRefused for no such name, and FetchFailed."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        if error.errno in _NO_SUCH_NAME:
            raise FetchRefused("HOST_NOT_FOUND", "There is no host of this name: check the address.") from error
        raise FetchFailed("The name of the host could not be looked up.") from error
    except UnicodeError as error:
        raise FetchRefused("BAD_URL", "This address names no host.") from error
    return [str(each[4][0]) for each in found]


class Pins(AbstractResolver):
    """The hosts of one fetch, each held to the addresses that were checked for it."""

    def __init__(self, networks: Sequence[Network], look_up: LookUp = look_up) -> None:
        self._networks = networks
        self._look_up = look_up
        self._pinned: dict[tuple[str, int], list[str]] = {}

    async def pin(self, url: URL) -> None:
        """Resolve the host of a URL, unless it was, and check each of its addresses. Raises FetchRefused, FetchFailed.

        One address that may not be reached spoils them all: nobody names a host in good faith like that.
        """
        key = _key(url)
        if key in self._pinned:
            return
        found = [key[0]] if literal_of(url) is not None else await self._look_up(*key)
        if not found:
            raise FetchFailed("The name of the host could not be looked up.")
        for each in found:
            check_address(ip_address(each), url, self._networks)
        self._pinned[key] = list(dict.fromkeys(found))

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return what was pinned; aiohttp asks for names only, not for numbers."""
        if (host, port) not in self._pinned:
            raise OSError(f"{host} was not checked")
        found = [(each, socket.AF_INET6 if ":" in each else socket.AF_INET) for each in self._pinned[host, port]]
        return [
            ResolveResult(hostname=host, host=each, port=port, family=kind, proto=0, flags=socket.AI_NUMERICHOST)
            for each, kind in found
            if family in {socket.AF_UNSPEC, kind}
        ]

    def open_socket(self, info: tuple[Any, ...]) -> socket.socket:
        """Open a socket for a checked address. Raises OSError for any other: nothing gets past this."""
        family, kind, protocol, _, address = info
        if not any(address[0] in pinned for pinned in self._pinned.values()):
            raise OSError(f"{address[0]} was not checked")
        return socket.socket(family, kind, protocol)

    async def close(self) -> None:
        """Let go of nothing."""


def _key(url: URL) -> tuple[str, int]:
    assert url.raw_host is not None and url.port is not None  # noqa: PT018  # read_url saw to both
    return url.raw_host, url.port
