"""Scalars of the contract that GraphQL does not have."""

import re
from datetime import UTC, datetime
from typing import Any, NewType

import strawberry
from strawberry.types.scalar import ScalarDefinition

BigInt = NewType("BigInt", int)
JSON = NewType("JSON", object)
_WHOLE = re.compile(r"-?[0-9]{1,19}")


def _read_big(value: Any) -> int:
    if isinstance(value, bool) or not _WHOLE.fullmatch(str(value)) or int(value).bit_length() > 63:
        raise ValueError("A BigInt is a whole number of up to 64 bits, or a string of one.")
    return int(value)


def read_instant(value: str) -> datetime:
    """Read an instant in ISO 8601; one without an offset is taken as UTC. Raises ValueError."""
    instant = datetime.fromisoformat(value)
    aware = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    try:
        aware.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("This instant lies before the year 1 or after the year 9999 in UTC.") from error
    return aware


def _write_instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


SCALARS: dict[object, ScalarDefinition] = {
    BigInt: strawberry.scalar(
        name="BigInt",
        description="A whole number of up to 64 bits: an integer in JSON, accepted as a string too.",
        serialize=int,
        parse_value=_read_big,
    ),
    JSON: strawberry.scalar(
        name="JSON",
        description="Any JSON value.",
        serialize=lambda value: value,
        parse_value=lambda value: value,
    ),
    datetime: strawberry.scalar(
        name="DateTime",
        description="An instant as ISO 8601, answered in UTC; one that is given without an offset is taken as UTC.",
        serialize=_write_instant,
        parse_value=read_instant,
    ),
}
