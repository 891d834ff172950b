"""A bucket that speaks S3, or a prefix in one, as the source of an import."""

import errno
import hashlib
from asyncio import Semaphore
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from itertools import count
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from aiobotocore.config import AioConfig
from aiobotocore.session import get_session
from botocore.exceptions import ClientError as S3Error

from vitrine_client.files import LocalFile
from vitrine_client.scratch import scratch_folder
from vitrine_client.sources import Changed, Item, folder_of, is_passed_over
from vitrine_client.stored import is_missing, stamp_of, translated

if TYPE_CHECKING:
    from types_aiobotocore_s3.client import S3Client

_CHUNK = 1024**2
# So many objects are on this computer's disk at a time.
_HELD_AT_ONCE = 4
# One request copies no more; copying in parts is not to be had from every store.
_LARGEST_COPY = 5 * 1024**3


class Bucket:
    """Every object whose key begins with a prefix, which is taken for a folder.

    Imported ones go to `done` (`.imported/` below the prefix), refused ones to `.refused/` below the prefix.
    """

    def __init__(self, client: "S3Client", bucket: str, prefix: str, done: str, scratch: Path) -> None:
        self.unreadable: dict[str, str] = {}
        self._client = client
        self._bucket = bucket
        self._prefix = _folder(prefix)
        self._done = _folder(done) or f"{self._prefix}.imported/"
        self._scratch = scratch
        self._places = Semaphore(_HELD_AT_ONCE)

    async def items(self) -> AsyncIterator[Item]:
        """List the objects, one folder after another, so that what is passed over costs no request. Raises OSError."""
        folders = [self._prefix]
        paginator = self._client.get_paginator("list_objects_v2")
        while folders:
            with translated():
                async for page in paginator.paginate(Bucket=self._bucket, Prefix=folders.pop(), Delimiter="/"):
                    folders += [
                        each["Prefix"] for each in page.get("CommonPrefixes", []) if self._is_ours(each["Prefix"])
                    ]
                    for entry in page.get("Contents", []):
                        if self._is_ours(entry["Key"]) and not entry["Key"].endswith("/"):
                            yield Item(entry["Key"].removeprefix(self._prefix), entry["Size"], stamp_of(entry, "Size"))

    def _is_ours(self, key: str) -> bool:
        return key != self._done and not is_passed_over(key.rstrip("/").rpartition("/")[2])

    def title(self, item: Item) -> str:
        return f"s3://{self._bucket}/{self._prefix}{item.name}"

    def path(self, item: Item) -> Path:
        place = hashlib.sha256(f"{item.name} {item.stamp}".encode()).hexdigest()[:32]
        return self._scratch / place / item.name.rpartition("/")[2]

    def look(self, item: Item) -> LocalFile:
        """Recognise an object by where it is and its ETag, so that one that was sent before is not even fetched."""
        endpoint = self._client.meta.endpoint_url
        mark = hashlib.sha256(f"{endpoint} {self.title(item)} {item.stamp}".encode()).hexdigest()
        return LocalFile(self.path(item), item.size, mark, None, folder_of(item))

    @asynccontextmanager
    async def hold(self, item: Item) -> AsyncIterator[None]:
        """Fetch an object into a temporary file, four at a time. Raises Changed, OSError."""
        async with self._places:
            path = self.path(item)
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                await self._fetch(item, path)
                yield
            finally:
                path.unlink(missing_ok=True)
                with suppress(OSError):
                    path.parent.rmdir()

    async def _fetch(self, item: Item, path: Path) -> None:
        fetched = 0
        with translated(), path.open("wb") as file:
            answer = await self._client.get_object(Bucket=self._bucket, Key=self._prefix + item.name)
            body = answer["Body"]
            async with body:
                if stamp_of(answer, "ContentLength") != item.stamp:
                    raise Changed(errno.EBUSY, "It changed while it was fetched.", item.name)
                async for chunk in body.iter_chunks(_CHUNK):
                    fetched += file.write(chunk)
        if fetched != item.size:
            raise OSError(errno.EIO, "It came cut short.", item.name)

    async def done(self, item: Item) -> None:
        await self._put_away(item, self._done)

    async def refused(self, item: Item) -> None:
        await self._put_away(item, f"{self._prefix}.refused/")

    async def remove(self, item: Item) -> None:
        with translated():
            await self._check(item)
            await self._client.delete_object(Bucket=self._bucket, Key=self._prefix + item.name)

    async def _put_away(self, item: Item, place: str) -> None:
        if item.size > _LARGEST_COPY:
            raise OSError(errno.EFBIG, "stores copy no object above 5 GiB in one request", item.name)
        key = self._prefix + item.name
        with translated():
            await self._check(item)
            target = await self._free(place + item.name)
            await self._client.copy_object(
                Bucket=self._bucket, Key=target, CopySource={"Bucket": self._bucket, "Key": key}
            )
            # Asked of what is there, not of what the answer to the copy says: only then may the first one go.
            copied = await self._client.head_object(Bucket=self._bucket, Key=target)
            if copied["ContentLength"] != item.size:
                raise Changed(errno.EBUSY, "it changed while it was moved", item.name)
            await self._client.delete_object(Bucket=self._bucket, Key=key)

    async def _free(self, key: str) -> str:
        path = PurePosixPath(key)
        for number in count(1):
            free = key if number == 1 else str(path.with_name(f"{path.stem} ({number}){path.suffix}"))
            try:
                await self._client.head_object(Bucket=self._bucket, Key=free)
            except S3Error as error:
                if not is_missing(error):
                    raise
                return free
        raise AssertionError

    async def _check(self, item: Item) -> None:
        now = await self._client.head_object(Bucket=self._bucket, Key=self._prefix + item.name)
        if stamp_of(now, "ContentLength") != item.stamp:
            raise Changed(errno.EBUSY, "it changed", item.name)


@asynccontextmanager
async def open_bucket(url: str, *, endpoint: str | None, region: str | None, done: str) -> AsyncIterator[Bucket]:
    """Connect to `s3://bucket/prefix` with the keys that every S3 tool finds: AWS_* in the environment, or `~/.aws`."""
    bucket, _, prefix = url.removeprefix("s3://").partition("/")
    config = AioConfig(
        s3={"addressing_style": "path"} if endpoint else {},
        connect_timeout=5,
        read_timeout=60,
        retries={"mode": "standard", "max_attempts": 3},
        # Not understood by every store.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    with scratch_folder() as scratch:
        opened = get_session().create_client("s3", endpoint_url=endpoint, region_name=region, config=config)
        async with opened as client:
            yield Bucket(client, bucket, prefix, done, scratch)


def _folder(prefix: str) -> str:
    return f"{prefix.strip('/')}/" if prefix.strip("/") else ""
