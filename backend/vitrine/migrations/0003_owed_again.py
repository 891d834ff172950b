from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise import fields


class Migration(migrations.Migration):
    dependencies = [("vitrine", "0002_darkroom")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Job",
            name="owed_again",
            field=fields.BooleanField(default=False, db_default=False),
        ),
    ]
