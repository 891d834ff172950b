"""Look at pictures, and make the smaller ones that are missing."""

import base64
from collections.abc import Sequence
from pathlib import Path

from vitrine.assets.actions import owe_for
from vitrine.assets.models import Asset, AssetStatus, Original
from vitrine.infra.media.errors import MediaError, Unsupported
from vitrine.infra.media.file_types import SVG, SVGZ
from vitrine.infra.media.pool import FirstSight
from vitrine.infra.media.recipe import Recipe, Rendered
from vitrine.pictures.recipes import FIRST_SIGHT, MOVING, OPTIMISED, PREVIEWS
from vitrine.renditions.actions import fetch, give_up_or_try_again, keep, made_of, say_ready
from vitrine.renditions.looks import Look
from vitrine.work.claims import Claim
from vitrine.work.turns import READY_SOON
from vitrine.work.unit import Work

# Elsewhere several pictures in one file are pages or layers.
_MOVING = {"image/gif", "image/png", "image/webp", "image/avif"}
_DRAWN = {SVG.mime, SVGZ.mime}


async def first_look(claim: Claim, original: Original, path: Path) -> Look | None:
    """Read a picture's facts and make its thumbnail beside it; None when both are there. Raises MediaError."""
    if original.facts and not await missing(original, FIRST_SIGHT):
        return None
    sight = await claim.services.decoders.first_sight(path, FIRST_SIGHT, path.parent)
    return Look(facts=describe(sight), rendered=sight.rendered, likeness=sight.likeness)


def describe(sight: FirstSight) -> dict[str, object]:
    """Return a picture's facts the way an original keeps them."""
    return sight.facts.to_wire() | {"placeholder": base64.b64encode(sight.thumbhash).decode()}


async def owe_rest(work: Work, asset: Asset, original: Original) -> None:
    """Owe whatever a picture with a thumbnail still needs; READY if that is only copies that load faster."""
    if await missing(original, PREVIEWS) or await lacks_movement(original):
        # Whoever waits for it comes before what is only processed again.
        head_start = 0 if asset.status is AssetStatus.READY else READY_SOON
        await owe_for(work, asset, "pictures.preview", queue="image", head_start=head_start)
        return
    await say_ready(work, asset.id)
    if await missing(original, OPTIMISED):
        await owe_for(work, asset, "pictures.optimise", queue="bulk")


async def missing(original: Original, recipes: Sequence[Recipe]) -> list[Recipe]:
    """Return the recipes that are owed and were not made of an original yet."""
    facts = original.facts or {}
    longest = max(facts.get("width", 0), facts.get("height", 0))
    # A drawing has no pixels of its own: every size shows more of it.
    wanted = list(recipes) if facts.get("mime") in _DRAWN else owed(longest, recipes)
    made = await made_of(original, [recipe.name for recipe in wanted])
    return [recipe for recipe in wanted if recipe.name not in made]


async def lacks_movement(original: Original) -> bool:
    """Tell whether an original moves and its moving copy was not made yet."""
    facts = original.facts or {}
    if facts.get("mime") not in _MOVING or facts.get("frames", 1) < 2:
        return False
    return not await made_of(original, [MOVING.name])


def owed(longest_edge: int, recipes: Sequence[Recipe]) -> list[Recipe]:
    """Return the recipes that show more than the next smaller one of the same list; `longest_edge` is in pixels."""
    smallest_first = sorted(recipes, key=lambda recipe: recipe.max_edge)
    enough = [0, *(recipe.max_edge for recipe in smallest_first[:-1])]
    return [
        recipe for recipe, smaller in zip(smallest_first, enough, strict=True) if longest_edge > smaller or not smaller
    ]


async def render_missing(claim: Claim, original: Original, recipes: Sequence[Recipe], folder: Path) -> list[Rendered]:
    """Fetch an original, make what is missing of it and store it. Raises GiveUp, TryAgain, StorageUnavailable."""
    wanted = await missing(original, recipes)
    if not wanted:
        return []
    services = claim.services
    fetched = await fetch(services.storage, original.key, folder)
    try:
        rendered = await services.decoders.render(fetched.path, wanted, folder)
    except MediaError as error:
        give_up_or_try_again(error)
    await keep(services.storage, original, rendered)
    return rendered


async def animate_missing(claim: Claim, original: Original, folder: Path) -> list[Rendered]:
    """Make and store the moving copy of an original, if it moves and has none. Raises as render_missing does."""
    if not await lacks_movement(original):
        return []
    services = claim.services
    fetched = await fetch(services.storage, original.key, folder)
    try:
        rendered = await services.decoders.animate(fetched.path, MOVING, folder)
    except Unsupported:
        # It counts frames of which only one can be shown.
        return []
    except MediaError as error:
        give_up_or_try_again(error)
    await keep(services.storage, original, [rendered])
    return [rendered]
