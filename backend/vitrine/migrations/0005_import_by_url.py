from tortoise import migrations
from tortoise.migrations import operations as ops
from orjson import loads
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from uuid import uuid4
from vitrine.imports.models import ImportStatus
from vitrine.uploads.completing import OnDuplicate
from tortoise import fields
from tortoise.indexes import Index


class Migration(migrations.Migration):
    dependencies = [("vitrine", "0004_uploads_in_parts")]

    initial = False

    operations = [
        ops.CreateModel(
            name="UrlImport",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ("library_id", fields.UUIDField()),
                (
                    "owner",
                    fields.ForeignKeyField(
                        "vitrine.User",
                        source_field="owner_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="imports",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "key",
                    fields.ForeignKeyField(
                        "vitrine.ApiKey",
                        source_field="key_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="imports",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("url", fields.TextField(unique=False)),
                ("filename", fields.TextField(null=True, unique=False)),
                ("title", fields.TextField(null=True, unique=False)),
                ("description", fields.TextField(null=True, unique=False)),
                ("tags", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("captured_at", fields.CharField(null=True, max_length=40)),
                (
                    "on_duplicate",
                    fields.CharEnumField(
                        description="LINK: LINK\nKEEP_BOTH: KEEP_BOTH\nSKIP: SKIP", enum_type=OnDuplicate, max_length=16
                    ),
                ),
                (
                    "status",
                    fields.CharEnumField(
                        default=ImportStatus.WAITING,
                        description="WAITING: WAITING\nFETCHING: FETCHING\nCOMPLETE: COMPLETE\nFAILED: FAILED",
                        enum_type=ImportStatus,
                        max_length=16,
                    ),
                ),
                ("bytes", fields.BigIntField(default=0)),
                ("total", fields.BigIntField(null=True)),
                ("upload_key", fields.CharField(null=True, max_length=255)),
                ("asset_id", fields.UUIDField(null=True)),
                ("error_code", fields.TextField(null=True, unique=False)),
                ("error_message", fields.TextField(null=True, unique=False)),
                ("idempotency_key", fields.CharField(null=True, max_length=255)),
                ("fingerprint", fields.CharField(max_length=64)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={
                "table": "url_import",
                "app": "vitrine",
                "unique_together": (("library_id", "owner", "idempotency_key"),),
                "indexes": [
                    Index(fields=["library_id", "owner_id", "created_at", "id"]),
                    Index(fields=["owner_id", "status"]),
                ],
                "pk_attr": "id",
            },
            bases=["Model"],
        ),
    ]
