"""Read uploads. Each is its owner's alone."""

from uuid import UUID

from vitrine.accounts.policy import Actor
from vitrine.uploads.errors import UploadNotFound
from vitrine.uploads.models import Upload


async def own_upload(actor: Actor, upload_id: UUID, *, lock: bool = False) -> Upload:
    """Return one of the actor's uploads, locked for the caller's transaction if wanted. Raises UploadNotFound."""
    uploads = Upload.filter(id=upload_id, owner_id=actor.user_id, library_id=actor.library_id)
    upload = await (uploads.select_for_update() if lock else uploads).first()
    if upload is None:
        raise UploadNotFound
    return upload
