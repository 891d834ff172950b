"""Read orders, what was made of them, and presets."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from vitrine.infra.db import rows
from vitrine.infra.media.transformation import PURPOSE
from vitrine.orders.models import OrderState, RenditionOrder, RenditionPreset
from vitrine.renditions.models import Rendition

SHOWN = 50


# What was made: the original, and the name of the recipe.
Made = tuple[UUID, str]

_NEWEST = """
select id from (
  select id, row_number() over (partition by asset_id order by created_at desc, id desc) as place
  from rendition_order where asset_id = any($1::uuid[])
) as ranked where place <= $2
"""
_WAITING_OF_ASSETS = """
select asset_id, count(*) as waiting from rendition_order
where asset_id = any($1::uuid[]) and state = 'WAITING' group by asset_id
"""


async def orders_of_assets(asset_ids: Sequence[UUID]) -> dict[UUID, list[RenditionOrder]]:
    """Return the newest 50 orders of each of some assets; the caller has checked that they are visible."""
    found: dict[UUID, list[RenditionOrder]] = defaultdict(list)
    newest = [row["id"] for row in await rows(_NEWEST, list(asset_ids), SHOWN)]
    for order in await RenditionOrder.filter(id__in=newest).order_by("-created_at", "-id"):
        found[order.asset_id].append(order)
    return found


async def renditions_made(wanted: Sequence[Made]) -> dict[Made, Rendition]:
    """Return those of some custom renditions that are there, in one read."""
    originals, recipes = {each[0] for each in wanted}, {each[1] for each in wanted}
    found = await Rendition.filter(original_id__in=originals, recipe__in=recipes, purpose=PURPOSE)
    return {(row.original_id, row.recipe): row for row in found}


async def orders_known(keys: Sequence[tuple[UUID, str]]) -> dict[tuple[UUID, str], RenditionOrder]:
    """Return those of some orders that were placed before, by asset and recipe."""
    assets, recipes = {each[0] for each in keys}, {each[1] for each in keys}
    found = await RenditionOrder.filter(asset_id__in=assets, recipe__in=recipes)
    return {(order.asset_id, order.recipe): order for order in found}


async def waiting_by_asset(asset_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Count the orders that wait for each of some assets."""
    return {row["asset_id"]: row["waiting"] for row in await rows(_WAITING_OF_ASSETS, list(asset_ids))}


async def waiting_of_person(library_id: UUID, person_id: UUID) -> int:
    """Count what waits of a person's orders in one library."""
    return await RenditionOrder.filter(library_id=library_id, ordered_by_id=person_id, state=OrderState.WAITING).count()


async def presets_of(library_id: UUID) -> list[RenditionPreset]:
    """Return a library's presets, by name."""
    return await RenditionPreset.filter(library_id=library_id).order_by("name")
