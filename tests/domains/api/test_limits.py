"""How much one document may ask for. What is refused is refused fast."""

import asyncio
import json
import time

import pytest
from graphql import get_introspection_query

from tests.client import Client, Refused

FAST = 1.0


async def _codes(client: Client, document: str) -> list[str]:
    began = time.monotonic()
    try:
        await client.graphql(document)
    except Refused as refused:
        return refused.codes
    finally:
        assert time.monotonic() - began < FAST
    return []


def _fan_out(levels: int) -> str:
    """Fragments that spread the next one twice: 2 to the power of `levels` fields."""
    spreads = [f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}" for n in range(levels)]
    return "{ ...F0 } " + " ".join(spreads) + f" fragment F{levels} on Query {{ viewer {{ permissions }} }}"


def _nested(levels: int) -> str:
    """The same as a person would write it."""
    return "{ " + "... on Query { " * levels + "viewer { permissions } " + "} " * levels + "}"


async def test_a_fan_out_of_sixty_levels_is_refused_fast(owner: Client) -> None:
    assert "TOO_COMPLEX" in await _codes(owner, _fan_out(60))


@pytest.mark.parametrize(
    "document",
    [
        r'mutation { deleteRenditionPreset(name: "a\u0000") { __typename } }',
        r'{ jobs(filter: {kind: ["a\u0000"]}) { nodes { id } } }',
    ],
)
async def test_a_text_that_cannot_be_kept_is_the_callers_mistake(owner: Client, document: str) -> None:
    assert await _codes(owner, document) == ["BAD_USER_INPUT"]


async def test_a_small_fan_out_is_answered(owner: Client) -> None:
    assert await _codes(owner, _fan_out(3)) == []


async def test_a_fan_out_over_fields_is_refused_fast_for_nobody_too(nobody: Client) -> None:
    levels = 20
    spreads = [f"fragment A{n} on Asset {{ a: jobs {{ id }} ...A{n + 1} ...A{n + 1} }}" for n in range(levels)]
    document = "{ assets { nodes { ...A0 } } } " + " ".join(spreads) + f" fragment A{levels} on Asset {{ id }}"
    assert "TOO_COMPLEX" in await _codes(nobody, document)


async def test_fragments_in_a_circle_are_refused_fast(owner: Client) -> None:
    document = "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }"
    assert set(await _codes(owner, document)) == {"BAD_REQUEST"}


async def test_a_fragment_that_is_not_there_is_a_bad_request(owner: Client) -> None:
    assert set(await _codes(owner, "{ ...Nowhere }")) == {"BAD_REQUEST"}


async def test_inline_fragments_do_not_count_as_depth(owner: Client) -> None:
    assert await _codes(owner, _nested(40)) == []


async def test_a_deep_document_is_refused(owner: Client) -> None:
    deep = "{ __schema { types { " + "fields { type { " * 20 + "name " + "} } " * 20 + "} } }"
    assert await _codes(owner, deep) != []


async def test_a_flood_of_aliases_is_refused(owner: Client) -> None:
    flood = "{ " + " ".join(f"a{n}: assets {{ nodes {{ id }} }}" for n in range(110)) + " }"
    assert await _codes(owner, flood) == ["TOO_COMPLEX"]


async def test_a_page_of_jobs_counts_as_a_page_wherever_its_nodes_are_named(owner: Client) -> None:
    wide = "{ " + " ".join(f"a{n}: kind" for n in range(90)) + " }"
    plain = f"{{ jobs {{ nodes {wide} }} b: jobs {{ nodes {wide} }} c: jobs {{ edges {{ node {wide} }} }} }}"
    assert await _codes(owner, plain) == ["TOO_COMPLEX"]
    hidden = "{ a: jobs { ...A } b: jobs { ...A } c: jobs { ...A } } fragment A on JobConnection { ... { ...B } }"
    assert await _codes(owner, f"{hidden} fragment B on JobConnection {{ nodes {wide} }}") == ["TOO_COMPLEX"]
    assert await _codes(owner, "{ assets(first: 100) { nodes { jobs { kind state progress { step } } } } }") == []


async def test_repeating_one_field_is_counted_each_time(owner: Client) -> None:
    flood = "{ " + "assets { nodes { id } } " * 140 + "}"
    assert await _codes(owner, flood) == ["TOO_COMPLEX"]


async def test_pages_within_pages_multiply(owner: Client) -> None:
    wide = " ".join(f"f{n}: id" for n in range(101))
    assert await _codes(owner, f"{{ assets(first: 100) {{ nodes {{ {wide} }} }} }}") == ["TOO_COMPLEX"]
    assert await _codes(owner, f"{{ assets(first: 20) {{ nodes {{ {wide} }} }} }}") == []


async def test_a_variable_page_counts_as_the_largest(owner: Client) -> None:
    wide = " ".join(f"f{n}: id" for n in range(101))
    document = f"query($n: Int = 1) {{ assets(first: $n) {{ nodes {{ {wide} }} }} }}"
    assert await _codes(owner, document) == ["TOO_COMPLEX"]


async def test_a_mutation_is_multiplied_by_its_inputs(owner: Client) -> None:
    wide = " ".join(f"f{n}: id" for n in range(101))
    for ids, answered in (('["x"]', True), (json.dumps(["x"] * 100), False)):
        document = f"mutation {{ retryAssets(ids: {ids}) {{ ... on Asset {{ {wide} }} }} }}"
        assert await _codes(owner, document) == ([] if answered else ["TOO_COMPLEX"])
    unknown = f"mutation($ids: [ID!]! = []) {{ retryAssets(ids: $ids) {{ ... on Asset {{ {wide} }} }} }}"
    assert await _codes(owner, unknown) == ["TOO_COMPLEX"], "a variable may hold a hundred"


async def test_orders_count_as_the_page_they_are(owner: Client) -> None:
    order = "orders { state recipe rendition { url } }"
    assert await _codes(owner, f"{{ assets(first: 10) {{ nodes {{ {order} }} }} }}") == []
    assert await _codes(owner, f"{{ assets(first: 100) {{ nodes {{ {order} }} }} }}") == ["TOO_COMPLEX"]


@pytest.mark.parametrize("tokens", [1001, 100_000])
async def test_more_than_a_thousand_tokens_are_refused(owner: Client, tokens: int) -> None:
    assert await _codes(owner, "{ " + "a " * (tokens - 2) + "}") in (["BAD_REQUEST"], ["TOO_COMPLEX"])


async def test_the_query_that_graphiql_asks_at_the_start_is_answered(owner: Client, nobody: Client) -> None:
    query = get_introspection_query(descriptions=True, specified_by_url=True, input_value_deprecation=True)
    for client in (owner, nobody):
        schema = (await client.graphql(query))["__schema"]
        assert {"Asset", "Upload", "AssetEvent"} <= {each["name"] for each in schema["types"]}


async def test_introspection_cannot_be_multiplied(nobody: Client) -> None:
    types = "types { name fields { name type { name } args { name } } }"
    flood = "{ " + " ".join(f"a{n}: __schema {{ {types} }}" for n in range(40)) + " }"
    assert await _codes(nobody, flood) == ["TOO_COMPLEX"]


async def test_an_operation_that_names_a_wrong_field_is_not_helped_along(nobody: Client) -> None:
    with pytest.raises(Refused) as refused:
        await nobody.graphql("{ aset { id } }")
    assert "Did you mean" not in str(refused.value)


async def test_fifty_heavy_documents_at_once_hold_nobody_up(owner: Client, nobody: Client) -> None:
    attack = [asyncio.create_task(_quietly(nobody, _fan_out(60))) for _ in range(50)]
    began = time.monotonic()
    await owner.graphql("{ viewer { permissions } }")
    assert time.monotonic() - began < 2
    await asyncio.gather(*attack)


async def _quietly(client: Client, document: str) -> None:
    with pytest.raises(Refused):
        await client.graphql(document)
