"""Sign and give up uploads. Bytes go past us, straight to storage."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from vitrine.accounts.policy import Actor
from vitrine.assets.actions import amend_asset
from vitrine.assets.changes import AssetChange, tell_uploader
from vitrine.infra.db import rows
from vitrine.services import Services
from vitrine.uploads.errors import NoSuchPart, UploadOver
from vitrine.uploads.models import Upload, UploadStatus
from vitrine.uploads.parts import SIGNED_AT_FIRST, SignedPart, sign, sign_next
from vitrine.uploads.policy import check_hash
from vitrine.uploads.queries import known_bytes, own_upload
from vitrine.work.unit import Work, unit_of_work

# Its end is written down anew when that makes so much of a difference.
_PUSHED_OUT_BY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class OpenUpload:
    """An upload and what may be sent for it now; nothing when it is over, or known already."""

    upload: Upload
    signed: Sequence[SignedPart] = ()


async def signed_upload(services: Services, upload: Upload, at_most: int = SIGNED_AT_FIRST) -> OpenUpload:
    """Sign the next parts of an open upload; one that is over gets nothing signed.

    Raises StorageBusy and StorageUnavailable where storage has to be asked what it holds.
    """
    if not upload.is_open or upload.status is UploadStatus.INSTANT:
        return OpenUpload(upload)
    if upload.is_in_parts:
        return OpenUpload(upload, await sign_next(services, upload, at_most))
    return OpenUpload(upload, [SignedPart(1, await services.storage.sign_put(upload.key, upload.size))])


async def sign_parts(services: Services, actor: Actor, upload_id: UUID, numbers: Sequence[int]) -> OpenUpload:
    """Sign parts of an open upload, which then goes on for another week.

    Raises UploadNotFound, UploadOver, NoSuchPart, StorageUnavailable.
    """
    upload = await own_upload(actor, upload_id)
    if not upload.is_open:
        raise over(upload)
    if any(not 1 <= number <= upload.part_count for number in numbers):
        raise NoSuchPart(f"This upload has parts 1 to {upload.part_count}.", field="numbers", limit=upload.part_count)
    await _put_end_off(services, upload)
    if upload.status is UploadStatus.INSTANT or not upload.is_in_parts:
        return await signed_upload(services, upload)
    return OpenUpload(upload, await sign(services, upload, numbers))


async def _put_end_off(services: Services, upload: Upload) -> None:
    expires_at = datetime.now(UTC) + timedelta(seconds=services.settings.upload_expiry)
    if expires_at - upload.expires_at > _PUSHED_OUT_BY:
        upload.expires_at = expires_at
        await Upload.filter(id=upload.id, finished_at=None).update(expires_at=expires_at)


async def offer_hash(services: Services, actor: Actor, upload_id: UUID, sha256: str) -> OpenUpload:
    """Say what the whole file hashes to, while its parts go up: INSTANT where the library holds these bytes already.

    Only assets that the actor may see count. Raises UploadNotFound, UploadOver, BadHash.
    """
    check_hash(sha256)
    async with unit_of_work(services):
        upload = await own_upload(actor, upload_id, lock=True)
        if not upload.is_open:
            raise over(upload)
        known = await known_bytes(actor, upload, sha256)
        upload.claimed_sha256 = sha256
        upload.status = UploadStatus.INSTANT if known else UploadStatus.WAITING
        await upload.save(update_fields=["claimed_sha256", "status"])
    return OpenUpload(upload)


def over(upload: Upload) -> UploadOver:
    """Return the refusal for an upload that was to be open."""
    state = f"is {upload.status.value.lower()}" if upload.finished_at else "has expired"
    return UploadOver(f"This upload {state}: create a new one.", field="upload")


async def abort_upload(services: Services, actor: Actor, upload_id: UUID) -> Upload:
    """Give an upload up: its asset goes, and its bytes soon after. Aborting twice is aborting once.

    Raises UploadNotFound, and UploadOver for one that was completed.
    """
    async with unit_of_work(services) as work:
        upload = await own_upload(actor, upload_id, lock=True)
        if upload.finished_at is None:
            await end_upload(work, upload, UploadStatus.ABORTED)
        elif upload.status in {UploadStatus.COMPLETE, UploadStatus.INSTANT}:
            raise over(upload)
    return upload


_END = "update upload set status = $2, finished_at = now() where id = $1 returning finished_at"


async def end_upload(work: Work, upload: Upload, status: UploadStatus) -> None:
    """Close an open upload without its bytes; sweeping empties its key once no signature for it is valid."""
    # By the database's clock, which sweeping goes by: an API's own may be wrong.
    [ended] = await rows(_END, upload.id, status.value)
    upload.status, upload.finished_at = status, ended["finished_at"]
    asset = await amend_asset(upload.asset_id)
    if asset:
        await tell_uploader(work, AssetChange.REMOVED, asset)
        await asset.delete()
