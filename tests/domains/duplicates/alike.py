"""Groups of duplicates made straight in the database, and the words of the contract about them."""

from typing import Any
from uuid import uuid4

from tests.client import Client
from tests.domains.made import make_asset
from tests.domains.people import Person
from vitrine.assets.models import Asset, LikenessGroup, MediaKind, Original

Answer = dict[str, Any]

_GROUPS = """query($after: String) { duplicates(first: %d, after: $after) {
  nodes { id createdAt assetCount assets(first: 10) { id title tags { tag { name } source } } }
  edges { cursor } pageInfo { hasNextPage hasPreviousPage endCursor } total { value exact }
} }"""
_REFUSED = "... on DuplicateRefused { code message field }"
KEEP = f"""mutation($input: KeepDuplicateInput!) {{ keepDuplicate(input: $input) {{ __typename
  ... on DuplicateKept {{ kept {{ id revision tags {{ tag {{ name }} source }} }} trashed {{ id trashedAt }} }}
  {_REFUSED}
}} }}"""
DISMISS = f"""mutation($group: ID!) {{ dismissDuplicates(group: $group) {{ __typename
  ... on DuplicateGroup {{ id }} {_REFUSED} }} }}"""


async def make_original(person: Person, likeness: int | None = None, **columns: Any) -> Original:
    """Make an original without bytes."""
    sha256 = uuid4().hex * 2
    usual: dict[str, Any] = {
        "library_id": person.library.id,
        "key": f"originals/{person.library.id}/{sha256}.jpg",
        "sha256": sha256,
        "size": 1000,
        "mime_type": "image/jpeg",
        "kind": MediaKind.IMAGE,
        "facts": {"width": 640, "height": 480},
        "likeness": likeness,
    }
    return await Original.create(**usual | columns)


async def over(original: Original, person: Person, **columns: Any) -> Asset:
    """Make an asset of somebody's over an original."""
    return await make_asset(person, original_id=original.id, sha256=original.sha256, **columns)


async def grouped(*people: Person, **columns: Any) -> tuple[LikenessGroup, list[Asset]]:
    """Make a group with one asset for each person named."""
    group = await LikenessGroup.create(id=uuid4(), library_id=people[0].library.id)
    return group, [
        await over(await make_original(person, group_id=group.id), person, title=f"Photo {number}", **columns)
        for number, person in enumerate(people)
    ]


def name_of(kind: str, row: LikenessGroup | Asset) -> str:
    """Return the public id of a row."""
    return f"{kind}_{row.id.hex}"


async def groups(client: Client, first: int = 20, after: str | None = None) -> Answer:
    """Read a page of groups."""
    page: Answer = (await client.graphql(_GROUPS % first, after=after))["duplicates"]
    return page


async def members(client: Client) -> list[list[str]]:
    """Return the ids of the assets of every group."""
    return [[asset["id"] for asset in group["assets"]] for group in (await groups(client))["nodes"]]


async def keep(client: Client, group: LikenessGroup, kept: Asset, *others: Asset) -> Answer:
    """Keep one asset of a group, and name the others if there are any."""
    given = {"group": name_of("duplicates", group), "keep": name_of("asset", kept)}
    named = {"others": [name_of("asset", other) for other in others]} if others else {}
    answer: Answer = (await client.graphql(KEEP, input=given | named))["keepDuplicate"]
    return answer


async def dismiss(client: Client, group: LikenessGroup) -> Answer:
    """Say that all of a group may stay."""
    answer: Answer = (await client.graphql(DISMISS, group=name_of("duplicates", group)))["dismissDuplicates"]
    return answer
