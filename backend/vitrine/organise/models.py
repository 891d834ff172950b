"""Tags and where they came from."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from vitrine.assets.models import Asset
from vitrine.libraries.models import Library


class TagSource(StrEnum):
    HAND = "HAND"
    AUTO = "AUTO"
    EMBEDDED = "EMBEDDED"
    MODEL = "MODEL"


class Tag(Model):
    id = fields.UUIDField(primary_key=True)
    library: fields.ForeignKeyRelation[Library] = fields.ForeignKeyField("vitrine.Library", related_name="tags")
    name = fields.CharField(max_length=200)

    class Meta:
        table = "tag"
        unique_together = (("library", "name"),)


class AssetTag(Model):
    id = fields.UUIDField(primary_key=True)
    asset: fields.ForeignKeyRelation[Asset] = fields.ForeignKeyField("vitrine.Asset", related_name="asset_tags")
    asset_id: UUID
    tag: fields.ForeignKeyRelation[Tag] = fields.ForeignKeyField("vitrine.Tag", related_name="asset_tags")
    tag_id: UUID
    source = fields.CharEnumField(TagSource, max_length=16)
    confidence = fields.FloatField(null=True)

    class Meta:
        table = "asset_tag"
        unique_together = (("asset", "tag"),)
