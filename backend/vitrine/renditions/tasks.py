"""Entry points of the workers: the pictures that come after the first."""

from pathlib import Path

from vitrine.assets.actions import amend_asset, fail_asset
from vitrine.assets.changes import AssetChange, tell_everyone
from vitrine.assets.models import Asset
from vitrine.infra.scratch import job_folder
from vitrine.renditions.actions import render_missing, say_ready, write_down
from vitrine.renditions.recipes import OPTIMISED, PREVIEWS
from vitrine.work.claims import Claim, Progress
from vitrine.work.progress import Reporter
from vitrine.work.runner import Task
from vitrine.work.unit import Work, unit_of_work

# Reasons that may be gone by the next time.
RETRYABLE = {"STORAGE_UNAVAILABLE", "CRASHED", "TIMED_OUT", "HOST_FAILED", "INTERNAL"}


async def preview(claim: Claim) -> None:
    """Make the pictures people open first; then the asset is READY, and smaller copies are owed for quiet hours."""
    asset = await Asset.get_or_none(id=claim.asset_id).select_related("original")
    if asset is None or asset.original is None:
        return
    await Reporter(claim, asset.revision).report(Progress("previews", 0, len(PREVIEWS), "pictures"))
    with job_folder() as folder:
        rendered = await render_missing(claim, asset.original, PREVIEWS, Path(folder))
        async with unit_of_work(claim.services) as work:
            await claim.hold()
            await write_down(asset.original, rendered)
            await say_ready(work, asset.id)
            await work.owe("renditions.optimise", queue="bulk", library_id=asset.library_id, asset_id=asset.id)


async def optimise(claim: Claim) -> None:
    """Make the copies that load faster. Nobody waits for them, so no failure of theirs shows on the card."""
    asset = await Asset.get_or_none(id=claim.asset_id).select_related("original")
    if asset is None or asset.original is None:
        return
    with job_folder() as folder:
        rendered = await render_missing(claim, asset.original, OPTIMISED, Path(folder))
        if not rendered:
            return
        async with unit_of_work(claim.services) as work:
            await claim.hold()
            await write_down(asset.original, rendered)
            if changed := await amend_asset(asset.id):
                await tell_everyone(work, AssetChange.UPDATED, changed)


async def say_failed(work: Work, claim: Claim, code: str, reason: str) -> None:
    """Put the reason on the asset's card."""
    await fail_asset(work, claim.asset_id, code, reason, retryable=code in RETRYABLE)


async def stay_silent(work: Work, claim: Claim, code: str, reason: str) -> None:
    """Leave the asset as it is; the dead letter says why."""


TASKS = {
    "renditions.preview": Task(preview, say_failed),
    "renditions.optimise": Task(optimise, stay_silent),
}
