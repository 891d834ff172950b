"""An upload on its way: what was announced, where its bytes may be put, until when."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.models import Model

from vitrine.accounts.models import User


class UploadStatus(StrEnum):
    WAITING = "WAITING"
    COMPLETE = "COMPLETE"
    INSTANT = "INSTANT"
    ABORTED = "ABORTED"
    EXPIRED = "EXPIRED"


class Upload(Model):
    id = fields.UUIDField(primary_key=True)
    library_id = fields.UUIDField()
    # No foreign key: an upload that was given up outlives its asset until storage is known to be clean.
    asset_id = fields.UUIDField(db_index=True)
    owner: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("vitrine.User", related_name="uploads")
    owner_id: UUID
    status = fields.CharEnumField(UploadStatus, max_length=16, default=UploadStatus.WAITING)
    key = fields.TextField()
    size = fields.BigIntField()
    # Claims of the client: checked, never trusted.
    claimed_sha256 = fields.CharField(max_length=64, null=True)
    part_size = fields.BigIntField()
    part_count = fields.IntField()
    # In one library one key of one person names one upload; `fingerprint` tells a repetition from another request.
    idempotency_key = fields.CharField(max_length=255, null=True)
    fingerprint = fields.CharField(max_length=64)
    created_at = fields.DatetimeField(auto_now_add=True)
    expires_at = fields.DatetimeField()
    finished_at = fields.DatetimeField(null=True)
    # True once no signature for `key` can be valid any more and the key was made empty.
    swept = fields.BooleanField(default=False)

    class Meta:
        table = "upload"
        unique_together = (("library_id", "owner", "idempotency_key"),)
        indexes = (
            PostgreSQLIndex(fields=("expires_at",), condition={"status": "WAITING"}),
            PostgreSQLIndex(fields=("finished_at",), condition={"swept": False}),
        )
