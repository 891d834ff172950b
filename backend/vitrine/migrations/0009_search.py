from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.fields.base import OnDelete
from typing import Any
from uuid import uuid4
from vitrine.assets.models import Orientation, SizeClass
from vitrine.search.models import IndexState
from tortoise import fields
from tortoise.indexes import Index

# Tortoise cannot describe columns that PostgreSQL works out by itself. A square is one to within 2 %.
_WORKED_OUT = """
alter table asset
add column orientation varchar(16) generated always as (
    case when width is null or height is null or width <= 0 or height <= 0 then null
         when abs(width::bigint - height) * 50 <= height then 'SQUARE'
         when width > height then 'LANDSCAPE' else 'PORTRAIT' end) stored,
add column size_class varchar(16) generated always as (
    case when size <= 1000000 then 'UP_TO_1_MB' when size <= 10000000 then 'UP_TO_10_MB'
         when size <= 100000000 then 'UP_TO_100_MB' when size <= 1000000000 then 'UP_TO_1_GB' else 'LARGER' end) stored,
add column taken_month int generated always as (
    case when captured_local ~ '^[0-9]{4}-(0[1-9]|1[0-2])'
         then substr(captured_local, 1, 4)::int * 100 + substr(captured_local, 6, 2)::int
         else extract(year from created_at at time zone 'UTC')::int * 100
              + extract(month from created_at at time zone 'UTC')::int end) stored
"""
# Rows of assets are held by whoever changes them, so that no two of these can wait for each other.
_NOTE = """
create function note_for_search() returns trigger language plpgsql as $$
begin
    insert into search_dirty (asset_id, library_id, urgent, at)
    select id, library_id, tg_op = 'DELETE' or trashed_at is not null, clock_timestamp()
    from touched where status <> 'UPLOADING' order by id
    on conflict (asset_id) do update
    set urgent = search_dirty.urgent or excluded.urgent, at = excluded.at;
    return null;
end $$
"""
_TRIGGER = """
create trigger note_{name} after {what} on asset referencing {rows} table as touched
for each statement execute function note_for_search()
"""
_WHEN = {"made": ("insert", "new"), "changed": ("update", "new"), "removed": ("delete", "old")}


class KnowField(ops.AddField):
    """A field that the models have; SQL makes its column."""

    async def database_forward(self, *_: Any, **__: Any) -> None:
        return

    async def database_backward(self, *_: Any, **__: Any) -> None:
        return


class Migration(migrations.Migration):
    dependencies = [("vitrine", "0008_collections")]

    initial = False

    operations = [
        ops.CreateModel(
            name="SearchDirty",
            fields=[
                ("asset_id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ("library_id", fields.UUIDField()),
                ("urgent", fields.BooleanField(default=False)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "search_dirty",
                "app": "vitrine",
                "indexes": [Index(fields=["urgent", "at"])],
                "pk_attr": "asset_id",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SearchIndex",
            fields=[
                ("library_id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                (
                    "state",
                    fields.CharEnumField(
                        default=IndexState.MISSING,
                        description="MISSING: MISSING\nSERVING: SERVING",
                        enum_type=IndexState,
                        max_length=16,
                    ),
                ),
                ("shape", fields.CharField(default="", max_length=64)),
                ("synonyms", fields.CharField(default="", max_length=64)),
                ("task", fields.BigIntField(default=-1)),
                ("rebuilding", fields.BooleanField(default=False)),
                ("rebuilt_up_to", fields.UUIDField(null=True)),
                ("rebuilt_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={"table": "search_index", "app": "vitrine", "pk_attr": "library_id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SynonymGroup",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                (
                    "library",
                    fields.ForeignKeyField(
                        "vitrine.Library",
                        source_field="library_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="synonyms",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("words", ArrayField(element_type="text")),
                ("place", fields.IntField()),
            ],
            options={
                "table": "synonym_group",
                "app": "vitrine",
                "unique_together": (("library", "place"),),
                "pk_attr": "id",
            },
            bases=["Model"],
        ),
        KnowField(
            model_name="Asset",
            name="orientation",
            field=fields.CharEnumField(
                generated=True,
                null=True,
                description="LANDSCAPE: LANDSCAPE\nPORTRAIT: PORTRAIT\nSQUARE: SQUARE",
                enum_type=Orientation,
                max_length=16,
            ),
        ),
        KnowField(
            model_name="Asset",
            name="size_class",
            field=fields.CharEnumField(
                generated=True,
                null=True,
                description="UP_TO_1_MB: UP_TO_1_MB\nUP_TO_10_MB: UP_TO_10_MB\nUP_TO_100_MB: UP_TO_100_MB\n"
                "UP_TO_1_GB: UP_TO_1_GB\nLARGER: LARGER",
                enum_type=SizeClass,
                max_length=16,
            ),
        ),
        KnowField(model_name="Asset", name="taken_month", field=fields.IntField(generated=True, null=True)),
        ops.RunSQL(
            _WORKED_OUT,
            reverse_sql="alter table asset drop column orientation, drop column size_class, drop column taken_month",
        ),
        ops.RunSQL(_NOTE, reverse_sql="drop function note_for_search()"),
        *(
            ops.RunSQL(
                _TRIGGER.format(name=name, what=what, rows=rows), reverse_sql=f"drop trigger note_{name} on asset"
            )
            for name, (what, rows) in _WHEN.items()
        ),
    ]
