"""Collections, and what is in them."""

from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from vitrine.accounts.models import User
from vitrine.assets.models import Asset
from vitrine.libraries.models import Library


class Collection(Model):
    id = fields.UUIDField(primary_key=True)
    library: fields.ForeignKeyRelation[Library] = fields.ForeignKeyField("vitrine.Library", related_name="collections")
    library_id: UUID
    parent: fields.ForeignKeyNullableRelation["Collection"] = fields.ForeignKeyField(
        "vitrine.Collection", related_name="children", null=True, on_delete=fields.RESTRICT
    )
    parent_id: UUID | None
    name = fields.TextField()
    # The name without differences that nobody means: unique among those that lie together, and what lists go by.
    name_key = fields.TextField()
    description = fields.TextField(null=True)
    # An asset is in one exclusive collection at most.
    exclusive = fields.BooleanField(default=True)
    cover: fields.ForeignKeyNullableRelation[Asset] = fields.ForeignKeyField(
        "vitrine.Asset", related_name="covers", null=True, on_delete=fields.SET_NULL
    )
    cover_id: UUID | None
    created_by: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "vitrine.User", related_name="collections", null=True, on_delete=fields.SET_NULL
    )
    created_by_id: UUID | None
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "collection"
        # The migration makes (library_id, parent_id, name_key) unique: of two without a parent, too.
        indexes = (Index(fields=("parent_id",)), Index(fields=("cover_id",)))


class CollectionItem(Model):
    id = fields.UUIDField(primary_key=True)
    collection: fields.ForeignKeyRelation[Collection] = fields.ForeignKeyField(
        "vitrine.Collection", related_name="items"
    )
    collection_id: UUID
    asset: fields.ForeignKeyRelation[Asset] = fields.ForeignKeyField("vitrine.Asset", related_name="collected")
    asset_id: UUID
    # As the collection says: the migration makes asset_id unique where this is true.
    exclusive = fields.BooleanField()
    added_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "collection_item"
        unique_together = (("collection", "asset"),)
        indexes = (Index(fields=("asset_id",)), Index(fields=("collection_id", "added_at")))
