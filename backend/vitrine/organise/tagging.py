"""Tags that come with a file: what is embedded in it, and what can be told of it."""

from collections.abc import Mapping
from typing import Any

from vitrine.assets.history import record
from vitrine.assets.models import Asset, History, Original
from vitrine.organise.actions import put_all, tag_names
from vitrine.organise.models import TagSource
from vitrine.organise.words import automatic_tags


async def tag_by_file(asset: Asset, original: Original, read_before: Mapping[str, Any] | None) -> bool:
    """Put a file's own tags on an asset, once, in the caller's transaction; tell whether any was new.

    A file that is read again (`read_before` is what it was thought to say) adds only keywords that were not known then:
    a tag that a person took off stays off. Tags that are there already keep their source.
    """
    facts = original.facts or {}
    keywords = list(facts.get("keywords") or [])
    sources: dict[str, TagSource] = {}
    if await History.filter(asset_id=asset.id, field="tags", actor_id=None).exists():
        known = set((read_before or facts).get("keywords") or [])
        keywords = [keyword for keyword in keywords if keyword not in known]
    else:
        sources = dict.fromkeys(automatic_tags(asset.filename, original), TagSource.AUTO)
    sources |= dict.fromkeys(keywords, TagSource.EMBEDDED)
    before = await tag_names(asset.id)
    if not await put_all(asset, sources):
        return False
    await record(asset.id, {"tags": (before, await tag_names(asset.id))})
    return True
