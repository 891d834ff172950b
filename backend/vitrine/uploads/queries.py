"""Read uploads. Each is its owner's alone."""

from uuid import UUID

from vitrine.accounts.policy import Actor
from vitrine.assets.models import Asset, AssetStatus
from vitrine.assets.policy import visible_to
from vitrine.infra.db import rows
from vitrine.uploads.errors import UploadNotFound
from vitrine.uploads.models import Upload

_IS_KEPT = "select exists (select from original where library_id = $1 and sha256 = $2 and size = $3) as kept"


async def known_bytes(actor: Actor, upload: Upload, sha256: str | None) -> Asset | None:
    """Return the oldest asset that the actor may see, outside the trash, with the bytes that an upload is to bring."""
    # Nearly always nobody has them: asked first, since it costs a fifth of what follows.
    if sha256 is None or not (await rows(_IS_KEPT, actor.library_id, sha256, upload.size))[0]["kept"]:
        return None
    same = visible_to(actor.scope).filter(sha256=sha256, size=upload.size, status=AssetStatus.READY, trashed_at=None)
    return await same.exclude(id=upload.asset_id).order_by("created_at").select_related("original").first()


async def own_upload(actor: Actor, upload_id: UUID, *, lock: bool = False) -> Upload:
    """Return one of the actor's uploads, locked for the caller's transaction if wanted. Raises UploadNotFound."""
    uploads = Upload.filter(id=upload_id, owner_id=actor.user_id, library_id=actor.library_id)
    upload = await (uploads.select_for_update() if lock else uploads).first()
    if upload is None:
        raise UploadNotFound
    return upload
