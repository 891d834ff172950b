"""What was derived from an original, once per recipe."""

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
    # Names one entry of renditions/recipes.py; the same recipe over the same bytes always has the same key.
    recipe = fields.CharField(max_length=64)
    purpose = fields.CharField(max_length=32)
    key = fields.TextField()
    mime_type = fields.TextField()
    width = fields.IntField(null=True)
    height = fields.IntField(null=True)
    size = fields.BigIntField()
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "rendition"
        unique_together = (("original", "recipe"),)
