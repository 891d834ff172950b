"""Complete uploads: what storage really holds becomes an asset, or what the library holds already does."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from uuid import UUID

from vitrine.accounts.policy import Actor
from vitrine.assets.actions import adopt_original, amend_asset, amend_held, owe_for, owe_for_each
from vitrine.assets.changes import AssetChange, tell_others, tell_uploader
from vitrine.assets.models import Asset, AssetStatus
from vitrine.collections.collecting import take_collections
from vitrine.infra.concurrency import several
from vitrine.infra.db import execute
from vitrine.infra.storage.answers import ObjectMissing, StorageUnavailable
from vitrine.organise.actions import take_tags
from vitrine.organise.tagging import tag_by_file
from vitrine.services import Services
from vitrine.uploads.actions import over
from vitrine.uploads.errors import BadHash, BytesNotThere, SizeMismatch, StorageBusy, UploadNotFound
from vitrine.uploads.kinds import KINDS
from vitrine.uploads.models import Upload, UploadStatus
from vitrine.uploads.parts import join_parts
from vitrine.uploads.policy import check_hash
from vitrine.uploads.queries import known_bytes_of, own_uploads
from vitrine.work.batches import AT_ONCE, all_or_each, alone, go_on
from vitrine.work.failpoints import failpoint
from vitrine.work.turns import FIRST_SIGHT
from vitrine.work.unit import Work, unit_of_work

# Seconds a person waits for storage before being told to try again; our own store reads 100 MB in 0.2 s to name them.
STORAGE_ANSWERS_WITHIN = 10.0
# Uploads of one batch that storage is asked about at once.
ASKED_AT_ONCE = 8


class OnDuplicate(StrEnum):
    """What becomes of an upload whose bytes the library holds already."""

    LINK = "LINK"
    KEEP_BOTH = "KEEP_BOTH"
    SKIP = "SKIP"


@dataclass(frozen=True, slots=True)
class Sent:
    """An upload whose bytes were all sent, or are known; `sha256` is claimed in place of what was claimed before."""

    upload_id: UUID
    sha256: str | None = None
    on_duplicate: OnDuplicate = OnDuplicate.KEEP_BOTH


@dataclass(frozen=True, slots=True)
class _Arriving:
    """What is known of one before its row is locked."""

    upload: Upload
    claimed: str | None
    on_duplicate: OnDuplicate
    known: bool = False

    @property
    def shows_known(self) -> bool:
        return self.known and self.on_duplicate is OnDuplicate.KEEP_BOTH


async def complete_upload(services: Services, actor: Actor, sent: Sent) -> Asset:
    """Complete one upload, as `complete_uploads` does. Raises a kind of UploadRefused."""
    return alone(await complete_uploads(services, actor, [sent]))


async def complete_uploads(services: Services, actor: Actor, sent: Sequence[Sent]) -> list[Asset | Exception]:
    """Check what storage really holds, and hand assets on to processing. Completing again returns the same asset.

    Of bytes that the library holds already, going by the hash that was claimed, LINK and SKIP keep the asset there is
    and return that; LINK puts the tags of this upload on it. What is wrong with one is its answer alone:
    UploadNotFound, UploadOver, BadHash, BytesNotThere, SizeMismatch, PartsLost, StorageBusy.
    """
    answers: dict[int, Asset | Exception] = {}
    left = dict(enumerate(sent))
    while left:
        # One that is named twice is completed, and then completed again.
        places = sorted({each.upload_id: place for place, each in reversed(left.items())}.values())
        once = await _complete(services, actor, [left.pop(place) for place in places])
        answers |= zip(places, once, strict=True)
    return [answers[place] for place in range(len(sent))]


async def _complete(services: Services, actor: Actor, sent: Sequence[Sent]) -> list[Asset | Exception]:
    # Storage is asked before the lock: one that hangs must not hold the database's connections too. The worker measures
    # and hashes the bytes again, so nothing that happens to them in between can pass.
    checked = [_checked(each) for each in sent]
    looked_up = await go_on(checked, partial(all_or_each, partial(_look_up, actor)))
    arrived = await go_on(looked_up, partial(several, partial(_arrived, services), at_once=ASKED_AT_ONCE))
    return await go_on(arrived, partial(_end_all, services, actor))


def _checked(sent: Sent) -> Sent | BadHash:
    try:
        check_hash(sent.sha256)
    except BadHash as refused:
        return refused
    return sent


async def _look_up(actor: Actor, sent: Sequence[Sent]) -> list[_Arriving | Exception]:
    uploads = await own_uploads(actor, [each.upload_id for each in sent])
    found = [_arriving(uploads[each.upload_id], each) for each in sent if each.upload_id in uploads]
    spared = (each for each in found if _may_be_spared(each))
    known = await known_bytes_of(actor, ((each.upload, each.claimed) for each in spared))
    arriving = {each.upload.id: replace(each, known=each.upload.id in known) for each in found}
    return [arriving.get(each.upload_id) or UploadNotFound() for each in sent]


def _arriving(upload: Upload, sent: Sent) -> _Arriving:
    return _Arriving(upload, sent.sha256 or upload.claimed_sha256, sent.on_duplicate)


def _may_be_spared(each: _Arriving) -> bool:
    return each.upload.status is UploadStatus.INSTANT or each.on_duplicate is not OnDuplicate.KEEP_BOTH


async def _arrived(services: Services, arriving: _Arriving) -> _Arriving:
    if arriving.upload.is_open and not arriving.known:
        await _check_arrival(services, arriving.upload)
    return arriving


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


async def _end_all(services: Services, actor: Actor, arrived: Sequence[_Arriving]) -> list[Asset | Exception]:
    # To show known bytes is to put their tags on, new ones too: two who do that for many at once could lock each other
    # out.
    together = [each for each in arrived if not each.shows_known]
    groups = [together, *([each] for each in arrived if each.shows_known)]
    end = partial(all_or_each, partial(_end, services, actor))
    ended: dict[UUID, Asset | Exception] = {}
    for group, answers in zip(groups, await several(end, groups, at_once=AT_ONCE), strict=True):
        assert not isinstance(answers, Exception)
        ended |= {each.upload.id: answer for each, answer in zip(group, answers, strict=True)}
    return [ended[each.upload.id] for each in arrived]


async def _end(services: Services, actor: Actor, arrived: Sequence[_Arriving]) -> list[Asset | Exception]:
    if not arrived:
        return []
    async with unit_of_work(services) as work:
        uploads = await own_uploads(actor, [each.upload.id for each in arrived], lock=True)
        held = [replace(each, upload=uploads[each.upload.id]) for each in arrived]
        ended = await _ended_before([each.upload for each in held if not each.upload.is_open])
        still_open = [each for each in held if each.upload.is_open]
        if still_open:
            failpoint(services.settings, "complete_before_commit")
            ended |= await _end_open(work, actor, still_open)
        return [ended[each.upload.id] for each in held]


async def _ended_before(uploads: Sequence[Upload]) -> dict[UUID, Asset | Exception]:
    over_well = {UploadStatus.COMPLETE, UploadStatus.INSTANT}
    done = [upload for upload in uploads if upload.finished_at and upload.status in over_well]
    assets = await Asset.in_bulk([upload.asset_id for upload in done], "id") if done else {}
    kept = {upload.id: assets[upload.asset_id] for upload in done if upload.asset_id in assets}
    return {upload.id: kept.get(upload.id) or over(upload) for upload in uploads}


async def _end_open(work: Work, actor: Actor, held: Sequence[_Arriving]) -> dict[UUID, Asset | Exception]:
    for each in held:
        each.upload.claimed_sha256 = each.claimed
    known = await known_bytes_of(actor, ((each.upload, each.claimed) for each in held if each.known))
    # All of them before any is written, and in one order.
    touched = {each.upload.asset_id for each in held} | {asset.id for asset in known.values()}
    assets = {asset.id: asset for asset in await Asset.filter(id__in=touched).order_by("id").select_for_update()}
    accepted = [each.upload for each in held if not each.known]
    ended: dict[UUID, Asset | Exception] = {**await _accept(work, accepted, assets)}
    for each in held:
        if each.known:
            there = known.get(each.upload.id)
            held_still = there if there and there.id in assets else None
            ended[each.upload.id] = await _end_known(work, actor, each, held_still)
    return ended


async def _end_known(work: Work, actor: Actor, each: _Arriving, known: Asset | None) -> Asset | BytesNotThere:
    if known is None:
        # It went into the trash a moment ago, or is gone.
        return _not_there()
    if each.shows_known:
        return await _show_what_is_there(work, each.upload, known)
    return await _give_way(work, actor, each.upload, known.id, lend_words=each.on_duplicate is OnDuplicate.LINK)


_FINISH = """
update upload set status = $1, finished_at = now(), claimed_sha256 = ended.sha256, asset_id = ended.asset_id
from unnest($2::uuid[], $3::text[], $4::uuid[]) as ended (id, sha256, asset_id) where upload.id = ended.id
"""


async def _finish(uploads: Sequence[Upload], status: UploadStatus) -> None:
    columns = zip(*((upload.id, upload.claimed_sha256, upload.asset_id) for upload in uploads), strict=True)
    await execute(_FINISH, status.value, *map(list, columns))


async def _accept(work: Work, uploads: Sequence[Upload], assets: Mapping[UUID, Asset]) -> dict[UUID, Asset]:
    if not uploads:
        return {}
    await _finish(uploads, UploadStatus.COMPLETE)
    accepted = [assets[upload.asset_id] for upload in uploads]
    await amend_held(accepted, status=AssetStatus.PROCESSING)
    for asset in accepted:
        await tell_uploader(work, AssetChange.UPDATED, asset)
        await tell_others(work, AssetChange.CREATED, asset)
    await owe_for_each(work, accepted, "uploads.receive", queue="image", head_start=FIRST_SIGHT)
    return {upload.id: asset for upload, asset in zip(uploads, accepted, strict=True)}


async def _show_what_is_there(work: Work, upload: Upload, known: Asset) -> Asset:
    """Have the upload's asset show the original of another one: nothing was sent, and nothing is left to be made."""
    original = known.original
    assert original is not None  # it is READY
    await _finish([upload], UploadStatus.INSTANT)
    asset = await Asset.get(id=upload.asset_id)
    shown = await adopt_original(asset, original, status=AssetStatus.PROCESSING)
    assert shown is not None
    await tag_by_file(shown, original, original.facts)
    await tell_uploader(work, AssetChange.UPDATED, shown)
    await tell_others(work, AssetChange.CREATED, shown)
    await owe_for(work, shown, "duplicates.compare", queue="index")
    await KINDS[original.kind].owe_rest(work, shown, original)
    return await Asset.get(id=shown.id)


async def _give_way(work: Work, actor: Actor, upload: Upload, known_id: UUID, *, lend_words: bool) -> Asset:
    """Keep the asset there is in place of the upload's own, which goes."""
    held = await Asset.filter(id__in=[known_id, upload.asset_id]).order_by("id").select_for_update()
    own, kept = (next(asset for asset in held if asset.id == each) for each in (upload.asset_id, known_id))
    if lend_words:
        kept = await take_tags(work, actor, kept, [own.id])
        kept = await take_collections(work, actor, kept, [own.id])
    upload.asset_id = kept.id
    await _finish([upload], UploadStatus.INSTANT)
    gone = await amend_asset(own.id)
    assert gone is not None
    await tell_uploader(work, AssetChange.REMOVED, gone)
    await gone.delete()
    return kept
