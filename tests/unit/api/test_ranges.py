"""Parts of a body, as RFC 9110 counts them."""

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from vitrine.api.content_disposition import attachment
from vitrine.api.ranges import Unsatisfiable, parse_range


def _asking(**headers: str) -> Request:
    given_headers = [(name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in headers.items()]
    return Request({"type": "http", "headers": given_headers})


@given(st.integers(1, 10**12), st.integers(0, 10**12), st.integers(0, 10**12))
def test_a_range_lies_within_the_file(size: int, first: int, last: int) -> None:
    for text in (f"bytes={first}-{last}", f"bytes={first}-", f"bytes=-{last}"):
        try:
            found = parse_range(_asking(range=text), "e", size)
        except Unsatisfiable:
            assert first >= size or last == 0
            continue
        if found is not None:
            assert 0 <= found[0] <= found[1] < size


@given(st.text(st.characters(max_codepoint=255), max_size=40), st.integers(1, 1000))
def test_any_nonsense_asks_for_all_or_for_what_is_there(text: str, size: int) -> None:
    try:
        found = parse_range(_asking(range=text), "e", size)
    except Unsatisfiable:
        return
    assert found is None or 0 <= found[0] <= found[1] < size


@pytest.mark.parametrize(("asked", "found"), [("bytes=0-0", (0, 0)), ("bytes=-1", (9, 9)), ("bytes=5-", (5, 9))])
def test_the_usual_forms_are_read(asked: str, found: tuple[int, int]) -> None:
    assert parse_range(_asking(range=asked), "e", 10) == found


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60))
def test_any_name_survives_being_saved(name: str) -> None:
    said = attachment(name)
    assert "\n" not in said
    assert said.isascii()
    plain, _, whole = said.partition("; filename*=UTF-8''")
    assert unquote(whole) == name
    assert re.fullmatch(r'attachment; filename="[^"\\]*"', plain)
