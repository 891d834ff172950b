"""Ask the API without a client's good manners."""

from io import BytesIO
from typing import Any

import aiohttp

from tests.client import Client

JSON = "application/json"


async def post(
    client: Client, body: bytes, content_type: str = JSON, **headers: str
) -> tuple[int, dict[str, Any] | None, aiohttp.ClientResponse]:
    """POST bytes to /graphql and return the status, the JSON if it was any, and the response."""
    said = {"Content-Type": content_type} | headers
    async with client.http.post(f"{client.url}/graphql", data=BytesIO(body), headers=said) as response:
        answer = await response.json() if response.content_type == JSON else None
        return response.status, answer, response
