"""Make what is missing, keep it under its key, write it down. Doing it twice does nothing twice."""

from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn
from uuid import UUID, uuid4

from tortoise.queryset import QuerySet

from vitrine.accounts.policy import Actor
from vitrine.assets.actions import amend_asset, owe_for
from vitrine.assets.again import NO_FAILURE, process_again
from vitrine.assets.changes import AssetChange, tell_everyone
from vitrine.assets.errors import NothingToRetry
from vitrine.assets.models import Asset, AssetStatus, Original
from vitrine.assets.queries import visible_asset
from vitrine.infra.concurrency import together
from vitrine.infra.media.errors import HostFailed, MediaError
from vitrine.infra.media.recipe import Rendered
from vitrine.infra.storage.answers import Fetched, ObjectMissing
from vitrine.infra.storage.objects import Storage
from vitrine.renditions.models import Rendition
from vitrine.services import Services
from vitrine.work.runner import GiveUp, TryAgain
from vitrine.work.turns import FIRST_SIGHT
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


def rendition_key(original: Original, name: str, extension: str) -> str:
    """Return where what a recipe makes of an original is kept: the same each time, so a repeat replaces itself.

    No other original will ever have it, so what is deleted with its original takes nothing of another along.
    """
    return f"renditions/{original.library_id}/{original.id}/{name}.{extension}"


async def made_of(original: Original, names: Sequence[str]) -> set[str]:
    """Return which of these recipes were made of an original already."""
    return {row.recipe for row in await Rendition.filter(original_id=original.id, recipe__in=names).only("recipe")}


async def new_among(original: Original, rendered: Sequence[Rendered]) -> list[Rendered]:
    """Return what is not kept of an original yet; what is stays, for other bytes may have another size."""
    made = await made_of(original, [each.name for each in rendered])
    return [each for each in rendered if each.name not in made]


async def keep(storage: Storage, original: Original, rendered: Sequence[Rendered]) -> None:
    """Store derived files under their keys. Raises StorageUnavailable."""
    await together(*(storage.put_file(_key(original, each), each.path, each.mime) for each in rendered))


def keys_of(original: Original, rendered: Sequence[Rendered]) -> list[str]:
    """Return where derived files of an original are kept."""
    return [_key(original, each) for each in rendered]


def _key(original: Original, rendered: Rendered) -> str:
    return rendition_key(original, rendered.name, rendered.extension)


async def write_down(original: Original, rendered: Sequence[Rendered]) -> None:
    """Write stored files down, in the caller's transaction."""
    rows = [
        Rendition(
            id=uuid4(),
            original_id=original.id,
            recipe=each.name,
            purpose=each.purpose,
            key=_key(original, each),
            mime_type=each.mime,
            width=each.width,
            height=each.height,
            size=each.size,
            details=each.details,
        )
        for each in rendered
    ]
    await Rendition.bulk_create(rows, ignore_conflicts=True)


async def fetch_rendition(storage: Storage, row: Rendition, folder: Path) -> Rendered:
    """Have a derived file on the disk again, as when it was made. Raises GiveUp, StorageUnavailable."""
    extension = row.key.rpartition(".")[2]
    fetched = await fetch(storage, row.key, folder, f"{row.recipe}.{extension}")
    return Rendered(
        name=row.recipe,
        purpose=row.purpose,
        extension=extension,
        mime=row.mime_type,
        path=fetched.path,
        size=fetched.size,
        width=row.width,
        height=row.height,
        details=row.details,
    )


async def fetch(storage: Storage, key: str, folder: Path, name: str = "original") -> Fetched:
    """Copy an object into a folder. Raises GiveUp when it is gone, StorageUnavailable."""
    try:
        return await storage.fetch(key, folder / name)
    except ObjectMissing as error:
        raise GiveUp("BYTES_GONE", "The bytes are not in storage any more. Upload the file again.") from error


async def say_ready(work: Work, asset_id: UUID) -> None:
    """Mark an asset READY, once: also one of which another job was called off."""
    if await Asset.filter(id=asset_id, status=AssetStatus.READY).exists():
        return
    asset = await amend_asset(asset_id, status=AssetStatus.READY, **NO_FAILURE)
    if asset:
        await tell_everyone(work, AssetChange.READY, asset)


async def say_all_ready(work: Work, original: Original) -> None:
    """Mark every asset READY that waits for what was made of these bytes."""
    waiting = Asset.filter(original_id=original.id, status=AssetStatus.PROCESSING)
    for asset in await waiting.order_by("id"):
        await say_ready(work, asset.id)


async def say_more_where_ready(work: Work, original: Original) -> None:
    """Tell everyone that there is more to see of these bytes, where they can be seen already: others wait for READY."""
    await _say_updated(work, Asset.filter(original_id=original.id, status=AssetStatus.READY))


async def say_all_updated(work: Work, original: Original) -> None:
    """Tell everyone that there is more to see of these bytes."""
    await _say_updated(work, Asset.filter(original_id=original.id))


async def _say_updated(work: Work, assets: QuerySet[Asset]) -> None:
    for asset in await assets.order_by("id"):
        if changed := await amend_asset(asset.id):
            await tell_everyone(work, AssetChange.UPDATED, changed)


async def retry_asset(services: Services, actor: Actor, asset_id: UUID) -> Asset:
    """Try a failed asset again from where it stopped. Raises AssetNotFound, NothingToRetry."""
    async with unit_of_work(services) as work:
        asset = await visible_asset(actor.scope, asset_id)
        if asset.status is not AssetStatus.FAILED:
            raise NothingToRetry("This asset did not fail.", field="ids")
        if not asset.failure_retryable:
            raise NothingToRetry("Trying again cannot help: the file itself is the reason.", field="ids")
        again = await process_again(work, asset.id)
        assert again is not None  # it was read in this transaction, and assets with jobs are not deleted
        await owe_for(work, again, "uploads.receive", queue="image", head_start=FIRST_SIGHT)
    return again
