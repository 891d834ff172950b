"""What a remote file is called: by its Content-Disposition (RFC 6266), else by its address."""

import re
from urllib.parse import unquote

from yarl import URL

_EXTENDED = re.compile(r"(?:^|;)\s*filename\*\s*=\s*\"?([\w.-]{1,40})'[^';]*'([^\s;\"]+)", re.IGNORECASE)
_PLAIN = re.compile(r"(?:^|;)\s*filename\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"|([^\s;\"]+))", re.IGNORECASE)


def suggested_name(disposition: str | None, url: URL) -> str:
    """Return a name as the other side says it, unchecked; empty where it says none."""
    return _from_disposition(disposition or "") or url.name


def _from_disposition(header: str) -> str:
    # aiohttp keeps bytes that are no UTF-8 as lone surrogates; older servers write Latin-1.
    said = header.encode("utf-8", "surrogateescape")
    text = _decoded(said)
    if found := _EXTENDED.search(text):
        try:
            return unquote(found[2], found[1], errors="replace")
        except LookupError:
            # A charset that nobody knows; the plain name beside it is meant for that.
            pass
    if found := _PLAIN.search(text):
        return re.sub(r"\\(.)", r"\1", found[1]) if found[1] is not None else found[2]
    return ""


def _decoded(said: bytes) -> str:
    try:
        return said.decode("utf-8")
    except UnicodeDecodeError:
        return said.decode("latin-1")
