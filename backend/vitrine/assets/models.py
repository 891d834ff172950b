"""The asset people see, and the original: bytes kept once per library, however many assets show them."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.indexes import Index
from tortoise.models import Model

from vitrine.accounts.models import ApiKey, User
from vitrine.libraries.models import Library


class MediaKind(StrEnum):
    IMAGE = "IMAGE"
    VIDEO = "VIDEO"
    AUDIO = "AUDIO"
    DOCUMENT = "DOCUMENT"
    OTHER = "OTHER"


class AssetStatus(StrEnum):
    UPLOADING = "UPLOADING"
    PROCESSING = "PROCESSING"
    READY = "READY"
    FAILED = "FAILED"
    QUARANTINED = "QUARANTINED"


class Orientation(StrEnum):
    LANDSCAPE = "LANDSCAPE"
    PORTRAIT = "PORTRAIT"
    SQUARE = "SQUARE"


class SizeClass(StrEnum):
    UP_TO_1_MB = "UP_TO_1_MB"
    UP_TO_10_MB = "UP_TO_10_MB"
    UP_TO_100_MB = "UP_TO_100_MB"
    UP_TO_1_GB = "UP_TO_1_GB"
    LARGER = "LARGER"


# What was received, once it has been hashed. `facts` is what the bytes say of themselves (see infra/media/probe.py).
class Original(Model):
    id = fields.UUIDField(primary_key=True)
    library: fields.ForeignKeyRelation[Library] = fields.ForeignKeyField("vitrine.Library", related_name="originals")
    library_id: UUID
    key = fields.TextField()
    sha256 = fields.CharField(max_length=64)
    size = fields.BigIntField()
    mime_type = fields.TextField()
    kind = fields.CharEnumField(MediaKind, max_length=16)
    facts: Any = fields.JSONField(null=True)
    # 64 bits that are nearly the same for pictures that look alike (see infra/media/likeness.py), as a signed number.
    likeness = fields.BigIntField(null=True)
    group: fields.ForeignKeyNullableRelation["LikenessGroup"] = fields.ForeignKeyField(
        "vitrine.LikenessGroup", related_name="originals", null=True, on_delete=fields.SET_NULL
    )
    group_id: UUID | None
    # What the malware scanner called it; empty when it is too large to be scanned. Such bytes are kept for whoever
    # decides, and never delivered.
    infection = fields.TextField(null=True)
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "original"
        unique_together = (("library", "sha256"),)
        # The first is read from end to end to find what looks alike: 100,000 likenesses without touching the table.
        indexes = (Index(fields=("library_id", "likeness", "id")), Index(fields=("group_id",)), Index(fields=("key",)))


# Originals that look alike. Dismissed ones are shown again once another original joins.
class LikenessGroup(Model):
    id = fields.UUIDField(primary_key=True)
    library: fields.ForeignKeyRelation[Library] = fields.ForeignKeyField("vitrine.Library", related_name="groups")
    library_id: UUID
    dismissed_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "likeness_group"
        indexes = (Index(fields=("library_id", "created_at", "id")),)


# The words of a document, apart from the original, which is read far more often.
class OriginalText(Model):
    id = fields.UUIDField(primary_key=True)
    original: fields.OneToOneRelation[Original] = fields.OneToOneField("vitrine.Original", related_name="words")
    original_id: UUID
    text = fields.TextField()

    class Meta:
        table = "original_text"


class Asset(Model):
    id = fields.UUIDField(primary_key=True)
    library: fields.ForeignKeyRelation[Library] = fields.ForeignKeyField("vitrine.Library", related_name="assets")
    library_id: UUID
    original: fields.ForeignKeyNullableRelation[Original] = fields.ForeignKeyField(
        "vitrine.Original", related_name="assets", null=True, on_delete=fields.RESTRICT
    )
    original_id: UUID | None
    # Grows by one with every change, in the same statement as the change.
    revision = fields.IntField(default=1)
    title = fields.TextField()
    description = fields.TextField(null=True)
    filename = fields.TextField()
    # Where the file lay when it was uploaded, `Holiday/Day 1`.
    folder = fields.TextField(null=True)
    status = fields.CharEnumField(AssetStatus, max_length=16)
    # Until the bytes were received these four are the client's word; then they are copied from the original.
    kind = fields.CharEnumField(MediaKind, max_length=16)
    mime_type = fields.TextField()
    size = fields.BigIntField()
    sha256 = fields.CharField(max_length=64, null=True)
    width = fields.IntField(null=True)
    height = fields.IntField(null=True)
    duration = fields.FloatField(null=True)
    # PostgreSQL works out these three from the columns beside them, so that lists and the index find alike.
    orientation = fields.CharEnumField(Orientation, max_length=16, null=True, generated=True)
    size_class = fields.CharEnumField(SizeClass, max_length=16, null=True, generated=True)
    # When it was taken, by the camera's own clock, or else announced, in UTC: 202611.
    taken_month = fields.IntField(null=True, generated=True)
    placeholder = fields.TextField(null=True)
    camera = fields.TextField(null=True)
    # The camera's own clock as written; UTC only where an offset or a place tells it.
    captured_local = fields.CharField(max_length=32, null=True)
    captured_offset = fields.IntField(null=True)
    captured_utc = fields.DatetimeField(null=True)
    failure_code = fields.TextField(null=True)
    failure_message = fields.TextField(null=True)
    failure_retryable = fields.BooleanField(default=False)
    failed_at = fields.DatetimeField(null=True)
    # Set for what is in the trash.
    trashed_at = fields.DatetimeField(null=True)
    uploaded_by: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("vitrine.User", related_name="assets")
    uploaded_by_id: UUID
    uploaded_with: fields.ForeignKeyNullableRelation[ApiKey] = fields.ForeignKeyField(
        "vitrine.ApiKey", related_name="assets", null=True, on_delete=fields.SET_NULL
    )
    uploaded_with_id: UUID | None
    created_at = fields.DatetimeField(auto_now_add=True)
    updated_at = fields.DatetimeField(auto_now=True)

    class Meta:
        table = "asset"
        # Each order the gallery pages by is one index walk, newest id last among equals.
        indexes = (
            Index(fields=("library_id", "created_at", "id")),
            Index(fields=("library_id", "captured_local", "id")),
            Index(fields=("library_id", "title", "id")),
            Index(fields=("library_id", "size", "id")),
            Index(fields=("library_id", "sha256")),
            Index(fields=("original_id",)),
            PostgreSQLIndex(fields=("uploaded_by_id",), condition={"status": "UPLOADING"}),
        )


# One field of an asset that became another; never changed, never deleted before the asset is. `actor` is null for
# what Vitrine did by itself.
class History(Model):
    id = fields.UUIDField(primary_key=True)
    asset: fields.ForeignKeyRelation[Asset] = fields.ForeignKeyField("vitrine.Asset", related_name="history")
    asset_id: UUID
    at = fields.DatetimeField(auto_now_add=True)
    actor: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "vitrine.User", related_name="history", null=True, on_delete=fields.SET_NULL
    )
    actor_id: UUID | None
    field = fields.CharField(max_length=64)
    before: Any = fields.JSONField(null=True)
    after: Any = fields.JSONField(null=True)

    class Meta:
        table = "history"
        indexes = (Index(fields=("asset_id", "at", "id")),)
