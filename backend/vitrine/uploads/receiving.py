"""Receive what was sent: fetched once, hashed on the way, shown first of all."""

from dataclasses import replace

from vitrine.assets.actions import adopt_original, amend_asset, keep_text, owe_for
from vitrine.assets.changes import AssetChange, tell_everyone
from vitrine.assets.embedded import record_reread
from vitrine.assets.models import Asset, MediaKind, Original
from vitrine.infra.concurrency import together
from vitrine.infra.media.errors import MediaError
from vitrine.infra.media.facts import FACTS_VERSION
from vitrine.infra.media.sniff import sniff
from vitrine.infra.storage.answers import Fetched
from vitrine.organise.tagging import tag_by_file
from vitrine.renditions.actions import give_up_or_try_again, keep, keys_of, new_among, say_ready, write_down
from vitrine.renditions.looks import Look
from vitrine.uploads.kinds import KINDS, look_at
from vitrine.uploads.models import Upload
from vitrine.uploads.scanning import look_for_malware, quarantine
from vitrine.work.claims import Claim, Progress
from vitrine.work.progress import Reporter
from vitrine.work.runner import GiveUp, TryAgain
from vitrine.work.unit import Work, unit_of_work

STEPS = 2


async def check_claims(claim: Claim, upload: Upload, fetched: Fetched) -> None:
    """Throw away bytes that are not what was announced. Raises GiveUp."""
    if fetched.size != upload.size:
        reason = f"{upload.size:,} bytes were announced and {fetched.size:,} are there. Upload the file again."
        await _throw_away(claim, upload, "SIZE_MISMATCH", reason)
    if upload.claimed_sha256 not in {None, fetched.sha256}:
        reason = "The bytes that arrived do not have the SHA-256 that was announced. Upload the file again."
        await _throw_away(claim, upload, "CHECKSUM_MISMATCH", reason)


async def _throw_away(claim: Claim, upload: Upload, code: str, reason: str) -> None:
    await claim.services.storage.delete(upload.key)
    raise GiveUp(code, reason)


def check_kept(original: Original, fetched: Fetched) -> None:
    """Make sure that storage still holds what was received. Raises GiveUp."""
    if fetched.sha256 != original.sha256:
        reason = "The bytes in storage are no longer those that were uploaded. Upload the file again."
        raise GiveUp("BYTES_CHANGED", reason)


async def show(reporter: Reporter, asset: Asset, upload: Upload, fetched: Fetched) -> None:
    """Keep the bytes as an original, unless they are kept already, and put their thumbnail on the asset's card.

    A picture that cannot be read is kept too, so that its owner can have it back, and an infected one for whoever
    decides about it. Raises GiveUp, TryAgain, NotYet.
    """
    claim = reporter.claim
    own = await _new_original(claim, asset, upload, fetched)
    known = await Original.get_or_none(library_id=asset.library_id, sha256=fetched.sha256)
    original = known or own
    read_before = known.facts if known else None
    storage = claim.services.storage
    lies_there = known or own.key == upload.key
    storing = [] if lies_there else [storage.put_file(original.key, fetched.path, original.mime_type)]
    outcome, *_ = await together(_first_look(reporter, asset, original, fetched, new=not known), *storing)
    failure = outcome if isinstance(outcome, MediaError) else None
    look = outcome if isinstance(outcome, Look) else None
    async with unit_of_work(claim.services) as work:
        await claim.hold()
        kept = await _write_original_down(original, look, new=not known)
        shown = await adopt_original(asset, kept)
        if shown and kept.infection is not None:
            await quarantine(work, kept)
        elif shown:
            if (look and look.likeness is not None) or (asset.original_id != kept.id and kept.key != own.key):
                # It can be told by now whether it looks like another; or another asset has these very bytes.
                await owe_for(work, shown, "duplicates.compare", queue="index")
            if failure is None and await tag_by_file(shown, kept, read_before) and shown.revision == asset.revision:
                shown = await amend_asset(shown.id) or shown
            await _go_on(work, asset, shown, kept, seen=failure is None)
    # Another asset may have the same bytes: ours were stored by this attempt or by one that was cut short, and what we
    # saw in them by this one, while the other one was received.
    ours = keys_of(original, look.rendered) if look and kept.id != original.id else []
    await together(*(storage.delete(key) for key in {own.key, upload.key, *ours} - {kept.key}))
    if failure:
        give_up_or_try_again(failure)


async def _new_original(claim: Claim, asset: Asset, upload: Upload, fetched: Fetched) -> Original:
    try:
        found = sniff(fetched.path, asset.filename)
    except MediaError as error:
        await claim.services.storage.delete(upload.key)
        raise GiveUp(error.code, error.message) from error
    return Original(
        # As every key: the same at each attempt.
        id=asset.id,
        library_id=asset.library_id,
        # The asset's id makes the key the same at every attempt, so that none leaves an object behind.
        key=upload.key if upload.is_in_parts else f"originals/{asset.library_id}/{asset.id}.{found.extension}",
        sha256=fetched.sha256,
        size=fetched.size,
        mime_type=found.mime,
        kind=MediaKind(found.kind.value),
    )


async def _go_on(work: Work, before: Asset, shown: Asset, kept: Original, *, seen: bool) -> None:
    """Tell what the card shows now, and owe the rest of what could be seen."""
    if shown.revision != before.revision:
        await tell_everyone(work, AssetChange.UPDATED, shown)
    if seen and (kind := KINDS.get(kept.kind)):
        await kind.owe_rest(work, shown, kept)
    elif seen:
        await say_ready(work, shown.id)


async def _first_look(
    reporter: Reporter, asset: Asset, original: Original, fetched: Fetched, *, new: bool
) -> Look | MediaError | None:
    """Have new bytes scanned, and look at what may be looked at."""
    scanning = Progress("scan", 0, STEPS, "steps")
    if new and (infection := await look_for_malware(reporter, fetched.path, scanning)) is not None:
        original.infection = infection
    if original.infection is not None:
        return None
    await reporter.report(Progress("thumbnail", 1, STEPS, "steps"))
    if asset.original_id and (original.facts or {}).get("version") != FACTS_VERSION:
        # It is received once more, and can be read better by now. The row keeps what it says until that went well.
        original.facts = None
    return await _look(reporter.claim, original, fetched)


async def _look(claim: Claim, original: Original, fetched: Fetched) -> Look | MediaError | None:
    """Look at what was fetched and store what that gives; None where there is nothing to see, or nothing new."""
    try:
        look = await look_at(claim, original, fetched.path)
    except MediaError as error:
        return error
    if look:
        look = replace(look, rendered=await new_among(original, look.rendered))
        await keep(claim.services.storage, original, look.rendered)
    return look


async def _write_original_down(original: Original, look: Look | None, *, new: bool) -> Original:
    """Write an original and its first look down; the same bytes may have been received elsewhere a moment ago."""
    if new:
        await Original.bulk_create([original], ignore_conflicts=True)
    # Held: whoever releases these bytes this moment would not see the asset that is about to show them.
    same = Original.filter(library_id=original.library_id, sha256=original.sha256)
    kept = await same.select_for_update(no_key=True).get_or_none()
    if kept is None or (not new and kept.id != original.id):
        raise TryAgain("DELETED_MEANWHILE", "The asset that had these bytes was deleted a moment ago.", limit=5)
    if kept.infection != original.infection:
        raise TryAgain("DECIDED_MEANWHILE", "What the scanner said of these bytes changed a moment ago.", limit=5)
    if look and kept.id == original.id:
        facts = dict(look.facts) | {"version": FACTS_VERSION}
        await record_reread(kept, facts)
        kept.kind, kept.facts, kept.likeness = original.kind, facts, look.likeness
        await kept.save(update_fields=["kind", "facts", "likeness"])
        await write_down(kept, look.rendered)
        if look.text:
            await keep_text(kept, look.text)
    return kept
