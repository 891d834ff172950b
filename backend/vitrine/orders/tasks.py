"""Entry point of the workers: everything that is ordered of one asset."""

from pathlib import Path
from uuid import UUID

from vitrine.assets.models import Asset, AssetStatus
from vitrine.infra.media.errors import MediaError
from vitrine.infra.scratch import job_folder
from vitrine.orders.actions import KIND
from vitrine.orders.making import Bench, put_orders, serve
from vitrine.orders.models import OrderState, RenditionOrder
from vitrine.renditions.actions import give_up_or_try_again
from vitrine.work.claims import Claim, Progress
from vitrine.work.progress import Reporter
from vitrine.work.runner import GiveUp, Task
from vitrine.work.unit import Work


async def custom(claim: Claim) -> None:
    """Make what waits, also what is ordered meanwhile. What cannot be made is said of its order, never of the asset."""
    asset = await Asset.get_or_none(id=claim.asset_id).select_related("original")
    if asset is None or asset.original is None:
        return
    if asset.status is AssetStatus.QUARANTINED or asset.original.infection is not None:
        raise GiveUp("QUARANTINED", "This asset is in quarantine: nothing of it is given out.")
    reporter = Reporter(claim, asset.revision)
    later: dict[str, MediaError] = {}
    with job_folder() as folder:
        bench = Bench(claim, asset.original, Path(folder))
        done = 0
        while waiting := await _waiting(asset, later):
            for order in waiting:
                await reporter.report(Progress("renditions", done, done + len(waiting), "pictures"))
                if error := await serve(bench, order):
                    later[order.recipe] = error
                done += 1
    for error in later.values():
        give_up_or_try_again(error)


async def _waiting(asset: Asset, later: dict[str, MediaError]) -> list[RenditionOrder]:
    waiting = await RenditionOrder.filter(asset_id=asset.id, state=OrderState.WAITING).order_by("created_at")
    return [order for order in waiting if order.recipe not in later]


async def say_orders_failed(work: Work, claim: Claim, code: str, reason: str) -> None:
    """Put the reason on what still waits."""
    orders = await RenditionOrder.filter(asset_id=claim.asset_id, state=OrderState.WAITING)
    await put_orders(work, orders, OrderState.FAILED, code, reason)


async def wait_again(work: Work, asset_id: UUID, code: str) -> None:
    """Have those orders of an asset wait again that failed for a cause."""
    orders = await RenditionOrder.filter(asset_id=asset_id, state=OrderState.FAILED, failure_code=code)
    await put_orders(work, orders, OrderState.WAITING)


TASKS = {KIND: Task(custom, say_orders_failed, wait_again)}
