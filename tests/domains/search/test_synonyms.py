"""Words that mean the same, kept by those who manage the library."""

import asyncio
from typing import Any

import pytest

from tests.client import Client, Refused
from tests.domains.made import make_asset
from tests.domains.people import Person
from tests.domains.search.searching import find, titles, until_indexed

SET = """mutation($groups: [[String!]!]!) { setSynonyms(groups: $groups) { __typename
  ... on Synonyms { groups } ... on SynonymsRefused { code message field limit } } }"""
READ = "{ synonyms { groups } }"


async def _set(client: Client, *groups: list[str]) -> dict[str, Any]:
    answer: dict[str, Any] = (await client.graphql(SET, groups=list(groups)))["setSynonyms"]
    return answer


async def test_whoever_looks_for_one_word_finds_the_others(
    owner: Client, stranger: Client, me: Person, other_owner: Person
) -> None:
    await make_asset(me, title="Automobile show")
    await make_asset(me, title="A seaside walk")
    await make_asset(other_owner, title="Automobile fair")
    await until_indexed()
    assert titles(await find(owner, "car")) == []
    kept = await _set(owner, ["Car ", "automobile", "motor  car"], ["shore", "seaside"])
    assert kept["groups"] == [["car", "automobile", "motor car"], ["shore", "seaside"]]
    assert (await owner.graphql(READ))["synonyms"] == {"groups": kept["groups"]}
    async with asyncio.timeout(10):
        while titles(await find(owner, "car")) != ["Automobile show"]:
            await asyncio.sleep(0.1)
    assert titles(await find(owner, "motor car")) == ["Automobile show"]
    assert titles(await find(owner, "shore")) == ["A seaside walk"]
    assert titles(await find(stranger, "car")) == []


@pytest.mark.parametrize(
    ("groups", "limit"),
    [([["alone"]], 20), ([["a", "A "]], 20), ([["a", " "]], 20), ([["a", "b" * 101]], 100), ([["a", "b"]] * 501, 500)],
)
async def test_what_cannot_stand_for_each_other_is_refused(owner: Client, groups: list[list[str]], limit: int) -> None:
    await _set(owner, ["kept", "stays"])
    refused = await _set(owner, *groups)
    assert (refused["__typename"], refused["code"], refused["limit"]) == ("SynonymsRefused", "BAD_SYNONYMS", limit)
    assert (await owner.graphql(READ))["synonyms"]["groups"] == [["kept", "stays"]]


async def test_only_who_manages_the_library_keeps_them(colleague: Client) -> None:
    with pytest.raises(Refused) as refused:
        await _set(colleague, ["a", "b"])
    assert refused.value.codes == ["FORBIDDEN"]
    assert (await colleague.graphql(READ))["synonyms"] == {"groups": []}
