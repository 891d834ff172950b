from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields


class Migration(migrations.Migration):
    dependencies = [("vitrine", "0005_import_by_url")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Asset",
            name="folder",
            field=fields.TextField(null=True, unique=False),
        ),
    ]
