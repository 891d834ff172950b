"""A filter, as the index is asked. Values that people type are never part of it: tags by id, cameras by key."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from vitrine.assets.models import AssetStatus
from vitrine.search.documents import camera_key, microseconds
from vitrine.search.filters import AssetFilter

# No tag has this id: a name that no tag has matches nothing.
NOTHING = "0" * 32
_UNDER_WAY = AssetStatus.UPLOADING


@dataclass(frozen=True, slots=True)
class Part:
    """One condition, and the attribute that it is about."""

    attribute: str
    text: str


def parts_of(wanted: AssetFilter, tags: Mapping[str, UUID]) -> list[Part]:
    """Return the conditions of a filter, all of which must hold; `tags` gives the id of each tag it names.

    What is left out for one reason alone is about that attribute, like what is chosen in it.
    """
    parts = [Part("trashed", f"trashed = {_boolean(wanted.trashed)}"), *_parts(wanted, tags)]
    for each in wanted.exclude:
        if left_out := list(_parts(each, tags)):
            about = left_out[0].attribute if len(left_out) == 1 else "several"
            parts.append(Part(about, f"NOT ({_all(left_out)})"))
    return parts


def joined(parts: Iterable[Part], *, but: str | None = None) -> str:
    """Write conditions as one, without those about one attribute."""
    return _all([part for part in parts if part.attribute != but])


def _all(parts: Sequence[Part]) -> str:
    return " AND ".join(f"({part.text})" for part in parts)


def _boolean(value: bool) -> str:  # noqa: FBT001  # it is what is written
    return "true" if value else "false"


def _parts(wanted: AssetFilter, tags: Mapping[str, UUID]) -> Iterator[Part]:
    lists: dict[str, Sequence[str | int] | None] = {
        "kind": wanted.kind,
        # Nothing under way is in the index.
        "status": None if wanted.status is None else [each for each in wanted.status if each is not _UNDER_WAY],
        "format": None if wanted.mime_type is None else [_format(each) for each in wanted.mime_type],
        "tag": None if wanted.tags is None else [tags[each].hex if each in tags else NOTHING for each in wanted.tags],
        "collection": _hexes(wanted.collections),
        "uploader": _hexes(wanted.uploaded_by),
        "camera_key": None if wanted.camera is None else [camera_key(each) or "" for each in wanted.camera],
        "orientation": wanted.orientation,
        "size_class": wanted.size_class,
        "year": wanted.year,
        "month": wanted.month,
    }
    for attribute, values in lists.items():
        if values is not None:
            yield Part(attribute, f"{attribute} IN [{', '.join(_value(each) for each in values)}]")
    if wanted.place is not None:
        yield Part("place", f"collection = {_value(wanted.place.hex)}")
    yield from _bounds(wanted)


def _bounds(wanted: AssetFilter) -> Iterator[Part]:
    for attribute, sign, bound in (
        ("created", ">=", microseconds(wanted.created_from)),
        ("created", "<", microseconds(wanted.created_to)),
        ("captured", ">=", microseconds(wanted.captured_from)),
        ("captured", "<", microseconds(wanted.captured_to)),
        ("width", ">=", wanted.min_width),
        ("height", ">=", wanted.min_height),
        ("size", ">=", wanted.min_size),
        ("size", "<=", wanted.max_size),
    ):
        if bound is not None:
            yield Part(attribute, f"{attribute} {sign} {bound}")


def _hexes(ids: Sequence[UUID] | None) -> list[str] | None:
    return None if ids is None else [each.hex for each in ids]


def _format(mime_type: str) -> str:
    # All there are look like this; any other could be read as something else.
    return mime_type if all(each.isalnum() or each in "/.+-" for each in mime_type) and mime_type.isascii() else ""


def _value(value: str | int) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)
