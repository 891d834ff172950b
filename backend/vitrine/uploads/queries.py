"""Read uploads. Each is its owner's alone."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from vitrine.accounts.policy import Actor
from vitrine.assets.models import Asset, AssetStatus
from vitrine.assets.policy import visible_to
from vitrine.infra.db import rows
from vitrine.uploads.errors import UploadNotFound
from vitrine.uploads.models import Upload

_KEPT = """
select original.sha256, original.size from unnest($2::text[], $3::bigint[]) as claimed (sha256, size)
join original on original.library_id = $1 and original.sha256 = claimed.sha256 and original.size = claimed.size
"""


async def known_bytes(actor: Actor, upload: Upload, sha256: str | None) -> Asset | None:
    """Return the oldest asset that the actor may see, outside the trash, with the bytes that an upload is to bring."""
    return (await known_bytes_of(actor, [(upload, sha256)])).get(upload.id)


async def known_bytes_of(actor: Actor, claims: Iterable[tuple[Upload, str | None]]) -> dict[UUID, Asset]:
    """Return what `known_bytes` says of uploads and the hashes that are claimed for them, by upload."""
    claimed = [(upload, (sha256, upload.size)) for upload, sha256 in claims if sha256 is not None]
    # Nearly always nobody has them: asked first, since it costs a fifth of what follows.
    kept = await _kept(actor.library_id, {bytes_ for _, bytes_ in claimed})
    if not kept:
        return {}
    same = visible_to(actor.scope).filter(status=AssetStatus.READY, trashed_at=None)
    shown: dict[tuple[str, int], list[UUID]] = defaultdict(list)
    oldest_first = same.filter(sha256__in=[sha256 for sha256, _ in kept]).order_by("created_at")
    for asset_id, sha256, size in await oldest_first.values_list("id", "sha256", "size"):
        shown[sha256, size].append(asset_id)
    chosen = {
        upload.id: next((asset_id for asset_id in shown[bytes_] if asset_id != upload.asset_id), None)
        for upload, bytes_ in claimed
    }
    read = await same.filter(id__in=[each for each in chosen.values() if each]).select_related("original")
    assets = {asset.id: asset for asset in read}
    return {upload_id: assets[each] for upload_id, each in chosen.items() if each in assets}


async def _kept(library_id: UUID, claimed: set[tuple[str, int]]) -> list[tuple[str, int]]:
    if not claimed:
        return []
    found = await rows(_KEPT, library_id, *map(list, zip(*claimed, strict=True)))
    return [(row["sha256"], row["size"]) for row in found]


async def own_upload(actor: Actor, upload_id: UUID, *, lock: bool = False) -> Upload:
    """Return one of the actor's uploads, locked for the caller's transaction if wanted. Raises UploadNotFound."""
    found = await own_uploads(actor, [upload_id], lock=lock)
    if not found:
        raise UploadNotFound
    return found[upload_id]


async def own_uploads(actor: Actor, upload_ids: Sequence[UUID], *, lock: bool = False) -> dict[UUID, Upload]:
    """Return those of some uploads that are the actor's, by id. They are locked in one order, whoever locks them."""
    uploads = Upload.filter(id__in=upload_ids, owner_id=actor.user_id, library_id=actor.library_id).order_by("id")
    return {upload.id: upload for upload in await (uploads.select_for_update() if lock else uploads)}
