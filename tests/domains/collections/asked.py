"""Collections, in the words of the contract."""

from collections.abc import Sequence
from typing import Any

from tests.client import Client
from vitrine.assets.models import Asset

_READ = """{ id name description exclusive collectionCount assetCount { value exact }
    parent { id } path { name } cover { id } }"""
_ANSWER = f"""{{ __typename
  ... on Collection {_READ}
  ... on CollectionRefused {{ code message field limit collection {{ id name }} }} }}"""
CREATE = f"mutation($input: CreateCollectionInput!) {{ createCollection(input: $input) {_ANSWER} }}"
UPDATE = f"mutation($input: UpdateCollectionInput!) {{ updateCollection(input: $input) {_ANSWER} }}"
DELETE = f"mutation($id: ID!) {{ deleteCollection(id: $id) {_ANSWER} }}"
ADD = f"mutation($input: AddToCollectionInput!) {{ addToCollection(input: $input) {_ANSWER} }}"
REMOVE = f"mutation($input: RemoveFromCollectionInput!) {{ removeFromCollection(input: $input) {_ANSWER} }}"
READ = f"query($id: ID!) {{ collection(id: $id) {_READ} node(id: $id) {{ id }} }}"
LIST = """query($parent: ID, $search: String, $first: Int! = 50, $after: String) {
  collections(parent: $parent, search: $search, first: $first, after: $after) {
    nodes { id name } pageInfo { hasNextPage endCursor } } }"""
ASSETS = """query($filter: AssetFilter!) { assets(filter: $filter) { nodes { id } total { value } }
  timeline(filter: $filter) { count } }"""
WHERE = "query($id: ID!) { asset(id: $id) { revision collections { name } history { nodes { field before after } } } }"

Answer = dict[str, Any]


def name_of(asset: Asset | str) -> str:
    """Return a public id."""
    return asset if isinstance(asset, str) else f"asset_{asset.id.hex}"


async def make(client: Client, name: str, **more: Any) -> Answer:
    """Make a collection and return it, or the refusal."""
    answer: Answer = (await client.graphql(CREATE, input={"name": name, **more}))["createCollection"]
    return answer


async def change(client: Client, collection: Answer | str, **said: Any) -> Answer:
    """Change a collection."""
    answer: Answer = (await client.graphql(UPDATE, input={"id": _id(collection), **said}))["updateCollection"]
    return answer


async def delete(client: Client, collection: Answer | str) -> Answer:
    """Delete a collection."""
    answer: Answer = (await client.graphql(DELETE, id=_id(collection)))["deleteCollection"]
    return answer


async def add(client: Client, collection: Answer | str, *assets: Asset | str, **more: Any) -> Answer:
    """Put assets into a collection."""
    said = {"collection": _id(collection), "assets": [name_of(each) for each in assets], **more}
    answer: Answer = (await client.graphql(ADD, input=said))["addToCollection"]
    return answer


async def remove(client: Client, collection: Answer | str, *assets: Asset | str) -> Answer:
    """Take assets out of a collection."""
    said = {"collection": _id(collection), "assets": [name_of(each) for each in assets]}
    answer: Answer = (await client.graphql(REMOVE, input=said))["removeFromCollection"]
    return answer


async def read(client: Client, collection: Answer | str) -> Answer | None:
    """Read a collection again."""
    answer: Answer | None = (await client.graphql(READ, id=_id(collection)))["collection"]
    return answer


async def names(client: Client, **asked: Any) -> list[str]:
    """Return the names of a whole list, page by page."""
    found: list[str] = []
    after = None
    while True:
        page = (await client.graphql(LIST, after=after, **asked))["collections"]
        found += [each["name"] for each in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            return found


async def inside(client: Client, collection: Answer | str, **more: Any) -> list[str]:
    """Return the assets in a collection, the newest first, as lists, counts and the timeline agree on them."""
    answer = await client.graphql(ASSETS, filter={"collection": _id(collection), **more})
    found = [node["id"] for node in answer["assets"]["nodes"]]
    assert answer["assets"]["total"]["value"] == len(found) == sum(each["count"] for each in answer["timeline"])
    return found


async def where(client: Client, asset: Asset | str) -> Answer:
    """Return an asset's collections by name, its revision and what its history says of collections."""
    answer = (await client.graphql(WHERE, id=name_of(asset)))["asset"]
    told = [each for each in answer["history"]["nodes"] if each["field"] == "collections"]
    return {
        "revision": answer["revision"],
        "names": [each["name"] for each in answer["collections"]],
        "told": [(each["before"], each["after"]) for each in told],
    }


def refused(answer: Answer, code: str, field: str | None) -> Answer:
    """Check a refusal and return it."""
    assert (answer["__typename"], answer.get("code"), answer.get("field")) == ("CollectionRefused", code, field), answer
    return answer


def ids(assets: Sequence[Asset]) -> list[str]:
    """Return public ids."""
    return [name_of(asset) for asset in assets]


def _id(collection: Answer | str) -> str:
    return collection if isinstance(collection, str) else collection["id"]
