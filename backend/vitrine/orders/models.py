"""Wishes for renditions, and the recipes that a library keeps under names."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.indexes import Index
from tortoise.models import Model

from vitrine.accounts.models import User
from vitrine.assets.models import Asset
from vitrine.libraries.models import Library


class OrderState(StrEnum):
    WAITING = "WAITING"
    READY = "READY"
    FAILED = "FAILED"


# Somebody's wish for a rendition that is not made of everything. `recipe` names it, `words` is all it says.
class RenditionOrder(Model):
    id = fields.UUIDField(primary_key=True)
    library_id = fields.UUIDField()
    asset: fields.ForeignKeyRelation[Asset] = fields.ForeignKeyField("vitrine.Asset", related_name="orders")
    asset_id: UUID
    recipe = fields.CharField(max_length=64)
    words: Any = fields.JSONField()
    state = fields.CharEnumField(OrderState, max_length=16, default=OrderState.WAITING)
    failure_code = fields.TextField(null=True)
    failure_message = fields.TextField(null=True)
    ordered_by: fields.ForeignKeyRelation[User] = fields.ForeignKeyField("vitrine.User", related_name="orders")
    ordered_by_id: UUID
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "rendition_order"
        unique_together = (("asset", "recipe"),)
        indexes = (
            Index(fields=("asset_id", "created_at")),
            PostgreSQLIndex(fields=("ordered_by_id",), condition={"state": "WAITING"}),
        )


# A recipe under a name that everybody in the library can use.
class RenditionPreset(Model):
    id = fields.UUIDField(primary_key=True)
    library: fields.ForeignKeyRelation[Library] = fields.ForeignKeyField("vitrine.Library", related_name="presets")
    library_id: UUID
    name = fields.CharField(max_length=100)
    words: Any = fields.JSONField()
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "rendition_preset"
        unique_together = (("library", "name"),)
