"""What a remote server answers before the first byte of the file."""

from collections.abc import Sequence

from aiohttp import ClientResponse, hdrs
from yarl import URL

from vitrine.infra.fetching.addresses import Network, read_url
from vitrine.infra.fetching.errors import FetchFailed, FetchRefused

_REDIRECTS = {301, 302, 303, 307, 308}
_GONE = {404, 410}
_LOCKED = {401, 402, 403, 407, 451}
_LATER = {408, 421, 425, 429}
_PAGES = {"text/html", "application/xhtml+xml"}


def next_url(answer: ClientResponse, networks: Sequence[Network]) -> URL | None:
    """Return where a redirect leads, checked like any address; None for an answer that is none. Raises FetchRefused."""
    if answer.status not in _REDIRECTS:
        return None
    location = answer.headers.get(hdrs.LOCATION, "")
    try:
        following = answer.url.join(URL(location)) if location else None
    except ValueError:
        following = None
    if following is None:
        raise FetchRefused("BAD_REDIRECT", "This host sends us on to nowhere: give the address of the file itself.")
    url = read_url(str(following), networks)
    if answer.url.scheme == "https" and url.scheme == "http":
        message = "This address leads from https to http, where anybody could change the file: give an https address."
        raise FetchRefused("BAD_REDIRECT", message)
    return url


def check_status(answer: ClientResponse) -> None:
    """Refuse any answer but 200. Raises FetchRefused, and FetchFailed for one that may be another the next time."""
    status = answer.status
    if status == 200:
        return
    if status in _GONE:
        raise FetchRefused("NOT_FOUND", f"There is nothing at this address (the host said {status}).")
    if status in _LOCKED:
        raise FetchRefused("NOT_ALLOWED", f"This host does not give the file to everybody (it said {status}).")
    if status in _LATER or status >= 500:
        raise FetchFailed(f"The host could not give the file just now (it said {status}).")
    raise FetchRefused("BAD_ANSWER", f"The host did not give the file (it said {status}).")


def check_type(answer: ClientResponse) -> None:
    """Refuse what calls itself a web page before it is fetched. Raises FetchRefused."""
    if answer.content_type in _PAGES:
        message = "There is a web page at this address, not a file: give the address of the picture or film itself."
        raise FetchRefused("UNSUPPORTED_TYPE", message)
