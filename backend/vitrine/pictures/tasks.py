"""Entry points of the workers: the pictures that come after the first."""

from pathlib import Path

from vitrine.assets.actions import amend_asset, owe_for
from vitrine.assets.changes import AssetChange, tell_everyone
from vitrine.assets.models import Asset, Original
from vitrine.infra.media.recipe import Rendered
from vitrine.infra.scratch import job_folder
from vitrine.pictures.actions import animate_missing, render_missing
from vitrine.pictures.recipes import OPTIMISED, PREVIEWS
from vitrine.renditions.actions import say_more_where_ready, say_ready, write_down
from vitrine.renditions.ends import say_failed, stay_silent
from vitrine.work.claims import Claim, Progress
from vitrine.work.progress import Reporter
from vitrine.work.runner import Task
from vitrine.work.unit import unit_of_work


async def preview(claim: Claim) -> None:
    """Make the pictures people open first; then the asset is READY, and smaller copies are owed for quiet hours.

    What moves gets its moving copy last: it can be looked at before, and stays READY if that fails.
    """
    asset = await Asset.get_or_none(id=claim.asset_id).select_related("original")
    if asset is None or asset.original is None:
        return
    await Reporter(claim, asset.revision).report(Progress("previews", 0, len(PREVIEWS), "pictures"))
    with job_folder() as folder:
        rendered = await render_missing(claim, asset.original, PREVIEWS, Path(folder))
        async with unit_of_work(claim.services) as work:
            await claim.hold()
            await write_down(asset.original, rendered)
            if rendered:
                await say_more_where_ready(work, asset.original)
            await say_ready(work, asset.id)
            await owe_for(work, asset, "pictures.optimise", queue="bulk")
        await _add(claim, asset, asset.original, await animate_missing(claim, asset.original, Path(folder)))


async def optimise(claim: Claim) -> None:
    """Make the copies that load faster. Nobody waits for them, so no failure of theirs shows on the card."""
    asset = await Asset.get_or_none(id=claim.asset_id).select_related("original")
    if asset is None or asset.original is None:
        return
    with job_folder() as folder:
        await _add(claim, asset, asset.original, await render_missing(claim, asset.original, OPTIMISED, Path(folder)))


async def _add(claim: Claim, asset: Asset, original: Original, rendered: list[Rendered]) -> None:
    """Write down what came after the asset was READY, and tell those who look at it."""
    if not rendered:
        return
    async with unit_of_work(claim.services) as work:
        await claim.hold()
        await write_down(original, rendered)
        if changed := await amend_asset(asset.id):
            await tell_everyone(work, AssetChange.UPDATED, changed)


TASKS = {
    "pictures.preview": Task(preview, say_failed),
    "pictures.optimise": Task(optimise, stay_silent),
}
