"""What was derived from an original, once per recipe."""

from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from vitrine.assets.models import Original


class Rendition(Model):
    id = fields.UUIDField(primary_key=True)
    original: fields.ForeignKeyRelation[Original] = fields.ForeignKeyField(
        "vitrine.Original", related_name="renditions"
    )
    original_id: UUID
    # The same recipe over the same bytes always has the same key.
    recipe = fields.CharField(max_length=64)
    purpose = fields.CharField(max_length=32)
    key = fields.TextField()
    mime_type = fields.TextField()
    width = fields.IntField(null=True)
    height = fields.IntField(null=True)
    size = fields.BigIntField()
    # What only some purposes need: a sprite's columns, a playlist's bandwidth, a page's number, a recipe's own words.
    details: Any = fields.JSONField(null=True)
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "rendition"
        unique_together = (("original", "recipe"),)
