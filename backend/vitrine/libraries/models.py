"""The tenant."""

from tortoise import fields
from tortoise.models import Model


class Library(Model):
    id = fields.UUIDField(primary_key=True)
    name = fields.TextField()
    # Bytes that its originals may have together; null for as many as there is room for.
    storage_quota = fields.BigIntField(null=True)
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "library"
