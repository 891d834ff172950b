"""Process again, in the words of the contract."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tests.client import Client
from vitrine.work.models import Job

Answer = dict[str, Any]
REPROCESS = """mutation($input: ReprocessInput!) { reprocessAssets(input: $input) {
  __typename ... on Asset { id status revision } ... on AssetNotFound { code message field }
} }"""


async def reprocess(client: Client, *assets: Answer, not_before: datetime | None = None) -> list[Answer]:
    """Ask for assets to be processed again."""
    given: Answer = {"ids": [each["id"] for each in assets]}
    if not_before:
        given["notBefore"] = not_before.isoformat()
    answers: list[Answer] = (await client.graphql(REPROCESS, input=given))["reprocessAssets"]
    return answers


def key_of(asset: Answer) -> UUID:
    """Return the key of an asset's row."""
    return UUID(hex=asset["id"].removeprefix("asset_"))


async def receiving(asset: Answer) -> Job:
    """Return the job that receives an asset."""
    return await Job.get(asset_id=key_of(asset), kind="uploads.receive")
