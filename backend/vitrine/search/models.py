"""What the index was told, and what it still has to be told."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.indexes import Index
from tortoise.models import Model

from vitrine.libraries.models import Library


# An asset that changed, written by triggers of the asset table in the transaction of the change. Whoever has told the
# index of it takes the row away, unless `at` has moved on.
class SearchDirty(Model):
    asset_id = fields.UUIDField(primary_key=True)
    # Without a key: the row outlives the asset.
    library_id: UUID = fields.UUIDField()
    # What must not be found any more comes first.
    urgent = fields.BooleanField(default=False)
    at = fields.DatetimeField()

    class Meta:
        table = "search_dirty"
        indexes = (Index(fields=("urgent", "at")),)


class IndexState(StrEnum):
    # Nothing can be searched yet, or any more: the first index is being built.
    MISSING = "MISSING"
    SERVING = "SERVING"


# The index of a library. Its row outlives the library until the index is gone, too.
class SearchIndex(Model):
    library_id = fields.UUIDField(primary_key=True)
    state = fields.CharEnumField(IndexState, max_length=16, default=IndexState.MISSING)
    # The settings that it was built with, as a digest; others are reason enough to build it anew.
    shape = fields.CharField(max_length=64, default="")
    # Synonyms it knows, as a digest: these are changed in place.
    synonyms = fields.CharField(max_length=64, default="")
    # The last task of the search server that succeeded. Servers count up: one with a smaller number lost its data.
    task = fields.BigIntField(default=-1)
    # A new index is being filled in the order of the assets' ids, and has all up to this one.
    rebuilding = fields.BooleanField(default=False)
    rebuilt_up_to: UUID | None = fields.UUIDField(null=True)
    rebuilt_at = fields.DatetimeField(null=True)

    class Meta:
        table = "search_index"


# Words that mean the same in a library: whoever looks for one finds the others.
class SynonymGroup(Model):
    id = fields.UUIDField(primary_key=True)
    library: fields.ForeignKeyRelation[Library] = fields.ForeignKeyField("vitrine.Library", related_name="synonyms")
    library_id: UUID
    words: Any = ArrayField(element_type="text")
    place = fields.IntField()

    class Meta:
        table = "synonym_group"
        unique_together = (("library", "place"),)
