"""Make what was ordered of one asset: fetched once, each rendition kept and told of as soon as it is there."""

from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from vitrine.assets.actions import amend_asset
from vitrine.assets.changes import AssetChange, tell_everyone
from vitrine.assets.models import MediaKind, Original
from vitrine.infra.media.errors import HostFailed, MediaError
from vitrine.infra.media.recipe import Rendered
from vitrine.infra.media.transformation import Transformation
from vitrine.infra.storage.answers import ObjectMissing
from vitrine.orders.models import OrderState, RenditionOrder
from vitrine.renditions.actions import fetch, give_up_or_try_again, keep, write_down
from vitrine.renditions.models import Rendition
from vitrine.work.claims import Claim
from vitrine.work.runner import GiveUp
from vitrine.work.unit import Work, unit_of_work

POSTER = "poster"


class MarkGone(Exception):
    """The picture to mark with is not kept any more, or is not to be given out."""


@dataclass(slots=True)
class Bench:
    """One asset's picture in a folder, fetched when it is first needed, and the pictures it is marked with."""

    claim: Claim
    original: Original
    folder: Path
    _source: Path | None = None
    _marks: dict[str, Path] = field(default_factory=dict)

    async def make(self, recipe: Transformation) -> Rendered:
        """Make one rendition as a file and store it.

        Raises MediaError, MarkGone, StorageUnavailable, and GiveUp when there is nothing to make it of.
        """
        sha256 = recipe.watermark.sha256 if recipe.watermark else None
        mark = await self._mark(sha256) if sha256 else None
        services = self.claim.services
        rendered = await services.decoders.transform(await self._picture(), recipe, self.folder, mark=mark)
        await keep(services.storage, self.original, [rendered])
        return rendered

    async def _picture(self) -> Path:
        if self._source is None:
            key = await _pictured(self.original)
            self._source = (await fetch(self.claim.services.storage, key, self.folder)).path
        return self._source

    async def _mark(self, sha256: str) -> Path:
        if sha256 not in self._marks:
            original = await Original.get_or_none(library_id=self.original.library_id, sha256=sha256)
            if original is None or original.infection is not None:
                raise MarkGone
            try:
                fetched = await self.claim.services.storage.fetch(original.key, self.folder / f"mark-{sha256[:16]}")
            except ObjectMissing as error:
                raise MarkGone from error
            self._marks[sha256] = fetched.path
        return self._marks[sha256]


async def _pictured(original: Original) -> str:
    """Return where the picture lies that an original is ordered from: a film's poster, or itself. Raises GiveUp."""
    if original.kind is not MediaKind.VIDEO:
        return original.key
    poster = await Rendition.filter(original_id=original.id, purpose=POSTER).first()
    if poster is None:
        raise GiveUp("NO_POSTER", "This film has no picture to make anything of.")
    return poster.key


async def serve(bench: Bench, order: RenditionOrder) -> MediaError | None:
    """Make what one order wants and say so, or say why it cannot be made.

    Returns what may go better at another attempt; the order then waits on. Raises StorageUnavailable, OSError, GiveUp,
    Fenced.
    """
    recipe = Transformation.from_words(order.words)
    rendered: list[Rendered] = []
    try:
        if not await Rendition.exists(original_id=bench.original.id, recipe=order.recipe):
            rendered = [await bench.make(recipe)]
    except MediaError as error:
        if isinstance(error, HostFailed):
            give_up_or_try_again(error)
        if error.retryable:
            return error
        await _end(bench, order, OrderState.FAILED, error.code, error.message)
    except MarkGone:
        reason = "The picture to mark with is gone: order with another one."
        await _end(bench, order, OrderState.FAILED, "WATERMARK_GONE", reason)
    else:
        await _end(bench, order, OrderState.READY, rendered=rendered)
    return None


async def _end(
    bench: Bench,
    order: RenditionOrder,
    state: OrderState,
    code: str | None = None,
    reason: str | None = None,
    *,
    rendered: list[Rendered] | None = None,
) -> None:
    """Write down how an order ended. What was made serves whoever waits for the same of the same bytes."""
    async with unit_of_work(bench.claim.services) as work:
        await bench.claim.hold()
        await write_down(bench.original, rendered or [])
        served = RenditionOrder.filter(recipe=order.recipe, state=OrderState.WAITING)
        if state is OrderState.READY:
            served = served.filter(asset__original_id=bench.original.id)
        else:
            served = served.filter(asset_id=order.asset_id)
        await put_orders(work, await served, state, code, reason)


async def put_orders(
    work: Work, orders: list[RenditionOrder], state: OrderState, code: str | None = None, reason: str | None = None
) -> None:
    """Write down where orders stand now, and tell of their assets."""
    ids = [order.id for order in orders]
    await RenditionOrder.filter(id__in=ids).update(state=state, failure_code=code, failure_message=reason)
    for asset_id in sorted({order.asset_id for order in orders}):
        await _tell(work, asset_id)


async def _tell(work: Work, asset_id: UUID) -> None:
    if asset := await amend_asset(asset_id):
        await tell_everyone(work, AssetChange.UPDATED, asset)
