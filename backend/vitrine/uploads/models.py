"""An upload on its way: what was announced, where its bytes may be put, until when."""

from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from tortoise import fields
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.models import Model

from vitrine.accounts.models import User


# INSTANT: the library holds these very bytes, and no more are sent; it is over once it was completed.
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
    # What the store calls this upload in parts, from the first signature on; a store may lose it, and how often it did.
    opening = fields.TextField(null=True)
    restarts = fields.IntField(default=0, db_default=0)
    # When storage was last asked to make one object of the parts.
    joining_at = fields.DatetimeField(null=True)
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
        indexes = (PostgreSQLIndex(fields=("finished_at",), condition={"swept": False}),)

    @property
    def is_open(self) -> bool:
        """Whether it may still be completed."""
        return self.finished_at is None and self.expires_at > datetime.now(UTC)

    @property
    def is_in_parts(self) -> bool:
        return self.part_count > 1

    def size_of_part(self, number: int) -> int:
        """Return the bytes that part `number` has, 1 being the first."""
        return int(min(self.part_size, self.size - (number - 1) * self.part_size))
