"""Read renditions, and what may be delivered of an asset."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from tortoise.expressions import Q

from vitrine.accounts.policy import Scope
from vitrine.assets.errors import AssetNotFound
from vitrine.assets.models import Asset, AssetStatus, Original
from vitrine.assets.queries import visible_asset
from vitrine.renditions.models import Rendition

# Too many, or too long, to be read with every card: whoever wants them asks for them.
READ_APART = ("page", "peaks", "custom")
# Bytes of a title in the name of a file: with size and ending it stays below the 255 that disks take.
MAX_SAVED_TITLE = 200
FIRST_PAGE = "page-0001"


async def renditions_of_originals(original_ids: Sequence[UUID]) -> dict[UUID, list[Rendition]]:
    """Return the renditions of some originals, smallest first, in one read; of pages only the first."""
    found: dict[UUID, list[Rendition]] = defaultdict(list)
    of_all = Rendition.filter(original_id__in=original_ids)
    for rendition in await of_all.filter(~Q(purpose__in=READ_APART) | Q(recipe=FIRST_PAGE)).order_by("width", "size"):
        found[rendition.original_id].append(rendition)
    return found


async def peaks_of_originals(original_ids: Sequence[UUID]) -> dict[UUID, list[float]]:
    """Return how loud some sounds are over time, in one read."""
    rows = await Rendition.filter(original_id__in=original_ids, purpose="peaks")
    return {row.original_id: row.details["peaks"] for row in rows if row.details}


# Texts that name other renditions of the same bytes.
PLAYLISTS = {"hls", "hls-list", "sprites-track"}


@dataclass(frozen=True, slots=True)
class Deliverable:
    """An object that the caller may have, and how it is to be labelled."""

    asset: Asset
    key: str
    size: int
    mime_type: str
    etag: str
    # Set for what is saved and not shown, as originals always are.
    save_as: str | None = None
    # What a playlist may name; None for whatever is no playlist.
    named: Sequence[Rendition] | None = None


async def deliverable_original(scope: Scope, asset_id: UUID) -> Deliverable:
    """Return an asset's original. Raises AssetNotFound, also for one that is quarantined or not received."""
    asset = await visible_asset(scope, asset_id)
    original = await _original(asset)
    return Deliverable(asset, original.key, original.size, original.mime_type, original.sha256, asset.filename)


async def deliverable_rendition(
    scope: Scope, asset_id: UUID, recipe: str, begins: str, *, to_save: bool = False
) -> Deliverable:
    """Return one rendition of the bytes whose SHA-256 begins so. Raises AssetNotFound, also for an asset of others."""
    asset = await visible_asset(scope, asset_id)
    original = await _original(asset)
    rendition = await Rendition.get_or_none(original_id=original.id, recipe=recipe)
    if rendition is None or not original.sha256.startswith(begins):
        raise AssetNotFound
    etag = f"{original.sha256}-{recipe}"
    playlist = rendition.purpose in PLAYLISTS
    named = (await renditions_of_originals([original.id]))[original.id] if playlist and not to_save else None
    save_as = saved_name(asset, rendition) if to_save else None
    return Deliverable(asset, rendition.key, rendition.size, rendition.mime_type, etag, save_as, named)


def saved_name(asset: Asset, rendition: Rendition) -> str:
    """Name a file that somebody saves: the title as far as a disk takes it, the size in pixels, the ending."""
    title = "".join("_" if char in '/\\:*?"<>|' or not char.isprintable() else char for char in asset.title)
    size = f"-{rendition.width}x{rendition.height}" if rendition.width and rendition.height else ""
    short = title.encode()[:MAX_SAVED_TITLE].decode(errors="ignore").strip(" .") or "rendition"
    return f"{short}{size}.{rendition.key.rpartition('.')[2]}"


async def _original(asset: Asset) -> Original:
    original = await Original.get_or_none(id=asset.original_id) if asset.original_id else None
    if original is None or original.infection is not None or asset.status is AssetStatus.QUARANTINED:
        raise AssetNotFound
    return original
