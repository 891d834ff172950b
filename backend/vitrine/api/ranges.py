"""Parts of a body (RFC 9110, section 14). One range is answered; several are not worth their cost, so all is sent."""

import re

from starlette.requests import Request

_ONE_RANGE = re.compile(r"bytes=(\d{0,19})-(\d{0,19})")


class Unsatisfiable(Exception):
    """The range lies behind the end."""


def parse_range(request: Request, etag: str, size: int) -> tuple[int, int] | None:
    """Return the first and last byte that are wanted, both included; None for all. Raises Unsatisfiable."""
    asked = _ONE_RANGE.fullmatch(request.headers.get("range", "").replace(" ", ""))
    stale = request.headers.get("if-range", etag) != etag
    if asked is None or stale or asked.groups() == ("", ""):
        return None
    first, last = asked.groups()
    if first == "":
        start, end = max(0, size - int(last)), size - 1
        if int(last) == 0:
            raise Unsatisfiable
    else:
        start, end = int(first), min(int(last or size), size - 1)
    if last and first and int(last) < int(first):
        return None
    if start >= size:
        raise Unsatisfiable
    return start, end
