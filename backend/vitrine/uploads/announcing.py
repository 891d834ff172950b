"""Announce files: each gets an asset that its uploader sees, and an upload that brings its bytes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import UUID, uuid4

from vitrine.accounts.policy import Actor
from vitrine.assets.changes import AssetChange, tell_uploader
from vitrine.assets.embedded import captured_words, taken_at, usual_title
from vitrine.assets.history import Change, record_each
from vitrine.assets.models import Asset, AssetStatus
from vitrine.collections.collecting import known_collections, put_in
from vitrine.infra.concurrency import several
from vitrine.organise.actions import put_on_each, tag_names_of
from vitrine.organise.models import TagSource
from vitrine.services import Services
from vitrine.settings import Settings
from vitrine.uploads.actions import OpenUpload, signed_upload
from vitrine.uploads.errors import IdempotencyKeyReused, NoSuchCollection, UploadRefused
from vitrine.uploads.models import Upload, UploadStatus
from vitrine.uploads.parts import SIGNED_AT_FIRST
from vitrine.uploads.policy import (
    Announcement,
    check_announcement,
    clean_filename,
    clean_folder,
    likely_extension,
    likely_kind,
    likely_type,
    part_size_for,
)
from vitrine.uploads.queries import known_bytes_of
from vitrine.uploads.room import what_fits
from vitrine.work.batches import AT_ONCE, all_or_each, alone, go_on
from vitrine.work.unit import Work, unit_of_work


async def create_upload(
    services: Services, actor: Actor, said: Announcement, *, signed: int = SIGNED_AT_FIRST
) -> OpenUpload:
    """Announce one file, as `create_uploads` does. Raises a kind of UploadRefused, StorageUnavailable."""
    return alone(await create_uploads(services, actor, [said], signed=signed))


async def create_uploads(
    services: Services, actor: Actor, said: Sequence[Announcement], *, signed: int = SIGNED_AT_FIRST
) -> list[OpenUpload | Exception]:
    """Announce files and sign the PUTs that send them, valid for 5 minutes and for their lengths only.

    Of each at most so many parts are `signed`. The same idempotency key names the same upload, signed anew. A file
    whose bytes the library holds already, going by the hash that was claimed, is INSTANT. What is wrong with one is its
    answer alone: a kind of UploadRefused, mostly.
    """
    checked = [_checked(services.settings, each) for each in said]
    fitting = await go_on(checked, partial(what_fits, services, actor))
    announced = await go_on(fitting, partial(all_or_each, partial(_announce, services, actor)))
    sign = partial(signed_upload, services, at_most=signed)
    return await go_on(announced, partial(several, sign, at_once=AT_ONCE))


def _checked(settings: Settings, said: Announcement) -> Announcement | UploadRefused:
    try:
        check_announcement(settings, said)
    except UploadRefused as refused:
        return refused
    return said


@dataclass(frozen=True, slots=True)
class _Draft:
    """What an announcement becomes, unless it was made before."""

    said: Announcement
    asset: Asset
    upload: Upload


async def _announce(services: Services, actor: Actor, said: Sequence[Announcement]) -> list[Upload | Exception]:
    async with unit_of_work(services) as work:
        drafts = [_draft(services.settings, actor, each) for each in said]
        opened = await _open(actor, [draft.upload for draft in drafts])
        await _make_assets(work, actor, [draft for draft in drafts if draft.upload.id in opened])
        before = await _announced_before(actor, (draft for draft in drafts if draft.upload.id not in opened))
        return [opened.get(draft.upload.id) or _once_more(before, draft.said) for draft in drafts]


async def _open(actor: Actor, uploads: Sequence[Upload]) -> dict[UUID, Upload]:
    """Write uploads down and return those, by id, whose idempotency key nobody used before."""
    known = await known_bytes_of(actor, ((upload, upload.claimed_sha256) for upload in uploads))
    for upload in uploads:
        if upload.id in known:
            upload.status = UploadStatus.INSTANT
    # Before all else of theirs, and in one order: of two batches with the same keys one waits for the other here.
    in_order = sorted(uploads, key=lambda upload: upload.idempotency_key or "")
    await Upload.bulk_create(in_order, ignore_conflicts=True)
    return await Upload.in_bulk([upload.id for upload in uploads], "id")


async def _announced_before(actor: Actor, drafts: Iterable[_Draft]) -> dict[str | None, Upload]:
    keys = {draft.said.idempotency_key for draft in drafts}
    if not keys:
        return {}
    mine = Upload.filter(owner_id=actor.user_id, library_id=actor.library_id, idempotency_key__in=keys)
    return {upload.idempotency_key: upload for upload in await mine}


def _once_more(before: dict[str | None, Upload], said: Announcement) -> Upload | IdempotencyKeyReused:
    upload = before[said.idempotency_key]
    if upload.fingerprint != said.fingerprint():
        return IdempotencyKeyReused("This key was used for another file: use a new one.", field="idempotencyKey")
    return upload


async def _make_assets(work: Work, actor: Actor, drafts: Sequence[_Draft]) -> None:
    if not drafts:
        return
    await Asset.bulk_create([draft.asset for draft in drafts])
    await _collect(actor, drafts)
    tags = {draft.asset.id: dict.fromkeys(draft.said.tags, TagSource.HAND) for draft in drafts if draft.said.tags}
    await put_on_each(actor.library_id, tags)
    names = await tag_names_of(list(tags)) if tags else {}
    said = {draft.asset.id: _said_by_hand(draft, names.get(draft.asset.id)) for draft in drafts}
    await record_each(said, actor.user_id)
    for draft in drafts:
        await tell_uploader(work, AssetChange.CREATED, draft.asset)


async def _collect(actor: Actor, drafts: Sequence[_Draft]) -> None:
    given = [(draft.said.collection_id, draft.asset.id) for draft in drafts if draft.said.collection_id]
    wanted = {collection_id for collection_id, _ in given}
    if wanted - await known_collections(actor, list(wanted)):
        raise NoSuchCollection
    await put_in(given)


def _said_by_hand(draft: _Draft, tags: list[str] | None) -> dict[str, Change]:
    """Return what a person said of a new asset, as history keeps it: what the file says later does not replace it."""
    asset, said = draft.asset, draft.said
    given = {
        "title": asset.title if (said.title or "").strip() else None,
        "description": asset.description,
        "capturedAt": captured_words(taken_at(said.captured_at)),
        "tags": tags,
    }
    return {field: (None, value) for field, value in given.items()}


def _draft(settings: Settings, actor: Actor, said: Announcement) -> _Draft:
    filename = clean_filename(said.filename)
    mime_type = likely_type(filename)
    asset = Asset(
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
        **taken_at(said.captured_at),
    )
    return _Draft(said, asset, _upload(settings, actor, asset, said))


def _upload(settings: Settings, actor: Actor, asset: Asset, said: Announcement) -> Upload:
    now, upload_id = datetime.now(UTC), uuid4()
    part_size = part_size_for(settings, said.size)
    # A signed PUT can be used again until it expires, so what it brings is copied while it is checked. What was joined
    # of parts cannot be written to any more, and is kept where it lies. `in` is one folder, which a store of folders
    # can keep: see infra/local/storage.py.
    arriving = f"in/{actor.user_id}.{now:%Y-%m-%d}.{upload_id}"
    final = f"originals/{actor.library_id}/{asset.id}.{likely_extension(asset.filename)}"
    return Upload(
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
