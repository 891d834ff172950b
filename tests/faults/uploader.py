"""A client that uploads the way a good one does: it asks again for as long as nobody answers."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar
from uuid import uuid4

import aiohttp

from tests.client import Client, Refused
from tests.faults.photos import Photo

Answer = TypeVar("Answer")

# What a client may try again after: no connection, no answer in time, or an answer that says so.
_TROUBLE = (aiohttp.ClientError, OSError, TimeoutError)
_TRY_AGAIN = {"UNAVAILABLE", "STORAGE_UNAVAILABLE"}
_ANSWER_WITHIN = 15.0

CREATE = """
mutation ($inputs: [CreateUploadInput!]!) {
  createUploads(inputs: $inputs) {
    __typename
    ... on Upload { id asset { id } parts { url } }
    ... on UploadRefused { code message }
  }
}
"""
_SIGN = """
mutation ($upload: ID!) {
  signUploadParts(inputs: [{upload: $upload, numbers: [1]}]) {
    __typename
    ... on SignedUploadParts { parts { url } }
    ... on UploadRefused { code message }
  }
}
"""
_COMPLETE = """
mutation ($upload: ID!) {
  completeUploads(inputs: [{upload: $upload}]) {
    __typename
    ... on Asset { id }
    ... on UploadRefused { code message }
  }
}
"""


class NotNow(Exception):
    """The server asks to try again."""


class BytesGone(Exception):
    """Storage lost what it had taken: send it again."""


class Declined(Exception):
    """The server refused for good."""


@dataclass
class Uploader:
    """Uploads one drop of photos. `sent` counts those that storage took, `assets` maps names to finished uploads."""

    client: Client
    photos: Sequence[Photo]
    at_once: int = 8
    sent: int = 0
    assets: dict[str, str] = field(default_factory=dict)

    async def run(self) -> None:
        """Announce, send and complete everything; returns only when all of it is completed. Raises Declined."""
        opened = await self.announce()
        places = asyncio.Semaphore(self.at_once)

        async def one(photo: Photo, upload: dict[str, Any]) -> None:
            async with places:
                await self.send_and_complete(photo, upload)

        async with asyncio.TaskGroup() as group:
            for photo, upload in zip(self.photos, opened, strict=True):
                group.create_task(one(photo, upload))

    async def until_sent(self, count: int) -> None:
        """Wait until storage took so many files."""
        while self.sent < count:
            await asyncio.sleep(0.002)

    async def announce(self) -> list[dict[str, Any]]:
        """Announce everything in one request and return the open uploads."""
        inputs = [
            {"filename": photo.name, "size": len(photo.data), "idempotencyKey": uuid4().hex} for photo in self.photos
        ]
        answer = await patiently(lambda: self.client.graphql(CREATE, inputs=inputs))
        return [accepted(each) for each in answer["createUploads"]]

    async def send_and_complete(self, photo: Photo, upload: dict[str, Any]) -> None:
        """See one file through."""
        urls = [part["url"] for part in upload["parts"]]
        while photo.name not in self.assets:
            await patiently(partial(self._send, photo, upload["id"], urls))
            self.sent += 1
            try:
                self.assets[photo.name] = await patiently(partial(self.complete, upload["id"]))
            except BytesGone:
                urls = []

    async def _send(self, photo: Photo, upload: str, urls: list[str]) -> None:
        # A URL is used once: whatever went wrong, the next try signs anew.
        status = await self.client.put(urls.pop() if urls else await self._sign(upload), photo.data)
        if status != 200:
            raise NotNow(f"storage answered {status}")

    async def _sign(self, upload: str) -> str:
        [answer] = (await self.client.graphql(_SIGN, upload=upload))["signUploadParts"]
        url: str = accepted(answer)["parts"][0]["url"]
        return url

    async def complete(self, upload: str) -> str:
        """Complete an upload once and return its asset. Raises NotNow, BytesGone, Declined."""
        [answer] = (await self.client.graphql(_COMPLETE, upload=upload))["completeUploads"]
        asset: str = accepted(answer)["id"]
        return asset


async def patiently(ask: Callable[[], Awaitable[Answer]]) -> Answer:
    """Ask until there is an answer, with short jittered pauses. Raises Declined, and whatever is no outage."""
    while True:
        try:
            async with asyncio.timeout(_ANSWER_WITHIN):
                return await ask()
        except (*_TROUBLE, NotNow):
            pass
        except Refused as refused:
            if not set(refused.codes) <= _TRY_AGAIN:
                raise
        await asyncio.sleep(random.uniform(0.1, 0.4))


def accepted(answer: dict[str, Any]) -> dict[str, Any]:
    """Return the answer unless it is a refusal. Raises NotNow, BytesGone, Declined."""
    if answer["__typename"] != "UploadRefused":
        return answer
    if answer["code"] in _TRY_AGAIN:
        raise NotNow(answer["message"])
    if answer["code"] == "BYTES_NOT_THERE":
        raise BytesGone
    raise Declined(f"{answer['code']}: {answer['message']}")
