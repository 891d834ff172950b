"""Objects that arrive in parts: S3's multipart uploads.

Parts belong to one opening of a key. A store may forget an opening, with its parts (rclone does when it starts anew);
then whatever is asked of it raises PartsForgotten, and so it does once the parts were dropped. Once they were joined it
does so too, or it goes on listing them, and joining them again changes nothing (Swift).
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from vitrine.infra.storage.answers import SIGNED_FOR, ObjectMissing, PartsForgotten, SignedUrl, translated
from vitrine.infra.storage.signing import Signer

if TYPE_CHECKING:
    from types_aiobotocore_s3.client import S3Client


@dataclass(frozen=True, slots=True)
class StoredPart:
    """A part that storage holds; `etag` is how it names the bytes."""

    number: int
    size: int
    etag: str


@dataclass(frozen=True, slots=True)
class Opening:
    """A key that parts are being sent for, since when."""

    key: str
    id: str
    since: datetime


class Parts:
    """The multipart uploads of one bucket."""

    def __init__(self, ours: "S3Client", public: Signer, bucket: str) -> None:
        self._ours = ours
        self._public = public
        self._bucket = bucket

    async def open(self, key: str, mime_type: str) -> str:
        """Open a key for parts and return the opening's id. Raises StorageUnavailable."""
        async with translated():
            answer = await self._ours.create_multipart_upload(Bucket=self._bucket, Key=key, ContentType=mime_type)
        return answer["UploadId"]

    async def sign(self, key: str, opening: str, number: int, size: int) -> SignedUrl:
        """Sign one PUT of exactly `size` bytes as part `number`, valid for 5 minutes."""
        expires_at = datetime.now(UTC) + timedelta(seconds=SIGNED_FOR)
        url = self._public.sign("PUT", key, SIGNED_FOR, size=size, uploadId=opening, partNumber=number)
        return SignedUrl(url, expires_at)

    async def put(self, key: str, opening: str, number: int, body: bytes) -> None:
        """Store the bytes of part `number`, in place of what was there. Raises PartsForgotten, StorageUnavailable."""
        async with translated():
            await self._ours.upload_part(
                Bucket=self._bucket, Key=key, UploadId=opening, PartNumber=number, Body=body, ContentLength=len(body)
            )

    async def held(self, key: str, opening: str) -> list[StoredPart]:
        """Return the parts that storage holds, by number. Raises PartsForgotten, StorageUnavailable."""
        found: list[StoredPart] = []
        async with translated():
            pages = self._ours.get_paginator("list_parts").paginate(Bucket=self._bucket, Key=key, UploadId=opening)
            async for page in pages:
                found += [StoredPart(each["PartNumber"], each["Size"], each["ETag"]) for each in page.get("Parts", [])]
        return sorted(found, key=lambda part: part.number)

    async def join(self, key: str, opening: str, parts: Sequence[StoredPart]) -> None:
        """Make one object of parts, in the order of their numbers.

        Raises PartsForgotten, PartsRefused, and StorageUnavailable, after which the object may be there all the same.
        """
        listed = [{"PartNumber": part.number, "ETag": part.etag} for part in parts]
        async with translated():
            await self._ours.complete_multipart_upload(
                Bucket=self._bucket,
                Key=key,
                UploadId=opening,
                MultipartUpload={"Parts": listed},  # type: ignore[typeddict-item]  # a checksum is not required
            )

    async def drop(self, key: str, opening: str) -> None:
        """Throw an opening away with its parts, unless they were joined. One that is gone is as good.

        Raises StorageUnavailable.
        """
        try:
            # Swift's objects live on their parts. Where it died after joining them and before forgetting the opening,
            # to drop the opening would take them from under the object.
            if await self._were_joined(key, await self.held(key, opening)):
                return
            async with translated():
                await self._ours.abort_multipart_upload(Bucket=self._bucket, Key=key, UploadId=opening)
        except (PartsForgotten, ObjectMissing):
            return

    async def _were_joined(self, key: str, parts: Sequence[StoredPart]) -> bool:
        try:
            async with translated():
                there = await self._ours.head_object(Bucket=self._bucket, Key=key)
        except ObjectMissing:
            return False
        return int(there["ContentLength"]) == sum(part.size for part in parts)

    async def openings(self, prefix: str) -> AsyncIterator[Opening]:
        """Yield every opening under a prefix. Raises StorageUnavailable."""
        try:
            async with translated():
                pages = self._ours.get_paginator("list_multipart_uploads").paginate(Bucket=self._bucket, Prefix=prefix)
                async for page in pages:
                    for each in page.get("Uploads", []):
                        yield Opening(each["Key"], each["UploadId"], each["Initiated"])
        except PartsForgotten:
            # rclone's way to say that there is none since it started.
            return
