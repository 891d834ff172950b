"""Orders that nobody works on."""

from vitrine.infra.db import rows
from vitrine.orders.actions import KIND
from vitrine.orders.making import put_orders
from vitrine.orders.models import OrderState, RenditionOrder
from vitrine.services import Services
from vitrine.work.models import JobState
from vitrine.work.unit import unit_of_work

# An order and its job are written together, and the job ends after its orders. So what waits behind a job that has
# ended came in its last moment, when the job was still running and nothing new was owed.
_FORGOTTEN = """
select o.asset_id, o.library_id, min(o.ordered_by_id::text)::uuid as owner_id, j.state
from rendition_order o left join job j on j.dedupe_key = $1 || ':' || o.asset_id::text
where o.state = 'WAITING' and (j.id is null or j.state not in ('QUEUED', 'RUNNING'))
group by o.asset_id, o.library_id, j.state
limit 1000
"""


async def sweep_orders(services: Services) -> None:
    """Owe again what was ordered while its job was ending, and end what waits for a job that was cancelled."""
    for row in await rows(_FORGOTTEN, KIND):
        async with unit_of_work(services) as work:
            if row["state"] == JobState.CANCELLED:
                orders = await RenditionOrder.filter(asset_id=row["asset_id"], state=OrderState.WAITING)
                await put_orders(work, orders, OrderState.FAILED, "CANCELLED", "It was cancelled: order it again.")
            else:
                await work.owe(
                    KIND,
                    queue="image",
                    library_id=row["library_id"],
                    asset_id=row["asset_id"],
                    owner_id=row["owner_id"],
                )
