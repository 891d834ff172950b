"""Pages by keyset, the newest first: each goes on behind the last row of the one before, wherever that lies by now."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
from tortoise.expressions import Q

from vitrine.errors import BadCursor

# The instant that a list is ordered by, and the id that decides among equals.
Place = tuple[datetime, UUID]


def write_cursor(at: datetime, row_id: UUID) -> str:
    """Return where a page that ends with this row is taken up again."""
    return orjson.dumps([at.isoformat(), row_id.hex]).hex()


def read_cursor(cursor: str) -> Place:
    """Return the place that a cursor names. Raises BadCursor."""
    try:
        at, row_id = orjson.loads(bytes.fromhex(cursor))
        # Ours have an offset; one without was made up, and is read as this machine's own time.
        return datetime.fromisoformat(at).astimezone(UTC), UUID(row_id)
    except (ValueError, TypeError, AttributeError, OverflowError) as error:
        raise BadCursor from error


def behind(column: str, place: Place) -> Q:
    """Return the condition for rows behind a place, the newest first."""
    at, row_id = place
    up_to: dict[str, Any] = {f"{column}__lte": at}
    before: dict[str, Any] = {f"{column}__lt": at}
    tied: dict[str, Any] = {column: at, "id__lt": row_id}
    # The first condition says nothing new, but bounds the index walk.
    return Q(**up_to) & (Q(**before) | Q(**tied))
