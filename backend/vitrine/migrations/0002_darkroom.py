from tortoise import migrations
from tortoise.migrations import operations as ops
from orjson import loads
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from uuid import uuid4
from vitrine.orders.models import OrderState
from tortoise import fields
from tortoise.indexes import Index


class Migration(migrations.Migration):
    dependencies = [("vitrine", "0001_initial")]

    initial = False

    operations = [
        ops.CreateModel(
            name="History",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                (
                    "asset",
                    fields.ForeignKeyField(
                        "vitrine.Asset",
                        source_field="asset_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="history",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                (
                    "actor",
                    fields.ForeignKeyField(
                        "vitrine.User",
                        source_field="actor_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="history",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("field", fields.CharField(max_length=64)),
                ("before", fields.JSONField(null=True, encoder=JSON_DUMPS, decoder=loads)),
                ("after", fields.JSONField(null=True, encoder=JSON_DUMPS, decoder=loads)),
            ],
            options={
                "table": "history",
                "app": "vitrine",
                "indexes": [Index(fields=["asset_id", "at", "id"])],
                "pk_attr": "id",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="LikenessGroup",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                (
                    "library",
                    fields.ForeignKeyField(
                        "vitrine.Library",
                        source_field="library_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="groups",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("dismissed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={
                "table": "likeness_group",
                "app": "vitrine",
                "indexes": [Index(fields=["library_id", "created_at", "id"])],
                "pk_attr": "id",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="OriginalText",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                (
                    "original",
                    fields.OneToOneField(
                        "vitrine.Original",
                        source_field="original_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="words",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("text", fields.TextField(unique=False)),
            ],
            options={"table": "original_text", "app": "vitrine", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="RenditionOrder",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ("library_id", fields.UUIDField()),
                (
                    "asset",
                    fields.ForeignKeyField(
                        "vitrine.Asset",
                        source_field="asset_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="orders",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("recipe", fields.CharField(max_length=64)),
                ("words", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                (
                    "state",
                    fields.CharEnumField(
                        default=OrderState.WAITING,
                        description="WAITING: WAITING\nREADY: READY\nFAILED: FAILED",
                        enum_type=OrderState,
                        max_length=16,
                    ),
                ),
                ("failure_code", fields.TextField(null=True, unique=False)),
                ("failure_message", fields.TextField(null=True, unique=False)),
                (
                    "ordered_by",
                    fields.ForeignKeyField(
                        "vitrine.User",
                        source_field="ordered_by_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="orders",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={
                "table": "rendition_order",
                "app": "vitrine",
                "unique_together": (("asset", "recipe"),),
                "indexes": [
                    Index(fields=["asset_id", "created_at"]),
                    PostgreSQLIndex(fields=["ordered_by_id"], condition={"state": "WAITING"}),
                ],
                "pk_attr": "id",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="RenditionPreset",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                (
                    "library",
                    fields.ForeignKeyField(
                        "vitrine.Library",
                        source_field="library_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="presets",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("name", fields.CharField(max_length=100)),
                ("words", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={
                "table": "rendition_preset",
                "app": "vitrine",
                "unique_together": (("library", "name"),),
                "pk_attr": "id",
            },
            bases=["Model"],
        ),
        ops.AddField(
            model_name="Asset",
            name="trashed_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Job",
            name="eta",
            field=fields.FloatField(null=True),
        ),
        ops.AddField(
            model_name="Job",
            name="owner_id",
            field=fields.UUIDField(null=True),
        ),
        ops.AddField(
            model_name="Job",
            name="turn",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=True),
        ),
        # Jobs that were owed before there were turns are done in the order in which they came.
        ops.RunSQL("update job set turn = queued_at", reverse_sql=ops.RunSQL.noop),
        ops.RunSQL(
            "update job set kind = replace(kind, 'renditions.', 'pictures.'), dedupe_key = replace(dedupe_key, 'renditions.', 'pictures.')",
            reverse_sql="update job set kind = replace(kind, 'pictures.', 'renditions.'), dedupe_key = replace(dedupe_key, 'pictures.', 'renditions.')",
        ),
        ops.AlterField(
            model_name="Job",
            name="turn",
            field=fields.DatetimeField(auto_now=False, auto_now_add=True),
        ),
        ops.AddIndex(
            model_name="Job",
            index=PostgreSQLIndex(fields=["queue", "turn", "run_after"], condition={"state": "QUEUED"}),
        ),
        ops.AddIndex(
            model_name="Job",
            index=PostgreSQLIndex(fields=["queue", "owner_id", "head_start", "turn"], condition={"state": "QUEUED"}),
        ),
        ops.AddIndex(
            model_name="Job",
            index=PostgreSQLIndex(fields=["finished_at"], condition={"state": "DONE"}),
        ),
        ops.AddIndex(
            model_name="Job",
            index=PostgreSQLIndex(fields=["library_id", "error_code"], condition={"state": "DEAD"}),
        ),
        ops.AddIndex(
            model_name="Job",
            index=Index(fields=["library_id", "queued_at", "id"]),
        ),
        ops.AddIndex(
            model_name="Job",
            index=Index(fields=["queue", "started_at"]),
        ),
        ops.AddField(
            model_name="Original",
            name="group",
            field=fields.ForeignKeyField(
                "vitrine.LikenessGroup",
                source_field="group_id",
                null=True,
                db_constraint=True,
                to_field="id",
                related_name="originals",
                on_delete=OnDelete.SET_NULL,
            ),
        ),
        ops.AddField(
            model_name="Original",
            name="infection",
            field=fields.TextField(null=True, unique=False),
        ),
        ops.AddField(
            model_name="Original",
            name="likeness",
            field=fields.BigIntField(null=True),
        ),
        ops.AddIndex(
            model_name="Original",
            index=Index(fields=["library_id", "likeness", "id"]),
        ),
        ops.AddIndex(
            model_name="Original",
            index=Index(fields=["group_id"]),
        ),
        ops.AddIndex(
            model_name="Asset",
            index=Index(fields=["original_id"]),
        ),
        ops.AddField(
            model_name="Rendition",
            name="details",
            field=fields.JSONField(null=True, encoder=JSON_DUMPS, decoder=loads),
        ),
        # What was kept without anything to look at is looked at now, behind everything that people wait for.
        ops.RunSQL(
            """
            insert into job (id, library_id, asset_id, kind, queue, dedupe_key, head_start, owner_id, state, attempts,
                             crashes, token, run_after, queued_at, turn)
            select gen_random_uuid(), library_id, id, 'uploads.receive', 'bulk', 'uploads.receive:' || id, 0,
                   uploaded_by_id, 'QUEUED', 0, 0, 0, now(), now(), now()
            from asset where status = 'READY' and kind in ('VIDEO', 'AUDIO', 'DOCUMENT')
            on conflict (dedupe_key) do update
            set state = 'QUEUED', queue = 'bulk', head_start = 0, owner_id = excluded.owner_id, attempts = 0,
                crashes = 0, run_after = now(), queued_at = now(), turn = now(), rung_at = null, started_at = null,
                finished_at = null, error = null, error_code = null
            """,
            reverse_sql=ops.RunSQL.noop,
        ),
    ]
