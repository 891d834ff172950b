"""Assets, as partners see them."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from vitrine.api.accounts import Actor, ApiKey, User
from vitrine.api.arguments import After, First, Width
from vitrine.api.context import Info
from vitrine.api.delivery import original_url
from vitrine.api.documents import Document
from vitrine.api.films import VideoStream, stream_of
from vitrine.api.history import ChangeConnection, change_page
from vitrine.api.jobs import Job
from vitrine.api.metadata import CaptureTime, Metadata
from vitrine.api.nodes import Node, Refusal, to_id
from vitrine.api.orders import RenditionOrder
from vitrine.api.renditions import Rendition, shown
from vitrine.api.scalars import BigInt
from vitrine.api.sounds import Sound, sound_of
from vitrine.api.thumbnails import picture_for
from vitrine.assets import models
from vitrine.assets.models import AssetStatus, MediaKind
from vitrine.organise.models import AssetTag as AssetTagRow
from vitrine.organise.models import TagSource
from vitrine.renditions.models import Rendition as RenditionRow

if TYPE_CHECKING:
    from vitrine.api.collections import Collection

strawberry.enum(MediaKind, description="What the gallery shows it as.")
strawberry.enum(
    AssetStatus,
    description="UPLOADING is seen by the uploader only. READY has everything people look at first.",
)
strawberry.enum(TagSource, description="Who put the tag there.")


@strawberry.type(description="Why processing stopped, in words the asset's owner can act on.")
class Failure:
    code: str = strawberry.field(description="Stable; switch on this.")
    message: str = strawberry.field(description="A sentence for a person.")
    retryable: bool = strawberry.field(description="Whether trying again can help.")
    at: datetime = strawberry.field(description="When it stopped.")


@strawberry.type(description="A URL anyone may use until it expires.")
class SignedUrl:
    url: str = strawberry.field(description="Answers with an attachment.")
    expires_at: datetime = strawberry.field(description="At most 5 minutes from now.")


@strawberry.type(description="A word people find assets by.")
class Tag(Node):
    name: str = strawberry.field(description="As it was written first.")


@strawberry.type(description="A tag on an asset, and where it came from.")
class AssetTag:
    tag: Tag = strawberry.field(description="The tag.")
    source: TagSource = strawberry.field(description="Who put it there.")
    confidence: float | None = strawberry.field(description="0 to 1, for tags a model gave.")

    @classmethod
    def of(cls, row: AssetTagRow) -> "AssetTag":
        tag = Tag(id=to_id("tag", row.tag.id), name=row.tag.name)
        return cls(tag=tag, source=row.source, confidence=row.confidence)


@strawberry.type(description="Something people keep: a photo, a film, a sound, a document.")
class Asset(Node):
    row: strawberry.Private[models.Asset]
    revision: int = strawberry.field(
        description="Grows by one with every change: ignore an event whose revision you already have."
    )
    title: str = strawberry.field(description="What people call it; the file name without its ending at first.")
    description: str | None = strawberry.field(description="What people say about it.")
    filename: str = strawberry.field(description="The name it came with, cleaned of what cannot be shown.")
    folder: str | None = strawberry.field(description="Where the file lay, as in `Holiday/Day 1`, if that was said.")
    kind: MediaKind = strawberry.field(description="Told by content once the bytes are there.")
    mime_type: str = strawberry.field(description="Told by content once the bytes are there.")
    size: BigInt = strawberry.field(description="Bytes of the original.")
    sha256: str | None = strawberry.field(description="Lower-case hex, computed by the server.")
    status: AssetStatus = strawberry.field(description="Where it is on its way.")
    width: int | None = strawberry.field(description="Pixels, the way it is meant to be seen.")
    height: int | None = strawberry.field(description="Pixels, the way it is meant to be seen.")
    duration: float | None = strawberry.field(description="Seconds.")
    created_at: datetime = strawberry.field(description="When its upload was announced.")
    updated_at: datetime = strawberry.field(description="When it last changed.")
    trashed_at: datetime | None = strawberry.field(description="When it was put into the trash; null outside of it.")
    placeholder: str | None = strawberry.field(
        description="ThumbHash, base64: paint this until the thumbnail is there."
    )

    @classmethod
    def of(cls, row: models.Asset) -> "Asset":
        return cls(
            id=to_id("asset", row.id),
            row=row,
            revision=row.revision,
            title=row.title,
            description=row.description,
            filename=row.filename,
            folder=row.folder,
            kind=row.kind,
            mime_type=row.mime_type,
            size=BigInt(row.size),
            sha256=row.sha256,
            status=row.status,
            width=row.width,
            height=row.height,
            duration=row.duration,
            created_at=row.created_at,
            updated_at=row.updated_at,
            trashed_at=row.trashed_at,
            placeholder=row.placeholder,
        )

    @strawberry.field(description="Why processing stopped; null unless it did.")
    def failure(self) -> Failure | None:
        row = self.row
        if row.failure_code is None or row.failed_at is None:
            return None
        return Failure(
            code=row.failure_code,
            message=row.failure_message or "",
            retryable=row.failure_retryable,
            at=row.failed_at,
        )

    @strawberry.field(description="When the picture was taken, as far as the file tells.")
    def captured_at(self) -> CaptureTime | None:
        row = self.row
        if row.captured_local is None:
            return None
        return CaptureTime(local=row.captured_local, offset_minutes=row.captured_offset, utc=row.captured_utc)

    @strawberry.field(description="Who uploaded it.")
    async def uploaded_by(self, info: Info) -> Actor:
        loaders = info.context.loaders
        key = await loaders.api_key.load(self.row.uploaded_with_id) if self.row.uploaded_with_id else None
        if key:
            return ApiKey.of(key)
        person = await loaders.person.load(self.row.uploaded_by_id)
        assert person is not None  # a foreign key holds it
        return User.of(person)

    @strawberry.field(
        description="Smallest rendition whose longer edge has at least `width` pixels, or else the largest there is."
    )
    async def thumbnail(self, info: Info, width: Width = 320) -> Rendition | None:
        chosen = picture_for(await self._rows(info), width)
        return shown(info.context, self.row, chosen) if chosen else None

    @strawberry.field(
        description="Everything derived from the original so far, the smallest first; of a document's pages the first. "
        "What people ordered is under `orders`."
    )
    async def renditions(self, info: Info) -> list[Rendition]:
        return [shown(info.context, self.row, each) for each in await self._rows(info)]

    @strawberry.field(
        description="A moving copy of a picture that moves (GIF, APNG, WebP, AVIF), as WebP; null for one that does "
        "not, and for a moment after it is READY. At most 640 pixels and 300 frames, the beginning of a very long one."
    )
    async def animation(self, info: Info) -> Rendition | None:
        moving = next((row for row in await self._rows(info) if row.purpose == "animation"), None)
        return shown(info.context, self.row, moving) if moving else None

    @strawberry.field(description="What a player needs; null for anything but a film.")
    async def stream(self, info: Info) -> VideoStream | None:
        if self.row.kind is not MediaKind.VIDEO:
            return None
        return stream_of(info.context, self.row, await self._rows(info))

    @strawberry.field(description="What a player needs; null for anything but a sound.")
    async def sound(self, info: Info) -> Sound | None:
        if self.row.kind is not MediaKind.AUDIO:
            return None
        return sound_of(info.context, self.row, await self._rows(info), await self._facts(info))

    @strawberry.field(description="What the file says of itself.")
    async def metadata(self, info: Info) -> Metadata:
        return Metadata.of(await self._facts(info))

    @strawberry.field(description="The pages and the words of a document; null for anything else.")
    async def document(self, info: Info) -> Document | None:
        original = await info.context.loaders.original.load(self.row.original_id) if self.row.original_id else None
        return Document.of(self.row, original) if original else None

    @strawberry.field(description="What changed about it, the newest first. `first` is 1 to 100.")
    async def history(self, first: First = 20, after: After = None) -> ChangeConnection:
        return await change_page(self.row, first, after)

    @strawberry.field(description="Tags, by name.")
    async def tags(self, info: Info) -> list[AssetTag]:
        return [AssetTag.of(row) for row in await info.context.loaders.tags.load(self.row.id)]

    @strawberry.field(description="The collections it is in, by name.")
    async def collections(
        self, info: Info
    ) -> list[Annotated["Collection", strawberry.lazy("vitrine.api.collections")]]:
        # Neither can be written down before the other: a collection shows its assets.
        from vitrine.api.collections import Collection  # noqa: PLC0415

        return [Collection.of(row) for row in await info.context.loaders.collections.load(self.row.id)]

    @strawberry.field(description="Renditions that people ordered, the newest first; at most 50.")
    async def orders(self, info: Info) -> list[RenditionOrder]:
        return [RenditionOrder.of(row, self.row) for row in await info.context.loaders.orders.load(self.row.id)]

    @strawberry.field(description="What Vitrine owes or did for it, oldest first.")
    async def jobs(self, info: Info) -> list[Job]:
        return [Job.of(row) for row in await info.context.loaders.jobs.load(self.row.id)]

    @strawberry.field(description="The bytes as they came, to be saved; null until they were received.")
    def original(self, info: Info) -> SignedUrl | None:
        if self.row.original_id is None or self.row.status is AssetStatus.QUARANTINED:
            return None
        url, expires_at = original_url(info.context, self.row)
        return SignedUrl(url=url, expires_at=expires_at)

    async def _rows(self, info: Info) -> list[RenditionRow]:
        if self.row.original_id is None or self.row.status is AssetStatus.QUARANTINED:
            return []
        return await info.context.loaders.renditions.load(self.row.original_id)

    async def _facts(self, info: Info) -> dict[str, Any]:
        original = await info.context.loaders.original.load(self.row.original_id) if self.row.original_id else None
        return (original.facts if original else None) or {}


@strawberry.type(description="There is no such asset, or you may not see it, or what you asked cannot be done to it.")
class AssetNotFound(Refusal):
    pass


AssetResult = Annotated[
    Asset | AssetNotFound, strawberry.union("AssetResult", description="The asset as it now is, or why not.")
]
