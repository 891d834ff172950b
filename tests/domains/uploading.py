"""How a partner program uploads, in the words of the contract."""

import asyncio
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Any

from tests.client import Client

DATA = Path(__file__).parents[1] / "data"
_copies = count(1)

_ASSET = """fragment A on Asset {
  id status revision title filename kind mimeType size sha256 width height placeholder
  failure { code message retryable }
  thumbnail { purpose width url } renditions { purpose width mimeType url } tags { tag { name } source }
  jobs { kind state attempts error } original { url }
}"""
_UPLOAD = """fragment U on Upload {
  id status partSize partCount expiresAt restarts parts { number url headers expiresAt } uploadedParts { number size }
  asset { id status title filename } duplicateOf { id }
}"""
_REFUSED = "... on UploadRefused { code message field limit }"
CREATE = (
    "mutation($inputs: [CreateUploadInput!]!) { createUploads(inputs: $inputs)"
    f" {{ __typename ...U {_REFUSED} }} }} {_UPLOAD}"
)
COMPLETE = (
    "mutation($inputs: [CompleteUploadInput!]!) { completeUploads(inputs: $inputs)"
    f" {{ __typename ...A {_REFUSED} }} }} {_ASSET}"
)
ABORT = f"mutation($ids: [ID!]!) {{ abortUploads(ids: $ids) {{ __typename ...U {_REFUSED} }} }} {_UPLOAD}"
SIGN = (
    "mutation($inputs: [SignUploadPartsInput!]!) { signUploadParts(inputs: $inputs)"
    f" {{ __typename ... on SignedUploadParts {{ upload parts {{ number url headers expiresAt }} }} {_REFUSED} }} }}"
)
ASSET = f"query($id: ID!) {{ asset(id: $id) {{ ...A }} }} {_ASSET}"
UPLOAD = f"query($id: ID!) {{ upload(id: $id) {{ ...U }} }} {_UPLOAD}"

Answer = dict[str, Any]


def photo(name: str = "Canon_40D.jpg") -> bytes:
    """Return a real photo as nobody has uploaded it before: what follows the end of the picture is not looked at."""
    return (DATA / name).read_bytes() + b"\0copy %d" % next(_copies)


async def create(client: Client, filename: str = "photo.jpg", size: int = 1000, **more: Any) -> Answer:
    """Announce one file and return the upload or the refusal."""
    [answer] = await create_all(client, [{"filename": filename, "size": size, **more}])
    return answer


async def create_all(client: Client, inputs: Sequence[Answer]) -> list[Answer]:
    """Announce files in one request."""
    answers: list[Answer] = (await client.graphql(CREATE, inputs=inputs))["createUploads"]
    return answers


async def put(client: Client, upload: Answer, body: bytes) -> int:
    """Send an upload's one part to storage and return the status. A 5xx is tried again, as every client of S3 does."""
    [part] = upload["parts"]
    for _ in range(3):
        status = await client.put(part["url"], body, part["headers"])
        if status < 500:
            break
    return status


async def complete(client: Client, upload: Answer, **more: Any) -> Answer:
    """Complete one upload and return the asset or the refusal."""
    [answer] = await complete_all(client, [upload], **more)
    return answer


async def complete_all(client: Client, uploads: Sequence[Answer], **more: Any) -> list[Answer]:
    """Complete uploads in one request."""
    inputs = [{"upload": upload["id"], **more} for upload in uploads]
    answers: list[Answer] = (await client.graphql(COMPLETE, inputs=inputs))["completeUploads"]
    return answers


async def sign(client: Client, upload: Answer, *numbers: int) -> Answer:
    """Ask for parts to be signed again."""
    inputs = [{"upload": upload["id"], "numbers": numbers or [1]}]
    [answer] = (await client.graphql(SIGN, inputs=inputs))["signUploadParts"]
    return dict(answer)


async def abort(client: Client, upload: Answer) -> Answer:
    """Give one upload up."""
    [answer] = (await client.graphql(ABORT, ids=[upload["id"]]))["abortUploads"]
    return dict(answer)


async def send(client: Client, body: bytes, filename: str = "photo.jpg", **more: Any) -> Answer:
    """Announce, send and complete one file, and return the asset as it then is."""
    upload = await create(client, filename, len(body), **more)
    assert upload["__typename"] == "Upload", upload
    assert await put(client, upload, body) == 200
    return await complete(client, upload)


async def send_all(client: Client, bodies: Sequence[bytes]) -> list[Answer]:
    """Announce, send and complete photos in three steps, and return the assets."""
    uploads = await create_all(client, [{"filename": "photo.jpg", "size": len(body)} for body in bodies])
    sent = await asyncio.gather(*(put(client, upload, body) for upload, body in zip(uploads, bodies, strict=True)))
    assert set(sent) == {200}, sent
    return await complete_all(client, uploads)


async def read_asset(client: Client, asset_id: str) -> Answer | None:
    """Read one asset again."""
    asset: Answer | None = (await client.graphql(ASSET, id=asset_id))["asset"]
    return asset


async def settled(client: Client, asset: Answer, within: float = 30.0) -> Answer:
    """Wait until an asset is READY or FAILED, and return it."""
    async with asyncio.timeout(within):
        while True:
            now = await read_asset(client, asset["id"])
            assert now is not None, "the asset went away"
            if now["status"] in {"READY", "FAILED"}:
                return now
            await asyncio.sleep(0.05)


async def ready(client: Client, body: bytes | None = None, filename: str = "photo.jpg", **more: Any) -> Answer:
    """Upload a photo and wait until it is READY."""
    asset = await settled(client, await send(client, body or photo(), filename, **more))
    assert asset["status"] == "READY", asset
    return asset
