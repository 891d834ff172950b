"""What somebody asked to be fetched, how far it is, and what became of it."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from vitrine.accounts.models import ApiKey, User
from vitrine.uploads.completing import OnDuplicate


class ImportStatus(StrEnum):
    WAITING = "WAITING"
    FETCHING = "FETCHING"
    COMPLETE = "COMPLETE"
    FAILED = "FAILED"


class UrlImport(Model):
    id = fields.UUIDField(primary_key=True)
    library_id = fields.UUIDField()
    owner: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("vitrine.User", related_name="imports")
    owner_id: UUID
    # Where it was asked for by a program.
    key: fields.ForeignKeyNullableRelation[ApiKey] = fields.ForeignKeyField(
        "vitrine.ApiKey", related_name="imports", null=True, on_delete=fields.SET_NULL
    )
    key_id: UUID | None
    url = fields.TextField()
    filename = fields.TextField(null=True)
    title = fields.TextField(null=True)
    description = fields.TextField(null=True)
    tags: Any = fields.JSONField()
    # ISO 8601, with the offset that was said: an instant alone would lose the camera's own clock.
    captured_at = fields.CharField(max_length=40, null=True)
    on_duplicate = fields.CharEnumField(OnDuplicate, max_length=16)
    status = fields.CharEnumField(ImportStatus, max_length=16, default=ImportStatus.WAITING)
    # Bytes that have come, of how many where the other side said so.
    bytes = fields.BigIntField(default=0)
    total = fields.BigIntField(null=True)
    # The idempotency key of its upload, from the moment before there is one: a second attempt finds it by that.
    upload_key = fields.CharField(max_length=255, null=True)
    # No foreign key: the asset may go, and what was asked for stays.
    asset_id = fields.UUIDField(null=True)
    error_code = fields.TextField(null=True)
    error_message = fields.TextField(null=True)
    # As in uploads: one key of one person names one import, `fingerprint` tells a repetition from another request.
    idempotency_key = fields.CharField(max_length=255, null=True)
    fingerprint = fields.CharField(max_length=64)
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "url_import"
        unique_together = (("library_id", "owner", "idempotency_key"),)
        indexes = (
            Index(fields=("library_id", "owner_id", "created_at", "id")),
            Index(fields=("owner_id", "status")),
        )
