"""What changed about an asset: written with each change, in its transaction, and never altered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from vitrine.assets.models import History
from vitrine.infra.db import execute
from vitrine.infra.keyset import behind, read_cursor, write_cursor

# What a field was and what it became, as JSON.
Change = tuple[Any, Any]

# Written by hand: Tortoise takes a text for JSON that was encoded already.
_RECORD = """
insert into history (id, asset_id, at, actor_id, field, before, after)
select gen_random_uuid(), asset_id, now(), $1, field, before::jsonb, after::jsonb
from unnest($2::uuid[], $3::text[], $4::text[], $5::text[]) as changed (asset_id, field, before, after)
"""


async def record(asset_id: UUID, changes: Mapping[str, Change], actor_id: UUID | None = None) -> None:
    """Write down what became of an asset's fields, as `record_each` does."""
    await record_each({asset_id: changes}, actor_id)


async def record_each(changes: Mapping[UUID, Mapping[str, Change]], actor_id: UUID | None = None) -> None:
    """Write down what became of the fields of assets, in the caller's transaction.

    Fields are named as partners know them: `capturedAt`. What stayed as it was is left out. Without `actor_id` it was
    Vitrine itself, or what the file says.
    """
    changed = [
        (asset_id, field, _json(before), _json(after))
        for asset_id, fields in changes.items()
        for field, (before, after) in fields.items()
        if before != after
    ]
    if changed:
        await execute(_RECORD, actor_id, *map(list, zip(*changed, strict=True)))


def _json(value: Any) -> str | None:
    return None if value is None else orjson.dumps(value).decode()


@dataclass(frozen=True, slots=True)
class Changes:
    changes: list[History]
    has_next: bool


async def changes_of(asset_id: UUID, first: int, after: str | None) -> Changes:
    """Read up to `first` changes behind a cursor, the newest first. Raises BadCursor."""
    found = History.filter(asset_id=asset_id)
    if after:
        found = found.filter(behind("at", read_cursor(after)))
    read = await found.order_by("-at", "-id").limit(first + 1)
    return Changes(read[:first], len(read) > first)


def cursor_of(change: History) -> str:
    """Return where a page that ends with this change is taken up again."""
    return write_cursor(change.at, change.id)
