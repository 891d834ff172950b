"""What storage still holds of what is gone."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


# An object, or a folder of them, that no row knows any more; written in the transaction that deleted the last row.
# No key is ever used twice, so nothing new can lie there.
class DoomedObject(Model):
    key = fields.CharField(max_length=1024, primary_key=True)
    is_folder = fields.BooleanField()
    at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "doomed_object"
        indexes = (Index(fields=("at",)),)
