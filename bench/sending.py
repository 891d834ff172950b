"""What a client does to upload: announce, send, complete."""

from collections.abc import Sequence
from typing import Any

from tests.client import Client

_CREATE = """
mutation ($inputs: [CreateUploadInput!]!) {
  createUploads(inputs: $inputs) {
    ... on Upload { id asset { id } parts { url } }
    ... on UploadRefused { code message }
  }
}
"""
_COMPLETE = """
mutation ($inputs: [CompleteUploadInput!]!) {
  completeUploads(inputs: $inputs) {
    ... on Asset { id status }
    ... on UploadRefused { code message }
  }
}
"""


async def announce(client: Client, files: Sequence[tuple[str, int]]) -> list[dict[str, Any]]:
    """Announce files by name and size and return the open uploads."""
    inputs = [{"filename": name, "size": size} for name, size in files]
    opened: list[dict[str, Any]] = (await client.graphql(_CREATE, inputs=inputs))["createUploads"]
    return opened


async def send(client: Client, upload: dict[str, Any], data: bytes) -> None:
    """PUT the bytes of one upload to storage. Raises OSError when storage refuses them."""
    status = await client.put(upload["parts"][0]["url"], data)
    if status != 200:
        raise OSError(f"storage answered {status}")


async def complete(client: Client, uploads: Sequence[dict[str, Any]]) -> list[str]:
    """Complete uploads and return their assets' ids."""
    answer = await client.graphql(_COMPLETE, inputs=[{"upload": upload["id"]} for upload in uploads])
    return [each["id"] for each in answer["completeUploads"]]
