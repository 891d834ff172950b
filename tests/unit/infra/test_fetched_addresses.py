"""Only the public Internet is fetched from, however an address is written."""

from ipaddress import ip_address, ip_network

import pytest
from yarl import URL

from vitrine.infra.fetching.addresses import check_address, is_public, read_url, unmapped
from vitrine.infra.fetching.errors import FetchRefused

HERE = [ip_network("127.0.0.0/8"), ip_network("10.1.0.0/16")]

PRIVATE = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",  # noqa: S104  # nobody binds to it here
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "168.63.129.16",
    "192.0.0.192",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::7f00:1",
    "2002:7f00:1::",
    "2001:0:7f00:1::",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
    "100::1",
]
PUBLIC = ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::"]

ODD = [
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://2130706433/",
    "http://017700000001/",
    "http://0177.0.0.1/",
    "http://127.1/",
    "http://127.0.1/",
    "http://127.0.0.1./",
    "http://127.0.0.1../",
    "http://1.2.3.4.5/",
    "http://256.0.0.1/",
    "http://example.0x7f/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::1%eth0]/",
    "http://[::1%25eth0]/",
    "http://[fe80::1%251]/",
    "http://[::1]/",
    "http://１２７.０.０.１/",
    "http://①②⑦.⓪.⓪.①/",
    "http://127。0。0。1/",
    "http://%31%32%37.0.0.1/",
    "http://ex%61mple.org/",
    "http:///photo.jpg",
    "http://./",
    "http://.example.org/",
    "http://example..org/",
    "http://-example.org/",
    "http://user@example.org/",
    "http://user:word@example.org/",
    "http://:word@example.org/",
    "http://127.0.0.1\\@example.org/",
    "http://example.org:99999/",
    "http://example .org/",
    "http://example.org/a b",
    "http://example.org/\r\nHost: other",
    "http://example.org/\x00",
    "http://exa\tmple.org/",
    f"http://example.org/{'a' * 4000}",
    f"http://{'a.' * 130}org/",
    "ftp://example.org/",
    "file:///etc/passwd",
    "gopher://example.org/",
    "data:image/png;base64,AA==",
    "//example.org/photo.jpg",
    "example.org/photo.jpg",
    "",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    assert not is_public(unmapped(ip_address(address)))
    with pytest.raises(FetchRefused) as refused:
        check_address(ip_address(address), URL("http://example.org/"))
    assert refused.value.code == "NOT_PUBLIC"


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_that_is_public_is_let_through(address: str) -> None:
    check_address(ip_address(address), URL("https://example.org/"))


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_address_is_refused_as_a_host(address: str) -> None:
    host = f"[{address}]" if ":" in address else address
    with pytest.raises(FetchRefused) as refused:
        read_url(f"http://{host}/photo.jpg")
    assert refused.value.code == "NOT_PUBLIC"


@pytest.mark.parametrize("text", ODD)
def test_an_odd_address_is_refused_before_anybody_is_asked(text: str) -> None:
    with pytest.raises(FetchRefused) as refused:
        read_url(text)
    assert refused.value.code in {"BAD_URL", "NOT_PUBLIC"}


@pytest.mark.parametrize("text", ODD)
def test_an_odd_address_is_no_way_into_a_network_that_was_let_in(text: str) -> None:
    """What is written as people write it may be let in; every other form of it is refused all the same."""
    try:
        url = read_url(text, HERE)
    except FetchRefused:
        return
    assert url.raw_host in {"127.0.0.1", "::ffff:7f00:1"}


@pytest.mark.parametrize(
    ("text", "host", "path"),
    [
        ("https://example.org/photo.jpg", "example.org", "/photo.jpg"),
        ("HTTPS://EXAMPLE.ORG./a#b", "example.org", "/a"),
        ("https://bücher.example/ü?q=1", "xn--bcher-kva.example", "/%C3%BC?q=1"),
        ("http://8.8.8.8/", "8.8.8.8", "/"),
        ("http://[2606:4700:0::1111]/", "2606:4700::1111", "/"),
        ("https://a_b.example.org:443/", "a_b.example.org", "/"),
    ],
)
def test_a_good_address_has_its_host_in_one_form(text: str, host: str, path: str) -> None:
    url = read_url(text)
    assert (url.raw_host, url.raw_path_qs, url.fragment) == (host, path, "")


@pytest.mark.parametrize("text", ["http://example.org:22/", "https://example.org:80/", "http://8.8.8.8:8080/"])
def test_other_ports_are_refused_on_the_public_internet(text: str) -> None:
    with pytest.raises(FetchRefused) as refused:
        read_url(text)
    assert refused.value.code == "BAD_PORT"


def test_a_network_that_was_let_in_may_use_any_port() -> None:
    assert read_url("http://127.0.0.1:8080/", HERE).port == 8080
    check_address(ip_address("10.1.2.3"), URL("http://intranet:8080/"), HERE)
    check_address(ip_address("::ffff:10.1.2.3"), URL("http://intranet:8080/"), HERE)


def test_a_network_that_was_let_in_opens_no_other() -> None:
    for address, url in (("10.2.0.1", "http://x/"), ("8.8.8.8", "http://x:8080/"), ("::1", "http://x/")):
        with pytest.raises(FetchRefused):
            check_address(ip_address(address), URL(url), HERE)
