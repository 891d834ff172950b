"""Complete uploads: what storage really holds becomes an asset, or what the library holds already does."""

import asyncio
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from vitrine.accounts.policy import Actor
from vitrine.assets.actions import adopt_original, amend_asset, owe_for
from vitrine.assets.changes import AssetChange, tell_others, tell_uploader
from vitrine.assets.models import Asset, AssetStatus
from vitrine.infra.storage.answers import ObjectMissing, StorageUnavailable
from vitrine.organise.actions import take_tags
from vitrine.organise.tagging import tag_by_file
from vitrine.services import Services
from vitrine.uploads.actions import over
from vitrine.uploads.errors import BytesNotThere, SizeMismatch, StorageBusy
from vitrine.uploads.kinds import KINDS
from vitrine.uploads.models import Upload, UploadStatus
from vitrine.uploads.parts import join_parts
from vitrine.uploads.policy import check_hash
from vitrine.uploads.queries import known_bytes, own_upload
from vitrine.work.failpoints import failpoint
from vitrine.work.turns import FIRST_SIGHT
from vitrine.work.unit import Work, unit_of_work

# Seconds a person waits for storage before being told to try again; our own store reads 100 MB in 0.2 s to name them.
STORAGE_ANSWERS_WITHIN = 10.0


class OnDuplicate(StrEnum):
    """What becomes of an upload whose bytes the library holds already."""

    LINK = "LINK"
    KEEP_BOTH = "KEEP_BOTH"
    SKIP = "SKIP"


async def complete_upload(
    services: Services,
    actor: Actor,
    upload_id: UUID,
    sha256: str | None = None,
    on_duplicate: OnDuplicate = OnDuplicate.KEEP_BOTH,
) -> Asset:
    """Check what storage really holds, and hand the asset on to processing. Completing again returns the same asset.

    Of bytes that the library holds already, going by the hash that was claimed, LINK and SKIP keep the asset there is
    and return that; LINK puts the tags of this upload on it. Raises UploadNotFound, UploadOver, BadHash, BytesNotThere,
    SizeMismatch, PartsLost, StorageBusy.
    """
    check_hash(sha256)
    # Storage is asked before the lock: one that hangs must not hold the database's connections too. The worker measures
    # and hashes the bytes again, so nothing that happens to them in between can pass.
    upload = await own_upload(actor, upload_id)
    claimed = sha256 or upload.claimed_sha256
    spared = upload.status is UploadStatus.INSTANT or on_duplicate is not OnDuplicate.KEEP_BOTH
    known = await known_bytes(actor, upload, claimed) if spared else None
    if upload.is_open and not known:
        await _check_arrival(services, upload)
    async with unit_of_work(services) as work:
        upload = await own_upload(actor, upload_id, lock=True)
        if upload.finished_at and upload.status in {UploadStatus.COMPLETE, UploadStatus.INSTANT}:
            return await Asset.get(id=upload.asset_id)
        if not upload.is_open:
            raise over(upload)
        failpoint(services.settings, "complete_before_commit")
        upload.claimed_sha256 = claimed
        if known is None:
            return await _accept(work, upload)
        known = await known_bytes(actor, upload, claimed)
        if known is None:
            # It went into the trash a moment ago.
            raise _not_there()
        if on_duplicate is OnDuplicate.KEEP_BOTH:
            return await _show_what_is_there(work, upload, known)
        return await _give_way(work, actor, upload, known.id, lend_tags=on_duplicate is OnDuplicate.LINK)


async def _check_arrival(services: Services, upload: Upload) -> None:
    if upload.status is UploadStatus.INSTANT:
        # The asset that had these bytes went away meanwhile.
        await Upload.filter(id=upload.id, finished_at=None).update(status=UploadStatus.WAITING)
        raise _not_there()
    try:
        async with asyncio.timeout(STORAGE_ANSWERS_WITHIN):
            if upload.is_in_parts:
                await join_parts(services, upload)
                return
            size = await services.storage.size_of(upload.key)
            if size == upload.size:
                return
    except ObjectMissing as error:
        raise _not_there() from error
    except (StorageUnavailable, TimeoutError) as error:
        raise StorageBusy("Storage does not answer just now: complete again in a moment.", field="upload") from error
    raise SizeMismatch(
        f"{upload.size:,} bytes were announced and {size:,} arrived. Send the whole file again, then complete.",
        field="size",
        limit=upload.size,
    )


def _not_there() -> BytesNotThere:
    return BytesNotThere("PUT the bytes to the signed URL first, then complete again.", field="upload")


async def _finish(upload: Upload, status: UploadStatus) -> None:
    upload.status = status
    upload.finished_at = datetime.now(UTC)
    await upload.save()


async def _accept(work: Work, upload: Upload) -> Asset:
    await _finish(upload, UploadStatus.COMPLETE)
    asset = await amend_asset(upload.asset_id, status=AssetStatus.PROCESSING)
    assert asset is not None
    await tell_uploader(work, AssetChange.UPDATED, asset)
    await tell_others(work, AssetChange.CREATED, asset)
    await owe_for(work, asset, "uploads.receive", queue="image", head_start=FIRST_SIGHT)
    return asset


async def _show_what_is_there(work: Work, upload: Upload, known: Asset) -> Asset:
    """Have the upload's asset show the original of another one: nothing was sent, and nothing is left to be made."""
    original = known.original
    assert original is not None  # it is READY
    await _finish(upload, UploadStatus.INSTANT)
    asset = await Asset.get(id=upload.asset_id)
    shown = await adopt_original(asset, original, status=AssetStatus.PROCESSING)
    assert shown is not None
    await tag_by_file(shown, original, original.facts)
    await tell_uploader(work, AssetChange.UPDATED, shown)
    await tell_others(work, AssetChange.CREATED, shown)
    await owe_for(work, shown, "duplicates.compare", queue="index")
    await KINDS[original.kind].owe_rest(work, shown, original)
    return await Asset.get(id=shown.id)


async def _give_way(work: Work, actor: Actor, upload: Upload, known_id: UUID, *, lend_tags: bool) -> Asset:
    """Keep the asset there is in place of the upload's own, which goes."""
    held = await Asset.filter(id__in=[known_id, upload.asset_id]).order_by("id").select_for_update()
    own, kept = (next(asset for asset in held if asset.id == each) for each in (upload.asset_id, known_id))
    if lend_tags:
        kept = await take_tags(work, actor, kept, [own.id])
    upload.asset_id = kept.id
    await _finish(upload, UploadStatus.INSTANT)
    gone = await amend_asset(own.id)
    assert gone is not None
    await tell_uploader(work, AssetChange.REMOVED, gone)
    await gone.delete()
    return kept
