"""Announce, sign and give up uploads. Bytes go past us, straight to storage."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from tortoise.exceptions import IntegrityError

from vitrine.accounts.policy import Actor
from vitrine.assets.actions import amend_asset
from vitrine.assets.changes import AssetChange, tell_uploader
from vitrine.assets.embedded import captured_words, usual_title
from vitrine.assets.history import Change, record
from vitrine.assets.models import Asset, AssetStatus
from vitrine.organise.actions import put_tags, tag_names
from vitrine.organise.models import TagSource
from vitrine.services import Services
from vitrine.uploads.errors import IdempotencyKeyReused, NoSuchPart, UploadOver
from vitrine.uploads.models import Upload, UploadStatus
from vitrine.uploads.parts import SIGNED_AT_FIRST, SignedPart, sign, sign_next
from vitrine.uploads.policy import (
    Announcement,
    check_announcement,
    check_hash,
    clean_filename,
    clean_folder,
    likely_extension,
    likely_kind,
    likely_type,
    part_size_for,
)
from vitrine.uploads.queries import known_bytes, own_upload
from vitrine.work.unit import Work, unit_of_work

# Its end is written down anew when that makes so much of a difference.
_PUSHED_OUT_BY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class OpenUpload:
    """An upload and what may be sent for it now; nothing when it is over, or known already."""

    upload: Upload
    signed: Sequence[SignedPart] = ()


async def create_upload(
    services: Services, actor: Actor, said: Announcement, *, signed: int = SIGNED_AT_FIRST
) -> OpenUpload:
    """Announce a file and sign the PUTs that send it, valid for 5 minutes and for their lengths only.

    At most so many parts are `signed`. The same idempotency key names the same upload, signed anew. A file whose bytes
    the library holds already, going by the hash that was claimed, is INSTANT. Raises a kind of UploadRefused.
    """
    check_announcement(services.settings, said)
    upload = await _announced_before(actor, said) or await _announce_once(services, actor, said)
    return await signed_upload(services, upload, signed)


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
    filename = clean_filename(said.filename)
    mime_type = likely_type(filename)
    asset = await Asset.create(
        id=uuid4(),
        library_id=actor.library_id,
        title=(said.title or "").strip() or usual_title(filename),
        description=said.description,
        filename=filename,
        folder=clean_folder(said.folder),
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
    return await _open_upload(work, actor, asset, said)


async def _open_upload(work: Work, actor: Actor, asset: Asset, said: Announcement) -> Upload:
    now, settings, upload_id = datetime.now(UTC), work.services.settings, uuid4()
    part_size = part_size_for(settings, said.size)
    # A signed PUT can be used again until it expires, so what it brings is copied while it is checked. What was joined
    # of parts cannot be written to any more, and is kept where it lies. `in` is one folder, which a store of folders
    # can keep: see infra/local/storage.py.
    arriving = f"in/{actor.user_id}.{now:%Y-%m-%d}.{upload_id}"
    final = f"originals/{actor.library_id}/{asset.id}.{likely_extension(asset.filename)}"
    upload = Upload(
        id=upload_id,
        library_id=actor.library_id,
        asset_id=asset.id,
        owner_id=actor.user_id,
        key=arriving if part_size == said.size else final,
        size=said.size,
        claimed_sha256=said.sha256,
        part_size=part_size,
        part_count=-(-said.size // part_size),
        idempotency_key=said.idempotency_key,
        fingerprint=said.fingerprint(),
        expires_at=now + timedelta(seconds=settings.upload_expiry),
    )
    if await known_bytes(actor, upload, said.sha256):
        upload.status = UploadStatus.INSTANT
    await upload.save(force_create=True)
    return upload


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


async def end_upload(work: Work, upload: Upload, status: UploadStatus) -> None:
    """Close an open upload without its bytes; sweeping empties its key once no signature for it is valid."""
    upload.status = status
    upload.finished_at = datetime.now(UTC)
    await upload.save()
    asset = await amend_asset(upload.asset_id)
    if asset:
        await tell_uploader(work, AssetChange.REMOVED, asset)
        await asset.delete()
