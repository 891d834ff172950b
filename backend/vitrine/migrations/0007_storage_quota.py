from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields


class Migration(migrations.Migration):
    dependencies = [("vitrine", "0006_folders")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Library",
            name="storage_quota",
            field=fields.BigIntField(null=True),
        ),
    ]
