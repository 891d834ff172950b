"""What a document costs, decided in one walk."""

import time

import pytest
from graphql import build_schema, parse, validate

from vitrine.api.limits import MAX_DEPTH, MAX_FIELDS, CostRule

SCHEMA = build_schema(
    """
    type Query { assets(first: Int): Page, one: Query, leaf: Int, text(characters: Int): String, peaks: Int, raw: Int }
    type Page { nodes: [Query], total: Int }
    type Mutation { reprocessAssets(input: Again): Query }
    input Again { ids: [ID] }
    """
)


def _errors(document: str) -> list[str]:
    return [error.message for error in validate(SCHEMA, parse(document), [CostRule])]


def _deep(levels: int) -> str:
    return "{ " + "one { " * (levels - 1) + "leaf " + "} " * (levels - 1) + "}"


def test_depth_is_counted_to_the_limit_and_no_further() -> None:
    assert _errors(_deep(MAX_DEPTH)) == []
    [message] = _errors(_deep(MAX_DEPTH + 1))
    assert "deep" in message


def test_fields_are_counted_to_the_limit_and_no_further() -> None:
    assert _errors("{ " + "leaf " * MAX_FIELDS + "}") == []
    [message] = _errors("{ " + "leaf " * (MAX_FIELDS + 1) + "}")
    assert "wide" in message


@pytest.mark.parametrize(
    ("page", "allowed"),
    [("first: 1", True), ("first: 100", False), ("", True), ("first: -5", True), ("first: 1" + "0" * 500, False)],
)
def test_a_page_multiplies_what_is_asked_of_each(page: str, *, allowed: bool) -> None:
    arguments = f"({page})" if page else ""
    document = f"{{ assets{arguments} {{ nodes {{ {'leaf ' * 110}}} }} }}"
    assert (_errors(document) == []) is allowed


def test_pages_within_pages_are_multiplied() -> None:
    document = "{ assets(first: 50) { nodes { assets(first: 50) { nodes { leaf leaf leaf leaf } } } } }"
    assert [message for message in _errors(document) if "costly" in message]


def test_sixty_levels_of_fan_out_are_measured_at_once() -> None:
    fragments = [f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}" for n in range(60)]
    document = "{ ...F0 } " + " ".join(fragments) + " fragment F60 on Query { leaf }"
    began = time.perf_counter()
    assert _errors(document) != []
    assert time.perf_counter() - began < 0.1


def test_a_circle_and_a_fragment_that_is_not_there_are_left_to_other_rules() -> None:
    assert _errors("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A leaf }") == []
    assert _errors("{ ...Nowhere }") == []


def test_each_operation_is_measured() -> None:
    assert len(_errors(f"query A {_deep(MAX_DEPTH + 1)} query B {_deep(MAX_DEPTH + 2)} query C {{ leaf }}")) == 2


@pytest.mark.parametrize(
    ("leaf", "allowed"),
    [
        ("text(characters: 1000)", True),
        ("text", False),
        ("text(characters: 1000000)", False),
        ("text(characters: $many)", False),
        ("text(characters: 1" + "0" * 500 + ")", False),
        ("peaks", True),
        (" ".join(f"p{n}: peaks" for n in range(10)), False),
        ("raw", True),
        ("raw again: raw", False),
    ],
)
def test_what_is_large_counts_as_much(leaf: str, *, allowed: bool) -> None:
    document = f"query($many: Int) {{ assets(first: 100) {{ nodes {{ {leaf} }} }} }}"
    assert (_errors(document) == []) is allowed


@pytest.mark.parametrize(("given", "allowed"), [('{ids: ["a"]}', True), ("{ids: $ids}", False), ("$input", False)])
def test_a_list_inside_an_input_is_counted(given: str, *, allowed: bool) -> None:
    asked = f"reprocessAssets(input: {given}) {{ {'leaf ' * 110}}}"
    assert (_errors(f"mutation($ids: [ID], $input: Again) {{ {asked} }}") == []) is allowed
