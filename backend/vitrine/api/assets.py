"""Assets, as partners see them."""

from datetime import datetime
from typing import Annotated, Any

import strawberry

from vitrine.api.accounts import Actor, ApiKey, User
from vitrine.api.arguments import Width
from vitrine.api.context import Info
from vitrine.api.delivery import original_url, rendition_url
from vitrine.api.jobs import Job
from vitrine.api.nodes import Node, Refusal, to_id
from vitrine.api.scalars import JSON, BigInt
from vitrine.assets import models
from vitrine.assets.models import AssetStatus, MediaKind
from vitrine.organise.models import AssetTag as AssetTagRow
from vitrine.organise.models import TagSource
from vitrine.pictures.recipes import THUMBNAIL
from vitrine.renditions.models import Rendition as RenditionRow

strawberry.enum(MediaKind, description="What the gallery shows it as.")
strawberry.enum(
    AssetStatus,
    description="UPLOADING is seen by the uploader only. READY has everything people look at first.",
)
strawberry.enum(TagSource, description="Who put the tag there.")


@strawberry.type(description="`local` is the camera's clock as written; `utc` only when an offset or a place tells it.")
class CaptureTime:
    local: str = strawberry.field(description="ISO 8601 without an offset.")
    offset_minutes: int | None = strawberry.field(description="Minutes east of UTC, where the file tells.")
    utc: datetime | None = strawberry.field(description="The instant, where it can be known.")


@strawberry.type(description="Why processing stopped, in words the asset's owner can act on.")
class Failure:
    code: str = strawberry.field(description="Stable; switch on this.")
    message: str = strawberry.field(description="A sentence for a person.")
    retryable: bool = strawberry.field(description="Whether trying again can help.")
    at: datetime = strawberry.field(description="When it stopped.")


@strawberry.type(description="Something derived from the original to be looked at.")
class Rendition:
    purpose: str = strawberry.field(description="What it is for: thumbnail, preview, large.")
    url: str = strawberry.field(
        description="For a signed-in browser a stable path; for a program a signed URL, good for at most 5 minutes."
    )
    mime_type: str = strawberry.field(description="The media type of the bytes.")
    width: int | None = strawberry.field(description="Pixels.")
    height: int | None = strawberry.field(description="Pixels.")
    size: BigInt = strawberry.field(description="Bytes.")


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


@strawberry.type(description="Where a picture was taken (WGS 84).")
class Place:
    latitude: float = strawberry.field(description="Degrees north.")
    longitude: float = strawberry.field(description="Degrees east.")
    altitude: float | None = strawberry.field(description="Metres above the sea.")


@strawberry.type(description="What the file says of itself.")
class Metadata:
    camera: str | None = strawberry.field(description="Maker and model.")
    lens: str | None = strawberry.field(description="As the camera names it.")
    place: Place | None = strawberry.field(description="Where it was taken.")
    codec: str | None = strawberry.field(description="How film and sound are encoded.")
    copyright: str | None = strawberry.field(description="As embedded in the file.")
    fields: JSON = strawberry.field(description="Values of the library's own fields, by key.")
    raw: JSON = strawberry.field(description="Embedded metadata as found, by name.")

    @classmethod
    def of(cls, facts: dict[str, Any]) -> "Metadata":
        place = facts.get("place")
        return cls(
            camera=facts.get("camera"),
            lens=facts.get("lens"),
            place=Place(**place) if place else None,
            codec=facts.get("codec"),
            copyright=facts.get("copyright"),
            fields=JSON({}),
            raw=JSON(facts.get("raw") or {}),
        )


@strawberry.type(description="Something people keep: a photo, a film, a sound, a document.")
class Asset(Node):
    row: strawberry.Private[models.Asset]
    revision: int = strawberry.field(
        description="Grows by one with every change: ignore an event whose revision you already have."
    )
    title: str = strawberry.field(description="What people call it; the file name without its ending at first.")
    description: str | None = strawberry.field(description="What people say about it.")
    filename: str = strawberry.field(description="The name it came with, cleaned of what cannot be shown.")
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
        pictures = sorted(await self._rows(info), key=_smallest_first)
        large_enough = [each for each in pictures if _longer_edge(each) >= width]
        chosen = large_enough[:1] or pictures[-1:]
        return self._shown(info, chosen[0]) if chosen else None

    @strawberry.field(description="Everything derived from the original so far, the smallest first.")
    async def renditions(self, info: Info) -> list[Rendition]:
        return [self._shown(info, each) for each in await self._rows(info)]

    @strawberry.field(description="What the file says of itself.")
    async def metadata(self, info: Info) -> Metadata:
        original = await info.context.loaders.original.load(self.row.original_id) if self.row.original_id else None
        return Metadata.of((original.facts if original else None) or {})

    @strawberry.field(description="Tags, by name.")
    async def tags(self, info: Info) -> list[AssetTag]:
        return [AssetTag.of(row) for row in await info.context.loaders.tags.load(self.row.id)]

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
        return await info.context.loaders.renditions.load(self.row.original_id) if self.row.original_id else []

    def _shown(self, info: Info, row: RenditionRow) -> Rendition:
        return Rendition(
            purpose=row.purpose,
            url=rendition_url(info.context, self.row, row),
            mime_type=row.mime_type,
            width=row.width,
            height=row.height,
            size=BigInt(row.size),
        )


def _longer_edge(row: RenditionRow) -> int:
    return max(row.width or 0, row.height or 0)


def _smallest_first(row: RenditionRow) -> tuple[int, bool]:
    # Of two alike the one made for the grid comes first: it kept what was transparent.
    return _longer_edge(row), row.purpose != THUMBNAIL.purpose


@strawberry.type(description="There is no such asset, or you may not see it, or what you asked cannot be done to it.")
class AssetNotFound(Refusal):
    pass


AssetResult = Annotated[
    Asset | AssetNotFound, strawberry.union("AssetResult", description="The asset as it now is, or why not.")
]
