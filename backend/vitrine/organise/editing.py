"""Edit what people say of assets: title, description, capture time, tags. One edit for one asset or for many."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from vitrine.accounts.policy import Actor
from vitrine.assets.actions import amend_held
from vitrine.assets.changes import AssetChange, tell_whoever_sees
from vitrine.assets.embedded import changes_between
from vitrine.assets.history import Change, record_each
from vitrine.assets.models import Asset
from vitrine.assets.policy import visible_to
from vitrine.organise.actions import put_on_each, tag_names_of
from vitrine.organise.errors import BadText
from vitrine.organise.models import AssetTag, TagSource
from vitrine.organise.queries import tags_of_assets
from vitrine.services import Services
from vitrine.work.unit import unit_of_work

MAX_TITLE = 500
MAX_DESCRIPTION = 10_000
MAX_TAGS = 100
MAX_TAG = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What becomes of assets. `columns` holds what is said anew; a tag is named as people write it."""

    columns: Mapping[str, Any] = field(default_factory=dict)
    add_tags: Sequence[str] = ()
    remove_tags: Sequence[str] = ()


def check_edit(edit: Edit) -> Edit:
    """Return an edit without space around its texts. Raises BadText for what cannot be kept."""
    columns = dict(edit.columns)
    if "title" in columns:
        columns["title"] = _text("title", columns["title"], MAX_TITLE)
        if not columns["title"]:
            raise BadText("Give it a title: it is what people call it.", field="title")
    if "description" in columns:
        columns["description"] = _text("description", columns["description"], MAX_DESCRIPTION) or None
    for name, tags in (("addTags", edit.add_tags), ("removeTags", edit.remove_tags)):
        if len(tags) > MAX_TAGS:
            raise BadText(f"Name up to {MAX_TAGS} tags at a time.", field=name, limit=MAX_TAGS)
        if not all(_text(name, tag, MAX_TAG) for tag in tags):
            raise BadText("Give every tag a name, or leave it out.", field=name)
    return Edit(columns=columns, add_tags=edit.add_tags, remove_tags=edit.remove_tags)


def _text(name: str, text: str | None, limit: int) -> str:
    cleaned = (text or "").strip()
    if "\0" in cleaned:
        raise BadText("Leave out the NUL character.", field=name)
    if len(cleaned) > limit:
        raise BadText(f"Shorten this to {limit:,} characters.", field=name, limit=limit)
    return cleaned


async def edit_assets(services: Services, actor: Actor, asset_ids: Sequence[UUID], edit: Edit) -> dict[UUID, Asset]:
    """Edit assets, all in one transaction, and return them by id: those that the actor may see.

    What that leaves as it was is neither written nor told. What a person said, the file does not say otherwise later.
    Raises BadText.
    """
    edit = check_edit(edit)
    async with unit_of_work(services) as work:
        # In one order everywhere, so that two who edit the same assets wait for each other.
        held = await visible_to(actor.scope).filter(id__in=asset_ids).order_by("id").select_for_update()
        changes = await _apply(actor, held, edit)
        changed = [asset for asset in held if changes.get(asset.id)]
        if changed:
            await amend_held(changed, **edit.columns)
            await record_each({asset.id: changes[asset.id] for asset in changed}, actor.user_id)
        for asset in changed:
            await tell_whoever_sees(work, AssetChange.UPDATED, asset)
    return {asset.id: asset for asset in held}


async def _apply(actor: Actor, assets: Sequence[Asset], edit: Edit) -> dict[UUID, dict[str, Change]]:
    """Put tags on and take them off; return what changes about each asset, its columns as well."""
    ids = [asset.id for asset in assets]
    before = await tag_names_of(ids)
    if edit.remove_tags:
        await _take_off(ids, {" ".join(name.split()).casefold() for name in edit.remove_tags})
    if edit.add_tags:
        given = dict.fromkeys(edit.add_tags, TagSource.HAND)
        await put_on_each(actor.library_id, dict.fromkeys(ids, given))
    after = await tag_names_of(ids)
    said = {
        asset.id: changes_between(asset, edit.columns) | {"tags": (before[asset.id], after[asset.id])}
        for asset in assets
    }
    return {
        asset_id: {name: change for name, change in fields.items() if change[0] != change[1]}
        for asset_id, fields in said.items()
    }


async def _take_off(asset_ids: Sequence[UUID], names: Collection[str]) -> None:
    found = await tags_of_assets(asset_ids)
    off = [row.id for rows in found.values() for row in rows if row.tag.name.casefold() in names]
    if off:
        await AssetTag.filter(id__in=off).delete()
