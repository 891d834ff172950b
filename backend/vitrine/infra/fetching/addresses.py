"""Which addresses may be fetched from: the public Internet, and networks that were let in on purpose.

What a server may reach, its users may not: its own ports, its neighbours, the metadata service of its cloud.
"""

import re
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from yarl import URL

from vitrine.infra.fetching.errors import FetchRefused

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

MAX_URL = 4_000
_NAME = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
# What the C library would read as a number: 2130706433, 127.1, 0x7f000001.
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_NAT64 = IPv6Network("64:ff9b::/96")
# Python says of these, or said in some version, that they are global.
_NOT_PUBLIC: tuple[Network, ...] = (
    IPv4Network("192.0.0.0/24"),
    IPv4Network("192.88.99.0/24"),
    # The platform's own services in one large cloud.
    IPv4Network("168.63.129.16/32"),
    IPv6Network("64:ff9b:1::/48"),
    # Teredo, among others: an IPv4 address is hidden in it.
    IPv6Network("2001::/23"),
    IPv6Network("2001:db8::/32"),
    IPv6Network("3fff::/20"),
    IPv6Network("5f00::/16"),
    IPv6Network("fec0::/10"),
)


def read_url(text: str, networks: Sequence[Network] = ()) -> URL:
    """Read an address of http or https, with its host in one form only. Raises FetchRefused.

    A host that is a number is checked here; a name once it is resolved. Ports other than the default ones are for
    `networks` only.
    """
    url = _parsed(text)
    if url.scheme not in {"http", "https"}:
        raise _bad("Give an address that begins with https:// or http://.")
    if url.raw_user is not None or url.raw_password is not None:
        raise _bad("Leave name and password out of the address.")
    url = url.with_host(_host(url)).with_fragment(None)
    if (literal := literal_of(url)) is not None:
        check_address(literal, url, networks)
    elif not url.is_default_port() and not networks:
        raise _bad_port()
    return url


def literal_of(url: URL) -> Address | None:
    """Return the address that a host is, if it is no name."""
    try:
        return ip_address(url.raw_host or "")
    except ValueError:
        return None


def check_address(address: Address, url: URL, networks: Sequence[Network] = ()) -> None:
    """Refuse to connect to an address for the sake of a URL. Raises FetchRefused."""
    inner = unmapped(address)
    if any(each in network for network in networks for each in (address, inner)):
        return
    if not is_public(inner):
        raise FetchRefused("NOT_PUBLIC", "This address is not on the public Internet: give one that is.")
    if not url.is_default_port():
        raise _bad_port()


def unmapped(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 one only wraps (mapped, 6to4, NAT64), or the address itself."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def is_public(address: Address) -> bool:
    """Tell whether an address that wraps no other is anybody's on the Internet."""
    special = address.is_multicast or address.is_reserved or address.is_link_local or address.is_unspecified
    return address.is_global and not special and not any(address in network for network in _NOT_PUBLIC)


def _parsed(text: str) -> URL:
    if len(text) > MAX_URL:
        raise _bad(f"Give an address of at most {MAX_URL:,} characters.")
    if any(ord(char) <= 32 or ord(char) == 127 for char in text):
        raise _bad("Leave spaces and control characters out of the address.")
    try:
        return URL(text)
    except ValueError as error:
        raise _bad("This is no address: write it as https://example.org/photo.jpg.") from error


def _host(url: URL) -> str:
    """Return the host without the dot that may end a name; a number only as it is usually written."""
    host = (url.raw_host or "").removesuffix(".")
    last = host.rpartition(".")[2]
    is_number = ":" in host or _NUMBER.fullmatch(last)
    try:
        # A zone (%eth0) names a network card of ours.
        if is_number and "%" not in host:
            return str(ip_address(host))
    except ValueError:
        pass
    if is_number or len(host) > 253 or not _NAME.fullmatch(host):
        raise _bad("This address names no host: write it as https://example.org/photo.jpg.")
    return host


def _bad(message: str) -> FetchRefused:
    return FetchRefused("BAD_URL", message)


def _bad_port() -> FetchRefused:
    return FetchRefused("BAD_PORT", "Leave the port out: files are fetched from the usual ports of http and https.")
