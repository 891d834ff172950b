"""Searches, in the words of the contract, and how a test waits until the index knows."""

import asyncio
from collections.abc import Sequence
from typing import Any

from tests.client import Client
from vitrine.infra.db import rows

Answer = dict[str, Any]

FIND = """query($search: String, $filter: AssetFilter, $sort: AssetSort, $first: Int! = 50, $after: String) {
  assets(search: $search, filter: $filter, sort: $sort, first: $first, after: $after) {
    edges { cursor match { score highlights { field fragment pieces { text matched } } } node { id title } }
    pageInfo { hasNextPage endCursor } total { value exact } degraded } }"""
COUNT = """query($search: String, $filter: AssetFilter, $names: [String!]!) {
  assets(search: $search, filter: $filter, first: 1) {
    total { value } facets(names: $names) { name buckets { value label count selected } } } }"""
_WAITING = """
select exists (select from search_dirty) or exists (select from search_index where rebuilding)
    or (select count(*) from search_index where state = 'SERVING') < (select count(*) from library) as waiting
"""


async def until_indexed(within: float = 30.0) -> None:
    """Wait until the index of every library knows all that is in the database."""
    async with asyncio.timeout(within):
        while (await rows(_WAITING))[0]["waiting"]:
            await asyncio.sleep(0.05)


async def find(client: Client, search: str | None = None, **more: Any) -> Answer:
    """Read a page of what is found."""
    answer: Answer = (await client.graphql(FIND, search=search, **more))["assets"]
    return answer


def titles(page: Answer) -> list[str]:
    """Return the titles of a page, in its order."""
    return [edge["node"]["title"] for edge in page["edges"]]


async def counts(client: Client, *names: str, search: str | None = None, **wanted: Any) -> dict[str, dict[str, int]]:
    """Return the counts of facets, by name and label."""
    answer = (await client.graphql(COUNT, search=search, filter=wanted, names=names))["assets"]
    return {facet["name"]: {each["label"]: each["count"] for each in facet["buckets"]} for facet in answer["facets"]}


async def walk(client: Client, search: str | None, first: int, **more: Any) -> list[str]:
    """Return the ids of all pages, in order."""
    seen: list[str] = []
    after = None
    while True:
        page = await find(client, search, first=first, after=after, **more)
        seen += [edge["node"]["id"] for edge in page["edges"]]
        if not page["pageInfo"]["hasNextPage"]:
            return seen
        after = page["pageInfo"]["endCursor"]


def ids(assets: Sequence[Any]) -> list[str]:
    """Return the public ids of rows."""
    return [f"asset_{asset.id.hex}" for asset in assets]
