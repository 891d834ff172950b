from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields
from tortoise.indexes import Index


class Migration(migrations.Migration):
    dependencies = [("vitrine", "0009_search")]

    initial = False

    operations = [
        ops.CreateModel(
            name="DoomedObject",
            fields=[
                ("key", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=1024)),
                ("is_folder", fields.BooleanField()),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={"table": "doomed_object", "app": "vitrine", "indexes": [Index(fields=["at"])], "pk_attr": "key"},
            bases=["Model"],
        ),
        ops.RunSQL(
            "create index asset_trashed on asset (library_id, trashed_at) where trashed_at is not null",
            reverse_sql="drop index asset_trashed",
        ),
    ]
