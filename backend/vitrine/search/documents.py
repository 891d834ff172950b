"""What the index knows of an asset. Everything in it is read from the database, and nothing is kept only there."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from vitrine.infra.db import rows

Document = dict[str, Any]

# Characters of a document's text that are searched: some fifty pages.
_MOST_TEXT = 100_000
# Around what matched in a highlight; no text of ours has them, so none can pretend.
MATCH_BEGINS, MATCH_ENDS = "\ue000", "\ue001"
_NO_MARKS = str.maketrans({MATCH_BEGINS: None, MATCH_ENDS: None})
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
# Of an id, the bits that a number of the index holds exactly (it keeps doubles).
_TIE_BITS = 52
# Bytes of a camera's name: the index cuts a value that is compared after 468.
_MOST_KEY = 230

_ASSETS = """
select asset.id, library_id, title, filename, description, folder, kind, status, mime_type, size, width, height, camera,
    orientation, size_class, taken_month, captured_local, captured_utc, uploaded_by_id, created_at, trashed_at,
    left(original_text.text, $2) as words
from asset left join original_text on original_text.original_id = asset.original_id
where asset.id = any($1::uuid[]) and status <> 'UPLOADING'
"""
_TAGS = """
select asset_id, tag_id, name from asset_tag join tag on tag.id = tag_id where asset_id = any($1::uuid[]) order by name
"""
_COLLECTIONS = "select asset_id, collection_id from collection_item where asset_id = any($1::uuid[])"


async def documents_of(asset_ids: Sequence[UUID]) -> dict[UUID, Document]:
    """Return the documents of assets, by id. One that is gone, or has not arrived, has none."""
    tags, collections = await _tags(asset_ids), await _collections(asset_ids)
    found = await rows(_ASSETS, list(asset_ids), _MOST_TEXT)
    return {row["id"]: _document(row, tags[row["id"]], collections[row["id"]]) for row in found}


async def _tags(asset_ids: Sequence[UUID]) -> dict[UUID, list[tuple[UUID, str]]]:
    found: dict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
    for row in await rows(_TAGS, list(asset_ids)):
        found[row["asset_id"]].append((row["tag_id"], row["name"]))
    return found


async def _collections(asset_ids: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for row in await rows(_COLLECTIONS, list(asset_ids)):
        found[row["asset_id"]].append(row["collection_id"])
    return found


def _document(row: dict[str, Any], tags: Sequence[tuple[UUID, str]], collections: Sequence[UUID]) -> Document:
    return {
        "id": row["id"].hex,
        "title": _text(row["title"]),
        "tags": [_text(name) for _, name in tags],
        "filename": _text(row["filename"]),
        "description": _text(row["description"]),
        "camera": _text(row["camera"]),
        "folder": _text(row["folder"]),
        "words": _text(row["words"]),
        "kind": row["kind"],
        "status": row["status"],
        "format": row["mime_type"],
        "tag": [tag_id.hex for tag_id, _ in tags],
        "collection": [each.hex for each in collections],
        "uploader": row["uploaded_by_id"].hex,
        "camera_key": camera_key(row["camera"]),
        "orientation": row["orientation"],
        "size_class": row["size_class"],
        "year": row["taken_month"] // 100,
        "month": row["taken_month"],
        "trashed": row["trashed_at"] is not None,
        "announced": row["created_at"].strftime("%Y-%m"),
        "created": microseconds(row["created_at"]),
        "captured": microseconds(row["captured_utc"]),
        "taken": microseconds(local_time(row["captured_local"])),
        "size": row["size"],
        "width": row["width"],
        "height": row["height"],
        "tie": tie(row["id"]),
    }


def _text(text: str | None) -> str | None:
    return text.translate(_NO_MARKS) if text else None


def camera_key(camera: str | None) -> str | None:
    """Return a camera's name as it is compared: the index takes letters for the same that people tell apart."""
    return camera.encode()[:_MOST_KEY].hex() if camera else None


def camera_of(key: str) -> str:
    """Return the name of a camera by its key."""
    return bytes.fromhex(key).decode(errors="ignore")


def tie(asset_id: UUID) -> int:
    """Return a number that orders assets as their ids do."""
    return asset_id.int >> (128 - _TIE_BITS)


def microseconds(moment: datetime | None) -> int | None:
    """Return an instant as a number; what has no zone is taken for UTC."""
    if moment is None:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (aware - _EPOCH) // _MICROSECOND


def local_time(text: str | None) -> datetime | None:
    """Return a camera's clock as it was written; None for what is no time."""
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
