"""Announce, complete and give up uploads. Bytes go past us, straight to storage."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from tortoise.exceptions import IntegrityError

from vitrine.accounts.policy import Actor
from vitrine.assets.actions import amend_asset, owe_for
from vitrine.assets.changes import AssetChange, tell_others, tell_uploader
from vitrine.assets.embedded import captured_words, usual_title
from vitrine.assets.history import Change, record
from vitrine.assets.models import Asset, AssetStatus
from vitrine.infra.storage import ObjectMissing, SignedUrl, StorageUnavailable
from vitrine.organise.actions import put_tags, tag_names
from vitrine.organise.models import TagSource
from vitrine.services import Services
from vitrine.uploads.errors import (
    BytesNotThere,
    IdempotencyKeyReused,
    NoSuchPart,
    SizeMismatch,
    StorageBusy,
    UploadOver,
)
from vitrine.uploads.models import Upload, UploadStatus
from vitrine.uploads.policy import (
    Announcement,
    check_announcement,
    check_hash,
    clean_filename,
    likely_kind,
    likely_type,
)
from vitrine.uploads.queries import own_upload
from vitrine.work.failpoints import failpoint
from vitrine.work.turns import FIRST_SIGHT
from vitrine.work.unit import Work, unit_of_work

# Seconds a person waits for storage before being told to try again; our own store reads 100 MB in 0.2 s to name them.
STORAGE_ANSWERS_WITHIN = 10.0


@dataclass(frozen=True, slots=True)
class OpenUpload:
    """An upload and what may be sent for it now; nothing when it is over."""

    upload: Upload
    signed: SignedUrl | None


async def create_upload(services: Services, actor: Actor, said: Announcement) -> OpenUpload:
    """Announce a file and sign the one PUT that sends it, valid for 5 minutes and for its length only.

    The same idempotency key names the same upload, signed anew. Raises a kind of UploadRefused.
    """
    check_announcement(services.settings, said)
    upload = await _announced_before(actor, said) or await _announce_once(services, actor, said)
    return await signed_upload(services, upload)


async def _announce_once(services: Services, actor: Actor, said: Announcement) -> Upload:
    try:
        async with unit_of_work(services) as work:
            return await _announce(work, actor, said)
    except IntegrityError:
        # The same request got in first; whose key it is decides which answer this one gets.
        upload = await _announced_before(actor, said)
        if upload is None:
            raise
        return upload


async def _announced_before(actor: Actor, said: Announcement) -> Upload | None:
    if said.idempotency_key is None:
        return None
    upload = await Upload.get_or_none(
        owner_id=actor.user_id, library_id=actor.library_id, idempotency_key=said.idempotency_key
    )
    if upload is not None and upload.fingerprint != said.fingerprint():
        raise IdempotencyKeyReused("This key was used for another file: use a new one.", field="idempotencyKey")
    return upload


async def _announce(work: Work, actor: Actor, said: Announcement) -> Upload:
    now = datetime.now(UTC)
    settings = work.services.settings
    filename = clean_filename(said.filename)
    mime_type = likely_type(filename)
    asset = await Asset.create(
        id=uuid4(),
        library_id=actor.library_id,
        title=(said.title or "").strip() or usual_title(filename),
        description=said.description,
        filename=filename,
        status=AssetStatus.UPLOADING,
        kind=likely_kind(mime_type),
        mime_type=mime_type,
        size=said.size,
        uploaded_by_id=actor.user_id,
        uploaded_with_id=actor.key_id,
        **_captured(said.captured_at),
    )
    await put_tags(asset, said.tags, TagSource.HAND)
    await record(asset.id, await _said_by_hand(asset, said), actor.user_id)
    await tell_uploader(work, AssetChange.CREATED, asset)
    upload_id = uuid4()
    return await Upload.create(
        id=upload_id,
        library_id=actor.library_id,
        asset_id=asset.id,
        owner_id=actor.user_id,
        # In one folder, which a store of folders can keep: see infra/local/storage.py.
        key=f"in/{actor.user_id}.{now:%Y-%m-%d}.{upload_id}",
        size=said.size,
        claimed_sha256=said.sha256,
        part_size=said.size,
        part_count=1,
        idempotency_key=said.idempotency_key,
        fingerprint=said.fingerprint(),
        expires_at=now + timedelta(seconds=settings.upload_expiry),
    )


async def _said_by_hand(asset: Asset, said: Announcement) -> dict[str, Change]:
    """Return what a person said of a new asset, as history keeps it: what the file says later does not replace it."""
    given = {
        "title": asset.title if (said.title or "").strip() else None,
        "description": asset.description,
        "capturedAt": captured_words(_captured(said.captured_at)),
        "tags": await tag_names(asset.id) if said.tags else None,
    }
    return {field: (None, value) for field, value in given.items()}


def _captured(at: datetime | None) -> dict[str, Any]:
    if at is None:
        return {}
    offset = at.utcoffset() or timedelta()
    local = at.replace(tzinfo=None).isoformat(timespec="seconds")
    return {"captured_local": local, "captured_offset": offset // timedelta(minutes=1), "captured_utc": at}


async def signed_upload(services: Services, upload: Upload) -> OpenUpload:
    """Sign an open upload's part anew; one that is over gets nothing signed."""
    if not _is_open(upload):
        return OpenUpload(upload, None)
    return OpenUpload(upload, await services.storage.sign_put(upload.key, upload.size))


async def sign_parts(services: Services, actor: Actor, upload_id: UUID, numbers: list[int]) -> OpenUpload:
    """Sign parts of an open upload. Raises UploadNotFound, UploadOver, NoSuchPart."""
    upload = await own_upload(actor, upload_id)
    if any(number != 1 for number in numbers):
        raise NoSuchPart("This upload has one part: number 1.", field="numbers", limit=upload.part_count)
    again = await signed_upload(services, upload)
    if again.signed is None:
        raise _over(upload)
    return again


def _over(upload: Upload) -> UploadOver:
    state = "has expired" if upload.status is UploadStatus.WAITING else f"is {upload.status.value.lower()}"
    return UploadOver(f"This upload {state}: create a new one.", field="upload")


async def complete_upload(services: Services, actor: Actor, upload_id: UUID, sha256: str | None = None) -> Asset:
    """Check what storage really holds, and hand the asset on to processing. Completing again returns the same asset.

    Raises UploadNotFound, UploadOver, BadHash, BytesNotThere, SizeMismatch, StorageBusy.
    """
    check_hash(sha256)
    # Storage is asked before the lock: one that hangs must not hold the database's connections too. The worker measures
    # and hashes the bytes again, so nothing that happens to them in between can pass.
    upload = await own_upload(actor, upload_id)
    if _is_open(upload):
        await _check_arrival(services, upload)
    async with unit_of_work(services) as work:
        upload = await own_upload(actor, upload_id, lock=True)
        if upload.status is UploadStatus.COMPLETE:
            return await Asset.get(id=upload.asset_id)
        if not _is_open(upload):
            raise _over(upload)
        failpoint(services.settings, "complete_before_commit")
        return await _accept(work, upload, sha256)


def _is_open(upload: Upload) -> bool:
    return upload.status is UploadStatus.WAITING and upload.expires_at > datetime.now(UTC)


async def _check_arrival(services: Services, upload: Upload) -> None:
    try:
        async with asyncio.timeout(STORAGE_ANSWERS_WITHIN):
            size = await services.storage.size_of(upload.key)
            if size == upload.size:
                return
    except ObjectMissing as error:
        raise BytesNotThere("PUT the bytes to the signed URL first, then complete again.", field="upload") from error
    except (StorageUnavailable, TimeoutError) as error:
        raise StorageBusy("Storage does not answer just now: complete again in a moment.", field="upload") from error
    raise SizeMismatch(
        f"{upload.size:,} bytes were announced and {size:,} arrived. Send the whole file again, then complete.",
        field="size",
        limit=upload.size,
    )


async def _accept(work: Work, upload: Upload, sha256: str | None) -> Asset:
    upload.status = UploadStatus.COMPLETE
    upload.finished_at = datetime.now(UTC)
    upload.claimed_sha256 = sha256 or upload.claimed_sha256
    await upload.save()
    asset = await amend_asset(upload.asset_id, status=AssetStatus.PROCESSING)
    assert asset is not None
    await tell_uploader(work, AssetChange.UPDATED, asset)
    await tell_others(work, AssetChange.CREATED, asset)
    await owe_for(work, asset, "uploads.receive", queue="image", head_start=FIRST_SIGHT)
    return asset


async def abort_upload(services: Services, actor: Actor, upload_id: UUID) -> Upload:
    """Give an upload up: its asset goes, and its bytes soon after. Aborting twice is aborting once.

    Raises UploadNotFound, and UploadOver for one that was completed.
    """
    async with unit_of_work(services) as work:
        upload = await own_upload(actor, upload_id, lock=True)
        if upload.status in {UploadStatus.COMPLETE, UploadStatus.INSTANT}:
            raise _over(upload)
        if upload.status is UploadStatus.WAITING:
            await end_upload(work, upload, UploadStatus.ABORTED)
    return upload


async def end_upload(work: Work, upload: Upload, status: UploadStatus) -> None:
    """Close an open upload without its bytes; sweeping empties its key once no signature for it is valid."""
    upload.status = status
    upload.finished_at = datetime.now(UTC)
    await upload.save()
    asset = await amend_asset(upload.asset_id)
    if asset:
        await tell_uploader(work, AssetChange.REMOVED, asset)
        await asset.delete()
