from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields
from tortoise.indexes import Index


class Migration(migrations.Migration):
    dependencies = [("vitrine", "0003_owed_again")]

    initial = False

    operations = [
        ops.AddIndex(
            model_name="Original",
            index=Index(fields=["key"]),
        ),
        ops.RemoveIndex(
            model_name="Upload",
            name=None,
            fields=["expires_at"],
        ),
        ops.AddField(
            model_name="Upload",
            name="joining_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name="Upload",
            name="opening",
            field=fields.TextField(null=True, unique=False),
        ),
        ops.AddField(
            model_name="Upload",
            name="restarts",
            field=fields.IntField(default=0, db_default=0),
        ),
    ]
