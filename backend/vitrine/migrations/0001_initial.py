from tortoise import migrations
from tortoise.migrations import operations as ops
from orjson import loads
from tortoise.contrib.postgres.indexes import PostgreSQLIndex
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from uuid import uuid4
from vitrine.accounts.models import Role
from vitrine.assets.models import AssetStatus, MediaKind
from vitrine.organise.models import TagSource
from vitrine.uploads.models import UploadStatus
from vitrine.work.models import Audience, JobState
from tortoise import fields
from tortoise.indexes import Index


class Migration(migrations.Migration):
    initial = True

    operations = [
        ops.CreateModel(
            name="Change",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("library_id", fields.UUIDField()),
                ("topic", fields.CharField(max_length=16)),
                ("kind", fields.CharField(max_length=16)),
                ("subject_id", fields.UUIDField()),
                ("revision", fields.IntField()),
                (
                    "audience",
                    fields.CharEnumField(
                        default=Audience.EVERYONE,
                        description="EVERYONE: everyone\nONLY: only\nOTHERS: others",
                        enum_type=Audience,
                        max_length=16,
                    ),
                ),
                ("person_id", fields.UUIDField(null=True)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ("released", fields.BooleanField(default=False)),
            ],
            options={
                "table": "change",
                "app": "vitrine",
                "indexes": [
                    PostgreSQLIndex(fields=["at"], condition={"released": False}),
                    Index(fields=["at"], name="idx_change_at_forget"),
                ],
                "pk_attr": "id",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Job",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ("library_id", fields.UUIDField()),
                ("asset_id", fields.UUIDField(null=True, db_index=True)),
                ("kind", fields.CharField(max_length=64)),
                ("queue", fields.CharField(max_length=16)),
                ("dedupe_key", fields.CharField(unique=True, max_length=128)),
                ("head_start", fields.IntField(default=0)),
                (
                    "state",
                    fields.CharEnumField(
                        default=JobState.QUEUED,
                        description="QUEUED: QUEUED\nRUNNING: RUNNING\nDONE: DONE\nDEAD: DEAD\nCANCELLED: CANCELLED",
                        enum_type=JobState,
                        max_length=16,
                    ),
                ),
                ("attempts", fields.IntField(default=0)),
                ("crashes", fields.IntField(default=0)),
                ("token", fields.IntField(default=0)),
                ("run_after", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ("lease_until", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("rung_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("step", fields.TextField(null=True, unique=False)),
                ("done", fields.FloatField(null=True)),
                ("total", fields.FloatField(null=True)),
                ("unit", fields.CharField(null=True, max_length=16)),
                ("error_code", fields.TextField(null=True, unique=False)),
                ("error", fields.TextField(null=True, unique=False)),
                ("queued_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ("started_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("finished_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "job",
                "app": "vitrine",
                "indexes": [
                    PostgreSQLIndex(fields=["run_after"], condition={"state": "QUEUED"}),
                    PostgreSQLIndex(fields=["lease_until"], condition={"state": "RUNNING"}),
                ],
                "pk_attr": "id",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Library",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ("name", fields.TextField(unique=False)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={"table": "library", "app": "vitrine", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Original",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                (
                    "library",
                    fields.ForeignKeyField(
                        "vitrine.Library",
                        source_field="library_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="originals",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("key", fields.TextField(unique=False)),
                ("sha256", fields.CharField(max_length=64)),
                ("size", fields.BigIntField()),
                ("mime_type", fields.TextField(unique=False)),
                (
                    "kind",
                    fields.CharEnumField(
                        description="IMAGE: IMAGE\nVIDEO: VIDEO\nAUDIO: AUDIO\nDOCUMENT: DOCUMENT\nOTHER: OTHER",
                        enum_type=MediaKind,
                        max_length=16,
                    ),
                ),
                ("facts", fields.JSONField(null=True, encoder=JSON_DUMPS, decoder=loads)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={
                "table": "original",
                "app": "vitrine",
                "unique_together": (("library", "sha256"),),
                "pk_attr": "id",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Rendition",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                (
                    "original",
                    fields.ForeignKeyField(
                        "vitrine.Original",
                        source_field="original_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="renditions",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("recipe", fields.CharField(max_length=64)),
                ("purpose", fields.CharField(max_length=32)),
                ("key", fields.TextField(unique=False)),
                ("mime_type", fields.TextField(unique=False)),
                ("width", fields.IntField(null=True)),
                ("height", fields.IntField(null=True)),
                ("size", fields.BigIntField()),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={
                "table": "rendition",
                "app": "vitrine",
                "unique_together": (("original", "recipe"),),
                "pk_attr": "id",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Tag",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                (
                    "library",
                    fields.ForeignKeyField(
                        "vitrine.Library",
                        source_field="library_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="tags",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("name", fields.CharField(max_length=200)),
            ],
            options={"table": "tag", "app": "vitrine", "unique_together": (("library", "name"),), "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="User",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ("email", fields.CharField(unique=True, max_length=254)),
                ("name", fields.TextField(unique=False)),
                ("password_hash", fields.TextField(null=True, unique=False)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={"table": "person", "app": "vitrine", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ApiKey",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                (
                    "library",
                    fields.ForeignKeyField(
                        "vitrine.Library",
                        source_field="library_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="api_keys",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "user",
                    fields.ForeignKeyField(
                        "vitrine.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="api_keys",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("name", fields.TextField(unique=False)),
                ("secret_hash", fields.CharField(unique=True, max_length=64)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={"table": "api_key", "app": "vitrine", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Asset",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                (
                    "library",
                    fields.ForeignKeyField(
                        "vitrine.Library",
                        source_field="library_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="assets",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "original",
                    fields.ForeignKeyField(
                        "vitrine.Original",
                        source_field="original_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="assets",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("revision", fields.IntField(default=1)),
                ("title", fields.TextField(unique=False)),
                ("description", fields.TextField(null=True, unique=False)),
                ("filename", fields.TextField(unique=False)),
                (
                    "status",
                    fields.CharEnumField(
                        description="UPLOADING: UPLOADING\nPROCESSING: PROCESSING\nREADY: READY\nFAILED: FAILED\nQUARANTINED: QUARANTINED",
                        enum_type=AssetStatus,
                        max_length=16,
                    ),
                ),
                (
                    "kind",
                    fields.CharEnumField(
                        description="IMAGE: IMAGE\nVIDEO: VIDEO\nAUDIO: AUDIO\nDOCUMENT: DOCUMENT\nOTHER: OTHER",
                        enum_type=MediaKind,
                        max_length=16,
                    ),
                ),
                ("mime_type", fields.TextField(unique=False)),
                ("size", fields.BigIntField()),
                ("sha256", fields.CharField(null=True, max_length=64)),
                ("width", fields.IntField(null=True)),
                ("height", fields.IntField(null=True)),
                ("duration", fields.FloatField(null=True)),
                ("placeholder", fields.TextField(null=True, unique=False)),
                ("camera", fields.TextField(null=True, unique=False)),
                ("captured_local", fields.CharField(null=True, max_length=32)),
                ("captured_offset", fields.IntField(null=True)),
                ("captured_utc", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("failure_code", fields.TextField(null=True, unique=False)),
                ("failure_message", fields.TextField(null=True, unique=False)),
                ("failure_retryable", fields.BooleanField(default=False)),
                ("failed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "uploaded_by",
                    fields.ForeignKeyField(
                        "vitrine.User",
                        source_field="uploaded_by_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="assets",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "uploaded_with",
                    fields.ForeignKeyField(
                        "vitrine.ApiKey",
                        source_field="uploaded_with_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="assets",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ("updated_at", fields.DatetimeField(auto_now=True, auto_now_add=False)),
            ],
            options={
                "table": "asset",
                "app": "vitrine",
                "indexes": [
                    Index(fields=["library_id", "created_at", "id"]),
                    Index(fields=["library_id", "captured_local", "id"]),
                    Index(fields=["library_id", "title", "id"]),
                    Index(fields=["library_id", "size", "id"]),
                    Index(fields=["library_id", "sha256"]),
                    PostgreSQLIndex(fields=["uploaded_by_id"], condition={"status": "UPLOADING"}),
                ],
                "pk_attr": "id",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="AssetTag",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                (
                    "asset",
                    fields.ForeignKeyField(
                        "vitrine.Asset",
                        source_field="asset_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="asset_tags",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "tag",
                    fields.ForeignKeyField(
                        "vitrine.Tag",
                        source_field="tag_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="asset_tags",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "source",
                    fields.CharEnumField(
                        description="HAND: HAND\nAUTO: AUTO\nEMBEDDED: EMBEDDED\nMODEL: MODEL",
                        enum_type=TagSource,
                        max_length=16,
                    ),
                ),
                ("confidence", fields.FloatField(null=True)),
            ],
            options={"table": "asset_tag", "app": "vitrine", "unique_together": (("asset", "tag"),), "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Membership",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                (
                    "library",
                    fields.ForeignKeyField(
                        "vitrine.Library",
                        source_field="library_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="memberships",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "user",
                    fields.ForeignKeyField(
                        "vitrine.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="memberships",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "role",
                    fields.CharEnumField(description="OWNER: owner\nMEMBER: member", enum_type=Role, max_length=16),
                ),
            ],
            options={
                "table": "membership",
                "app": "vitrine",
                "unique_together": (("library", "user"),),
                "pk_attr": "id",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Session",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                (
                    "user",
                    fields.ForeignKeyField(
                        "vitrine.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="sessions",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "library",
                    fields.ForeignKeyField(
                        "vitrine.Library",
                        source_field="library_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="sessions",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("generation", fields.IntField(default=0)),
                ("rotated_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("revoked_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={"table": "session", "app": "vitrine", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SignInLink",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                (
                    "user",
                    fields.ForeignKeyField(
                        "vitrine.User",
                        source_field="user_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="sign_in_links",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("token_hash", fields.CharField(unique=True, max_length=64)),
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("used_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={"table": "sign_in_link", "app": "vitrine", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Upload",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ("library_id", fields.UUIDField()),
                ("asset_id", fields.UUIDField(db_index=True)),
                (
                    "owner",
                    fields.ForeignKeyField(
                        "vitrine.User",
                        source_field="owner_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="uploads",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "status",
                    fields.CharEnumField(
                        default=UploadStatus.WAITING,
                        description="WAITING: WAITING\nCOMPLETE: COMPLETE\nINSTANT: INSTANT\nABORTED: ABORTED\nEXPIRED: EXPIRED",
                        enum_type=UploadStatus,
                        max_length=16,
                    ),
                ),
                ("key", fields.TextField(unique=False)),
                ("size", fields.BigIntField()),
                ("claimed_sha256", fields.CharField(null=True, max_length=64)),
                ("part_size", fields.BigIntField()),
                ("part_count", fields.IntField()),
                ("idempotency_key", fields.CharField(null=True, max_length=255)),
                ("fingerprint", fields.CharField(max_length=64)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("finished_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("swept", fields.BooleanField(default=False)),
            ],
            options={
                "table": "upload",
                "app": "vitrine",
                "unique_together": (("library_id", "owner", "idempotency_key"),),
                "indexes": [
                    PostgreSQLIndex(fields=["expires_at"], condition={"status": "WAITING"}),
                    PostgreSQLIndex(fields=["finished_at"], condition={"swept": False}),
                ],
                "pk_attr": "id",
            },
            bases=["Model"],
        ),
    ]
