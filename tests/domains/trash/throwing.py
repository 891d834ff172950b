"""The trash, in the words of the contract."""

from typing import Any

from tests.client import Client
from vitrine.assets.models import Asset

_ANSWER = """{ __typename ... on Asset { id revision status trashedAt }
  ... on AssetNotFound { code message field } }"""
TRASH = f"mutation($ids: [ID!]!) {{ trashAssets(ids: $ids) {_ANSWER} }}"
RESTORE = f"mutation($ids: [ID!]!) {{ restoreAssets(ids: $ids) {_ANSWER} }}"

Answer = dict[str, Any]


def ids_of(assets: tuple[Asset | str, ...]) -> list[str]:
    """Return public ids."""
    return [each if isinstance(each, str) else f"asset_{each.id.hex}" for each in assets]


async def trash(client: Client, *assets: Asset | str) -> list[Answer]:
    """Put assets into the trash."""
    answers: list[Answer] = (await client.graphql(TRASH, ids=ids_of(assets)))["trashAssets"]
    return answers


async def restore(client: Client, *assets: Asset | str) -> list[Answer]:
    """Take assets out of the trash."""
    answers: list[Answer] = (await client.graphql(RESTORE, ids=ids_of(assets)))["restoreAssets"]
    return answers
