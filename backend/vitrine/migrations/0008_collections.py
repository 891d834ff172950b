from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from uuid import uuid4
from tortoise import fields
from tortoise.indexes import Index


class Migration(migrations.Migration):
    dependencies = [("vitrine", "0007_storage_quota")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Collection",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                (
                    "library",
                    fields.ForeignKeyField(
                        "vitrine.Library",
                        source_field="library_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="collections",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "parent",
                    fields.ForeignKeyField(
                        "vitrine.Collection",
                        source_field="parent_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="children",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("name", fields.TextField(unique=False)),
                ("name_key", fields.TextField(unique=False)),
                ("description", fields.TextField(null=True, unique=False)),
                ("exclusive", fields.BooleanField(default=True)),
                (
                    "cover",
                    fields.ForeignKeyField(
                        "vitrine.Asset",
                        source_field="cover_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="covers",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                (
                    "created_by",
                    fields.ForeignKeyField(
                        "vitrine.User",
                        source_field="created_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="collections",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={
                "table": "collection",
                "app": "vitrine",
                "indexes": [Index(fields=["parent_id"]), Index(fields=["cover_id"])],
                "pk_attr": "id",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="CollectionItem",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                (
                    "collection",
                    fields.ForeignKeyField(
                        "vitrine.Collection",
                        source_field="collection_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="items",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "asset",
                    fields.ForeignKeyField(
                        "vitrine.Asset",
                        source_field="asset_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="collected",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("exclusive", fields.BooleanField()),
                ("added_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={
                "table": "collection_item",
                "app": "vitrine",
                "unique_together": (("collection", "asset"),),
                "indexes": [Index(fields=["asset_id"]), Index(fields=["collection_id", "added_at"])],
                "pk_attr": "id",
            },
            bases=["Model"],
        ),
        ops.RunSQL(
            "create unique index collection_name on collection (library_id, parent_id, name_key) nulls not distinct",
            reverse_sql="drop index collection_name",
        ),
        ops.RunSQL(
            "create unique index collection_item_exclusive on collection_item (asset_id) where exclusive",
            reverse_sql="drop index collection_item_exclusive",
        ),
    ]
