"""Whatever has an id can be read again by it, within one's own library."""

from tests.client import Client
from tests.domains.uploading import create

NODE = "query($id: ID!) { node(id: $id) { __typename id } }"


async def test_a_library_is_read_by_its_own_members_only(owner: Client, stranger: Client) -> None:
    mine = (await owner.graphql("{ viewer { library { id } } }"))["viewer"]["library"]["id"]
    assert (await owner.graphql(NODE, id=mine))["node"] == {"__typename": "Library", "id": mine}
    assert (await stranger.graphql(NODE, id=mine))["node"] is None


async def test_a_tag_is_read_within_its_library_only(owner: Client, stranger: Client) -> None:
    upload = await create(owner, tags=["harbour"])
    asset = await owner.graphql("query($id: ID!) { asset(id: $id) { tags { tag { id } } } }", id=upload["asset"]["id"])
    tag = asset["asset"]["tags"][0]["tag"]["id"]
    assert (await owner.graphql(NODE, id=tag))["node"] == {"__typename": "Tag", "id": tag}
    assert (await stranger.graphql(NODE, id=tag))["node"] is None
