"""Whole objects: signed, read, written, listed.

What the store may not do for us (see docs/adr): remember a content type, check a SHA-256, answer 206 to a range. So the
truth about an object is in PostgreSQL, and this room only moves bytes.
"""

import hashlib
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING

import aioboto3
import aiohttp
from aiobotocore.config import AioConfig
from botocore.utils import get_environ_proxies
from yarl import URL

from vitrine.infra.storage.answers import SIGNED_FOR, Fetched, ObjectMissing, SignedUrl, StoredObject, translated
from vitrine.infra.storage.parts import Parts
from vitrine.infra.storage.rules import keep_rule
from vitrine.infra.storage.signing import Signer
from vitrine.settings import Settings

if TYPE_CHECKING:
    from types_aiobotocore_s3.client import S3Client

CHUNK = 1024 * 1024
_CONNECTIONS = 64
# Seconds.
_CONNECTS_WITHIN, _ANSWERS_WITHIN = 5, 60


class Storage:
    """One bucket, reached by our own address; signatures carry the address clients use.

    `parts` is for what arrives in parts.
    """

    def __init__(self, ours: "S3Client", delivery: "S3Client", http: aiohttp.ClientSession, settings: Settings) -> None:
        self._ours = ours
        self._delivery = delivery
        self._http = http
        self._near = Signer(settings.s3_endpoint, settings)
        self._public = Signer(settings.s3_public_endpoint, settings)
        self._bucket = settings.s3_bucket
        self.parts = Parts(ours, self._public, settings.s3_bucket)

    async def sign_put(self, key: str, size: int) -> SignedUrl:
        """Sign one PUT of exactly `size` bytes, valid for 5 minutes."""
        expires_at = datetime.now(UTC) + timedelta(seconds=SIGNED_FOR)
        return SignedUrl(self._public.sign("PUT", key, SIGNED_FOR, size=size), expires_at)

    async def size_of(self, key: str) -> int:
        """Return an object's size in bytes. Raises ObjectMissing, StorageUnavailable.

        Asked without the vendor's client, which takes four times the CPU time. Whatever is no plain answer is left to
        it: it tries again, and knows one error from another.
        """
        size = await self._plainly_said_size(key)
        if size is not None:
            return size
        async with translated():
            return int((await self._ours.head_object(Bucket=self._bucket, Key=key))["ContentLength"])

    async def _plainly_said_size(self, key: str) -> int | None:
        url = URL(self._near.sign("HEAD", key, SIGNED_FOR), encoded=True)
        try:
            async with self._http.head(url) as answer:
                return answer.content_length if answer.status == 200 else None
        except (aiohttp.ClientError, TimeoutError):
            return None

    def read(self, key: str, first: int = 0, last: int | None = None) -> AsyncIterator[bytes]:
        """Yield an object, or the bytes `first` to `last` of it (both included), in chunks of at most 1 MiB.

        Raises ObjectMissing before the first chunk and StorageUnavailable at any.
        """
        return self._read(self._ours, key, first, last)

    def deliver(self, key: str, first: int = 0, last: int | None = None) -> AsyncIterator[bytes]:
        """Do what `read` does, over connections of its own: slow readers take none from those who work."""
        return self._read(self._delivery, key, first, last)

    async def _read(self, client: "S3Client", key: str, first: int, last: int | None) -> AsyncIterator[bytes]:
        extra = {} if first == 0 and last is None else {"Range": f"bytes={first}-{'' if last is None else last}"}
        async with translated():
            answer = await client.get_object(Bucket=self._bucket, Key=key, **extra)  # type: ignore[arg-type]  # one optional key
            body = answer["Body"]
            async with body:
                async for chunk in body.iter_chunks(CHUNK):
                    yield chunk

    async def fetch(self, key: str, path: Path) -> Fetched:
        """Copy an object to the disk and hash it on the way. Raises ObjectMissing, StorageUnavailable."""
        digest, size = hashlib.sha256(), 0
        with path.open("wb") as file:
            async for chunk in self.read(key):
                digest.update(chunk)
                size += file.write(chunk)
        return Fetched(path, size, digest.hexdigest())

    async def put_file(self, key: str, path: Path, mime_type: str) -> None:
        """Store a file whole under `key`, in place of whatever was there. Raises StorageUnavailable."""
        with path.open("rb") as file:
            await self.put(key, file, os.fstat(file.fileno()).st_size, mime_type)

    async def put(self, key: str, file: IO[bytes], size: int, mime_type: str) -> None:
        """Store `size` bytes of an open file under `key`, in place of whatever was there. Raises StorageUnavailable."""
        async with translated():
            await self._ours.put_object(
                Bucket=self._bucket, Key=key, Body=file, ContentLength=size, ContentType=mime_type
            )

    async def delete(self, key: str) -> None:
        """Remove an object; one that is not there is as good as removed. Raises StorageUnavailable."""
        try:
            async with translated():
                await self._ours.delete_object(Bucket=self._bucket, Key=key)
        except ObjectMissing:
            return

    async def list(self, prefix: str) -> AsyncIterator[StoredObject]:
        """Yield every object under a prefix. Raises StorageUnavailable."""
        async with translated():
            pages = self._ours.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=prefix)
            async for page in pages:
                for entry in page.get("Contents", []):
                    yield StoredObject(entry["Key"], entry["Size"], entry["LastModified"])

    async def keep_rule(self) -> str | None:
        """Have the store itself drop open parts one day: see infra/storage/rules.py. Raises StorageUnavailable."""
        return await keep_rule(self._ours, self._bucket)

    async def check(self) -> None:
        """Ask whether the bucket is there. Raises ObjectMissing, StorageUnavailable."""
        async with translated():
            await self._ours.head_bucket(Bucket=self._bucket)


@asynccontextmanager
async def open_storage(settings: Settings) -> AsyncIterator[Storage]:
    """Connect both addresses of the bucket."""
    session = aioboto3.Session(settings.s3_access_key, settings.s3_secret_key, region_name=settings.s3_region)
    config = AioConfig(
        signature_version="s3v4",
        s3={"addressing_style": "path"},
        connect_timeout=_CONNECTS_WITHIN,
        read_timeout=_ANSWERS_WITHIN,
        retries={"mode": "standard", "max_attempts": 3},
        max_pool_connections=_CONNECTIONS,
        # Checksums in trailers are not understood by every store; integrity is our own SHA-256.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    async with AsyncExitStack() as stack:
        connect = partial(session.client, "s3", config=config)
        ours = await stack.enter_async_context(connect(endpoint_url=settings.s3_endpoint))
        delivery = await stack.enter_async_context(connect(endpoint_url=settings.s3_endpoint))
        http = await stack.enter_async_context(_connections(settings.s3_endpoint))
        yield Storage(ours, delivery, http, settings)


def _connections(endpoint: str) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        # The way that the vendor's client takes.
        proxy=get_environ_proxies(endpoint).get(URL(endpoint).scheme),
        connector=aiohttp.TCPConnector(limit=_CONNECTIONS),
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=_CONNECTS_WITHIN, sock_read=_ANSWERS_WITHIN),
        # A size is that of the object itself, and not of what somebody on the way makes of it.
        headers={"Accept-Encoding": "identity"},
    )
