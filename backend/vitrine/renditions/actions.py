"""Make what is missing, keep it under its key, write it down. Doing it twice does nothing twice."""

import base64
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn
from uuid import UUID, uuid4

from vitrine.accounts.policy import Actor
from vitrine.assets.actions import amend_asset
from vitrine.assets.changes import AssetChange, tell_everyone
from vitrine.assets.errors import NothingToRetry
from vitrine.assets.models import Asset, AssetStatus, MediaKind, Original
from vitrine.assets.queries import visible_asset
from vitrine.infra.concurrency import together
from vitrine.infra.media.errors import HostFailed, MediaError
from vitrine.infra.media.pool import FirstSight
from vitrine.infra.media.recipe import Recipe, Rendered
from vitrine.infra.storage import Fetched, ObjectMissing, Storage
from vitrine.renditions.models import Rendition
from vitrine.renditions.recipes import PREVIEWS
from vitrine.services import Services
from vitrine.work.claims import Claim
from vitrine.work.runner import GiveUp, TryAgain
from vitrine.work.unit import Work, unit_of_work

# A killed or silent decoder may have been bad luck; the third one is the file's doing.
DECODER_ATTEMPTS = 3


def give_up_or_try_again(error: MediaError) -> NoReturn:
    """Turn what a decoder says of a file into an end of this attempt. Raises GiveUp, TryAgain, OSError."""
    if isinstance(error, HostFailed):
        raise OSError(error.message) from error
    if error.retryable:
        raise TryAgain(error.code, error.message, limit=DECODER_ATTEMPTS) from error
    raise GiveUp(error.code, error.message) from error


def rendition_key(original: Original, recipe: Recipe) -> str:
    """Return where a recipe's picture of these bytes is kept: the same each time, so a repeat replaces itself."""
    return f"renditions/{original.library_id}/{original.sha256}/{recipe.name}.{recipe.extension}"


async def missing(original: Original, recipes: Sequence[Recipe]) -> list[Recipe]:
    """Return the recipes that are owed and were not made of an original yet."""
    facts = original.facts or {}
    recipes = owed(max(facts.get("width", 0), facts.get("height", 0)), recipes)
    names = [recipe.name for recipe in recipes]
    made = {row.recipe for row in await Rendition.filter(original_id=original.id, recipe__in=names).only("recipe")}
    return [recipe for recipe in recipes if recipe.name not in made]


def owed(longest_edge: int, recipes: Sequence[Recipe]) -> list[Recipe]:
    """Return the recipes that show more than the next smaller one of the same list; `longest_edge` is in pixels."""
    smallest_first = sorted(recipes, key=lambda recipe: recipe.max_edge)
    enough = [0, *(recipe.max_edge for recipe in smallest_first[:-1])]
    return [
        recipe for recipe, smaller in zip(smallest_first, enough, strict=True) if longest_edge > smaller or not smaller
    ]


async def keep(storage: Storage, original: Original, rendered: Sequence[Rendered]) -> None:
    """Store pictures under their keys. Raises StorageUnavailable."""
    await together(*(storage.put_file(rendition_key(original, each.recipe), each.path, each.mime) for each in rendered))


async def write_down(original: Original, rendered: Sequence[Rendered]) -> None:
    """Write stored pictures down, in the caller's transaction."""
    rows = [
        Rendition(
            id=uuid4(),
            original_id=original.id,
            recipe=each.recipe.name,
            purpose=each.recipe.purpose,
            key=rendition_key(original, each.recipe),
            mime_type=each.mime,
            width=each.width,
            height=each.height,
            size=each.size,
        )
        for each in rendered
    ]
    await Rendition.bulk_create(rows, ignore_conflicts=True)


def describe(sight: FirstSight) -> dict[str, object]:
    """Return a picture's facts the way an original keeps them."""
    return sight.facts.to_wire() | {"placeholder": base64.b64encode(sight.thumbhash).decode()}


async def fetch(storage: Storage, key: str, folder: Path) -> Fetched:
    """Copy an object into a folder. Raises GiveUp when it is gone, StorageUnavailable."""
    try:
        return await storage.fetch(key, folder / "original")
    except ObjectMissing as error:
        raise GiveUp("BYTES_GONE", "The bytes are not in storage any more. Upload the file again.") from error


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


async def say_ready(work: Work, asset_id: UUID) -> None:
    """Mark an asset READY, once."""
    if await Asset.filter(id=asset_id, status=AssetStatus.READY).exists():
        return
    asset = await amend_asset(asset_id, status=AssetStatus.READY)
    if asset:
        await tell_everyone(work, AssetChange.READY, asset)


async def owe_rest(work: Work, asset: Asset) -> None:
    """Owe whatever an asset with a thumbnail still needs; READY if that is nothing."""
    original = await Original.get(id=asset.original_id)
    if asset.kind is MediaKind.IMAGE and await missing(original, PREVIEWS):
        await work.owe("renditions.preview", queue="image", library_id=asset.library_id, asset_id=asset.id)
    else:
        await say_ready(work, asset.id)


async def retry_asset(services: Services, actor: Actor, asset_id: UUID) -> Asset:
    """Try a failed asset again from where it stopped. Raises AssetNotFound, NothingToRetry."""
    async with unit_of_work(services) as work:
        asset = await visible_asset(actor.scope, asset_id)
        if asset.status is not AssetStatus.FAILED:
            raise NothingToRetry("This asset did not fail.", field="ids")
        if not asset.failure_retryable:
            raise NothingToRetry("Trying again cannot help: the file itself is the reason.", field="ids")
        again = await amend_asset(
            asset.id,
            status=AssetStatus.PROCESSING,
            failure_code=None,
            failure_message=None,
            failure_retryable=False,
            failed_at=None,
        )
        assert again is not None
        await tell_everyone(work, AssetChange.UPDATED, again)
        await work.owe("uploads.receive", queue="image", library_id=again.library_id, asset_id=again.id)
    return again
