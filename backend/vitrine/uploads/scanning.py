"""Malware: bytes that a scanner named are kept for whoever decides, shown to nobody, and opened by no decoder."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from vitrine.accounts.models import Role
from vitrine.accounts.policy import Actor
from vitrine.assets.actions import amend_asset, owe_for
from vitrine.assets.again import process_again
from vitrine.assets.changes import AssetChange, tell_everyone
from vitrine.assets.errors import NothingToRelease, NotYours
from vitrine.assets.models import Asset, AssetStatus, Original
from vitrine.assets.queries import visible_asset
from vitrine.infra.clamd import Clean, Infected, ScannerUnavailable, Unscannable, scan
from vitrine.services import Services
from vitrine.work.claims import Progress
from vitrine.work.progress import Reporter
from vitrine.work.runner import NotYet
from vitrine.work.unit import Work, unit_of_work

# What `Original.infection` says of bytes that the scanner does not take.
UNSCANNED = ""


async def look_for_malware(reporter: Reporter, path: Path, progress: Progress) -> str | None:
    """Have a file scanned and return what `Original.infection` shall say; None for a clean one, or without a scanner.

    `progress` says where receiving is. Raises NotYet while the scanner is away: nothing is shown unscanned.
    """
    claim = reporter.claim
    if not claim.services.settings.clamd_url:
        return None
    await reporter.report(progress)
    try:
        verdict = await scan(claim.services.settings.clamd_url, path)
    except ScannerUnavailable as error:
        await _say_that_it_waits(reporter, progress)
        raise NotYet("SCANNER_UNAVAILABLE", "The malware scanner does not answer; this waits for it.") from error
    match verdict:
        case Clean():
            return None
        case Infected():
            return verdict.name
        case Unscannable():
            return UNSCANNED


async def _say_that_it_waits(reporter: Reporter, progress: Progress) -> None:
    await reporter.report(Progress("scanner", progress.done, progress.total, progress.unit))
    # Written down at once: this attempt ends here, and what it said last stays until the next.
    await reporter.claim.renew()


async def quarantine(work: Work, original: Original) -> None:
    """Hold back every asset that shows an infected original, and say why on its card."""
    code, message = _reason(original.infection)
    held = Asset.filter(original_id=original.id).exclude(status=AssetStatus.QUARANTINED)
    for asset in await held.order_by("id").select_for_update():
        now = await amend_asset(
            asset.id,
            status=AssetStatus.QUARANTINED,
            failure_code=code,
            failure_message=message,
            failure_retryable=False,
            failed_at=datetime.now(UTC),
        )
        assert now is not None  # its row is held
        await tell_everyone(work, AssetChange.FAILED, now)


def _reason(infection: str | None) -> tuple[str, str]:
    who = "It is kept and shown to nobody; the owner of the library decides about it."
    if infection == UNSCANNED:
        return "UNSCANNED", f"This file is larger than the malware scanner takes. {who}"
    return "INFECTED", f"The malware scanner found {infection} in this file. {who}"


async def release_asset(services: Services, actor: Actor, asset_id: UUID) -> Asset:
    """Take bytes out of quarantine, with every asset that shows them, and process them on. The owner's decision alone.

    Raises AssetNotFound, NotYours, NothingToRelease.
    """
    async with unit_of_work(services) as work:
        asset = await visible_asset(actor.scope, asset_id)
        if actor.role is not Role.OWNER:
            raise NotYours("the owner of the library")
        if asset.status is not AssetStatus.QUARANTINED or asset.original_id is None:
            raise NothingToRelease
        await Original.filter(id=asset.original_id).update(infection=None)
        held = Asset.filter(original_id=asset.original_id, status=AssetStatus.QUARANTINED)
        for each in await held.order_by("id").select_for_update():
            if again := await process_again(work, each.id):
                await owe_for(work, again, "uploads.receive", queue="image")
        return await Asset.get(id=asset.id)
