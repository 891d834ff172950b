"""How a partner program orders renditions, in the words of the contract."""

import asyncio
import hashlib
from io import BytesIO
from typing import Any

import aiohttp
from PIL import Image

from tests.client import Client

Answer = dict[str, Any]

_ORDER = """fragment O on RenditionOrder {
  id recipe state failure failureCode createdAt orderedBy { name }
  rendition { purpose recipe url downloadUrl mimeType width height size }
}"""
_REFUSED = "... on Refusal { code message field } ... on RenditionRefused { limit }"
CREATE = (
    "mutation($inputs: [CreateRenditionInput!]!) { createRenditions(inputs: $inputs)"
    f" {{ __typename ...O {_REFUSED} }} }} {_ORDER}"
)
ORDERS = f"query($id: ID!) {{ asset(id: $id) {{ revision status orders {{ ...O }} }} }} {_ORDER}"
NODE = f"query($id: ID!) {{ node(id: $id) {{ ...O }} }} {_ORDER}"
PRESETS = "{ renditionPresets { name recipe } }"
SAVE = (
    "mutation($input: SaveRenditionPresetInput!) { saveRenditionPreset(input: $input)"
    f" {{ __typename ... on RenditionPreset {{ name recipe }} {_REFUSED} }} }}"
)
DELETE = (
    "mutation($name: String!) { deleteRenditionPreset(name: $name)"
    f" {{ __typename ... on RenditionPreset {{ name recipe }} {_REFUSED} }} }}"
)


async def order_all(client: Client, inputs: list[Answer]) -> list[Answer]:
    """Order renditions in one request, and return each order or refusal."""
    answers: list[Answer] = (await client.graphql(CREATE, inputs=inputs))["createRenditions"]
    return answers


async def order(client: Client, asset: Answer, **recipe: Any) -> Answer:
    """Order one rendition of an asset: a JPEG unless told otherwise."""
    [answer] = await order_all(client, [{"asset": asset["id"], "recipe": {"format": "JPEG"} | recipe}])
    return answer


async def order_preset(client: Client, asset: Answer, preset: str) -> Answer:
    """Order one rendition by the name of a preset."""
    [answer] = await order_all(client, [{"asset": asset["id"], "preset": preset}])
    return answer


async def orders_of(client: Client, asset: Answer) -> list[Answer]:
    """Read an asset's orders, the newest first."""
    orders: list[Answer] = (await client.graphql(ORDERS, id=asset["id"]))["asset"]["orders"]
    return orders


async def done(client: Client, ordered: Answer, within: float = 40.0) -> Answer:
    """Wait until an order is READY or FAILED, and return it."""
    assert ordered["__typename"] == "RenditionOrder", ordered
    async with asyncio.timeout(within):
        while True:
            now: Answer = (await client.graphql(NODE, id=ordered["id"]))["node"]
            if now["state"] != "WAITING":
                return now
            await asyncio.sleep(0.05)


async def made(client: Client, asset: Answer, **recipe: Any) -> Answer:
    """Order one rendition and wait until it is there."""
    ordered = await done(client, await order(client, asset, **recipe))
    assert ordered["state"] == "READY", ordered
    rendition: Answer = ordered["rendition"]
    return rendition


async def read(url: str, headers: dict[str, str] | None = None) -> tuple[bytes, dict[str, str]]:
    """Read an address as somebody who has nothing but it."""
    async with aiohttp.ClientSession() as stranger, stranger.get(url, headers=headers) as response:
        assert response.status == 200, response.status
        return await response.read(), dict(response.headers)


async def seen(rendition: Answer) -> Image.Image:
    """Read a rendition as a picture; its bytes are as many as was told."""
    body, _ = await read(rendition["url"])
    assert len(body) == rendition["size"]
    picture = Image.open(BytesIO(body))
    picture.load()
    return picture


def painted(colour: tuple[int, ...], size: tuple[int, int] = (64, 48), file_format: str = "PNG") -> bytes:
    """Paint a picture of one colour, the same bytes each time."""
    body = BytesIO()
    Image.new("RGB" if len(colour) == 3 else "RGBA", size, colour).save(body, file_format)
    return body.getvalue()


def sha256(body: bytes) -> str:
    """Hash bytes as the server does."""
    return hashlib.sha256(body).hexdigest()
