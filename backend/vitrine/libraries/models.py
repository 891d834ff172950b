"""The tenant."""

from tortoise import fields
from tortoise.models import Model


class Library(Model):
    id = fields.UUIDField(primary_key=True)
    name = fields.TextField()
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "library"
