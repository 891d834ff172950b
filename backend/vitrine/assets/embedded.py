"""What a file says of itself, put on the assets that show it: never over what a person said."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from vitrine.assets.history import Change, record
from vitrine.assets.models import Asset, History, Original

MAX_TITLE = 500
_BY_PERSON = ("title", "description", "capturedAt")
# Facts that people see. The rest is our own: sizes, placeholders, how far the file was read.
_SEEN = (
    *("camera", "lens", "place", "exposure", "captured", "creator", "copyright"),
    *("title", "caption", "keywords", "rating", "artist", "album"),
)


def usual_title(filename: str) -> str:
    """Return what an asset is called that nobody has given a title: the file's name without its ending."""
    return filename.rsplit(".", 1)[0] or filename


async def told_by_file(asset: Asset, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns that the file fills: those of which no person said anything. Reads the asset's history."""
    said = await _said(asset.id)
    told: dict[str, Any] = {}
    title, caption, captured = facts.get("title"), facts.get("caption"), facts.get("captured")
    if title and said.get("title", asset.title == usual_title(asset.filename)):
        told["title"] = title[:MAX_TITLE]
    if caption and said.get("description", asset.description is None):
        told["description"] = caption
    if captured and said.get("capturedAt", asset.captured_local is None):
        told |= captured_columns(captured)
    return told


async def _said(asset_id: UUID) -> dict[str, bool]:
    """Return, for each field that ever changed, whether that was the file's doing alone."""
    rows = await History.filter(asset_id=asset_id, field__in=_BY_PERSON).values_list("field", "actor_id")
    people = {field for field, actor in rows if actor is not None}
    return {field: field not in people for field, _ in rows}


def captured_columns(captured: Mapping[str, Any]) -> dict[str, Any]:
    """Return a capture time of the facts as an asset keeps it."""
    utc = captured.get("utc")
    return {
        "captured_local": captured.get("local"),
        "captured_offset": captured.get("offset_minutes"),
        "captured_utc": datetime.fromisoformat(utc) if utc else None,
    }


def taken_at(at: datetime | None) -> dict[str, Any]:
    """Return a capture time that a person says as an asset keeps it: their clock, its offset, and the instant."""
    if at is None:
        return {"captured_local": None, "captured_offset": None, "captured_utc": None}
    offset = at.utcoffset() or timedelta()
    local = at.replace(tzinfo=None).isoformat(timespec="seconds")
    return {"captured_local": local, "captured_offset": offset // timedelta(minutes=1), "captured_utc": at}


def changes_between(asset: Asset, columns: Mapping[str, Any]) -> dict[str, Change]:
    """Return what columns make of the fields that people may fill, as history keeps it."""
    changes: dict[str, Change] = {
        name: (getattr(asset, name), columns[name]) for name in ("title", "description") if name in columns
    }
    if "captured_local" in columns:
        now = {name: getattr(asset, name) for name in ("captured_local", "captured_offset", "captured_utc")}
        changes["capturedAt"] = (captured_words(now), captured_words(columns))
    return changes


def captured_words(columns: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return a capture time as partners know it; None for none."""
    if not columns.get("captured_local"):
        return None
    utc: datetime | None = columns.get("captured_utc")
    return {
        "local": columns["captured_local"],
        "offsetMinutes": columns.get("captured_offset"),
        "utc": utc.isoformat().replace("+00:00", "Z") if utc else None,
    }


async def record_reread(original: Original, facts: Mapping[str, Any]) -> None:
    """Keep, for each asset of an original that is read again, what the file was thought to say before."""
    old = original.facts or {}
    different = [name for name in _SEEN if old.get(name) != facts.get(name)]
    if not old or not different:
        return
    before = {_called(name): _as_partners_know(old.get(name)) for name in different}
    after = {_called(name): _as_partners_know(facts.get(name)) for name in different}
    for asset in await Asset.filter(original_id=original.id).order_by("id"):
        await record(asset.id, {"metadata": (before, after)})


def _called(name: str) -> str:
    """Return what the contract calls a fact: focal_length is focalLength, and captured is capturedAt."""
    first, *others = ("captured_at" if name == "captured" else name).split("_")
    return first + "".join(word.capitalize() for word in others)


def _as_partners_know(value: Any) -> Any:
    return {_called(name): inner for name, inner in value.items()} if isinstance(value, dict) else value
