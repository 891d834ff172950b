"""Order renditions, a batch at a time. What is there already is READY at once; the rest is owed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

from vitrine.accounts.policy import Actor
from vitrine.assets.actions import amend_asset
from vitrine.assets.changes import AssetChange, tell_everyone
from vitrine.assets.models import Asset
from vitrine.errors import Refusal
from vitrine.infra.db import execute
from vitrine.orders.errors import TooManyWaiting
from vitrine.orders.models import OrderState, RenditionOrder
from vitrine.orders.queries import orders_known, renditions_made, waiting_by_asset, waiting_of_person
from vitrine.orders.wishes import Wanted, Wish, read_wishes
from vitrine.services import Services
from vitrine.work.unit import Work, unit_of_work

KIND = "renditions.custom"
# So many orders of one asset, and of one person, may wait: nobody can owe more work than people wait for.
WAITING_PER_ASSET = 50
WAITING_PER_PERSON = 2000
# For so few somebody sits and waits: they share a queue with new uploads, which go first all the same by their head
# start. More is an export: it goes where nobody's thumbnail has to wait behind it.
AT_THE_COUNTER = 5

Key = tuple[UUID, str]


@dataclass(frozen=True, slots=True)
class Ordered:
    """An order as it now is, and the asset it is of."""

    order: RenditionOrder
    asset: Asset


async def order_renditions(services: Services, actor: Actor, wishes: Sequence[Wish]) -> list[Ordered | Refusal]:
    """Order up to 100 renditions and return, in their order, each order or why not: no refusal keeps the others back.

    The same recipe of the same asset is the same order, which waits again if it had failed. Refusals are AssetNotFound
    and the kinds of RenditionRefused.
    """
    asked = await read_wishes(actor, wishes)
    wanted = {each.key: each for each in asked if isinstance(each, Wanted)}
    placed: Mapping[Key, RenditionOrder | TooManyWaiting] = {}
    if wanted:
        async with unit_of_work(services) as work:
            # One batch of a library at a time: two would not see each other's orders, nor how many there are.
            await execute("select pg_advisory_xact_lock(hashtextextended($1, 7))", str(actor.library_id))
            placed = await _place(work, actor, wanted)
    return [each if isinstance(each, Refusal) else _answer(placed[each.key], each.asset) for each in asked]


def _answer(placed: RenditionOrder | TooManyWaiting, asset: Asset) -> Ordered | Refusal:
    return placed if isinstance(placed, Refusal) else Ordered(placed, asset)


async def _place(
    work: Work, actor: Actor, wanted: Mapping[Key, Wanted]
) -> Mapping[Key, RenditionOrder | TooManyWaiting]:
    made = await renditions_made([(each.original_id, each.recipe.name) for each in wanted.values()])
    known = await orders_known(list(wanted))
    room = await _room(actor, wanted)
    placed: dict[Key, RenditionOrder | TooManyWaiting] = {}
    changed: list[RenditionOrder] = []
    for key, each in wanted.items():
        state = OrderState.READY if (each.original_id, each.recipe.name) in made else OrderState.WAITING
        order = known.get(key) or _new_order(actor, each)
        if key in known and order.state is state:
            placed[key] = order
        elif state is OrderState.WAITING and (refusal := room.refuses(each.asset.id)):
            placed[key] = refusal
        else:
            order.state, order.ordered_by_id = state, actor.user_id
            order.update_from_dict({"failure_code": None, "failure_message": None})
            placed[key] = order
            changed.append(order)
    await _write(changed, known)
    await _let_know(work, actor, changed)
    return placed


def _new_order(actor: Actor, wanted: Wanted) -> RenditionOrder:
    return RenditionOrder(
        id=uuid4(),
        library_id=actor.library_id,
        asset_id=wanted.asset.id,
        recipe=wanted.recipe.name,
        words=wanted.recipe.words(),
        created_at=datetime.now(UTC),
    )


@dataclass(slots=True)
class _Room:
    """How many orders wait: of each asset, and of the person who orders now."""

    of_assets: dict[UUID, int]
    of_person: int

    def refuses(self, asset_id: UUID) -> TooManyWaiting | None:
        """Take a place for one more order of an asset, or say that there is none."""
        if self.of_person >= WAITING_PER_PERSON:
            said = f"{WAITING_PER_PERSON:,} of your orders are waiting: order more once some are done."
            return TooManyWaiting(said, field="asset", limit=WAITING_PER_PERSON)
        if self.of_assets.get(asset_id, 0) >= WAITING_PER_ASSET:
            said = f"{WAITING_PER_ASSET} orders of this asset are waiting: order more once some are done."
            return TooManyWaiting(said, field="asset", limit=WAITING_PER_ASSET)
        self.of_person += 1
        self.of_assets[asset_id] = self.of_assets.get(asset_id, 0) + 1
        return None


async def _room(actor: Actor, wanted: Mapping[Key, Wanted]) -> _Room:
    of_assets = await waiting_by_asset([asset_id for asset_id, _ in wanted])
    return _Room(of_assets, await waiting_of_person(actor.library_id, actor.user_id))


async def _write(changed: Sequence[RenditionOrder], known: Mapping[Key, RenditionOrder]) -> None:
    new = [order for order in changed if (order.asset_id, order.recipe) not in known]
    if new:
        await RenditionOrder.bulk_create(new)
    for order in changed:
        if order not in new:
            await order.save()


async def _let_know(work: Work, actor: Actor, changed: Sequence[RenditionOrder]) -> None:
    """Owe what waits, in the name of whoever ordered; tell of what can be looked at already."""
    waiting = {order.asset_id for order in changed if order.state is OrderState.WAITING}
    queue = "image" if len(changed) <= AT_THE_COUNTER else "bulk"
    for asset_id in sorted(waiting):
        await work.owe(KIND, queue=queue, library_id=actor.library_id, asset_id=asset_id, owner_id=actor.user_id)
    for asset_id in sorted({order.asset_id for order in changed} - waiting):
        if asset := await amend_asset(asset_id):
            await tell_everyone(work, AssetChange.UPDATED, asset)
