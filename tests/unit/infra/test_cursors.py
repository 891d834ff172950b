"""A cursor names a run of Redis and a place in its stream."""

from hypothesis import given
from hypothesis import strategies as st

from vitrine.infra.stream import Cursor, order, parse_cursor

NUMBERS = st.integers(0, 2**64 - 1)


@given(st.text())
def test_whatever_is_no_cursor_is_read_as_none_or_can_be_compared(text: str) -> None:
    cursor = parse_cursor(text)
    if cursor is not None:
        order(cursor.place)


@given(st.from_regex(r"[0-9a-f]{16}", fullmatch=True), NUMBERS, NUMBERS)
def test_a_cursor_is_read_back(run: str, milliseconds: int, sequence: int) -> None:
    cursor = Cursor(run, f"{milliseconds}-{sequence}")
    assert parse_cursor(str(cursor)) == cursor


@given(st.tuples(NUMBERS, NUMBERS), st.tuples(NUMBERS, NUMBERS))
def test_places_are_ordered_as_numbers(one: tuple[int, int], other: tuple[int, int]) -> None:
    assert (order(f"{one[0]}-{one[1]}") < order(f"{other[0]}-{other[1]}")) is (one < other)
