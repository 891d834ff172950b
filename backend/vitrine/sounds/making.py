"""Make what is missing of one sound, and write each step down when it is done."""

from pathlib import Path

from vitrine.assets.actions import adopt_original
from vitrine.assets.changes import AssetChange, tell_everyone
from vitrine.assets.models import Asset, Original
from vitrine.infra.media.film.facts import FilmFacts
from vitrine.infra.media.film.progress import Share
from vitrine.infra.media.recipe import Rendered
from vitrine.infra.media.sound.waveform import waveform
from vitrine.infra.media.sound.web_copy import web_copy
from vitrine.renditions.actions import keep, say_all_ready, say_more_where_ready, write_down
from vitrine.renditions.recipes import THUMBNAIL
from vitrine.sounds.actions import missing, placeholder_of, with_length, with_peaks
from vitrine.sounds.recipes import PEAKS, WAVEFORM, WEB_COPY, WITHOUT_COVER
from vitrine.work.claims import Claim, Progress
from vitrine.work.progress import Reporter
from vitrine.work.unit import unit_of_work


async def make_shape(claim: Claim, original: Original, path: Path) -> None:
    """Draw a sound's shape and, where there is no cover, its thumbnail. Raises MediaError."""
    if not await missing(original, [THUMBNAIL.name, WAVEFORM, PEAKS]):
        return
    facts = FilmFacts.from_wire(original.facts)
    shape = await waveform(path, facts, path.parent)
    rendered = with_peaks(shape)
    original.facts = with_length(original.facts, shape)
    if await missing(original, [THUMBNAIL.name]):
        sight = await claim.services.decoders.first_sight(shape.picture, WITHOUT_COVER, path.parent)
        rendered += sight.rendered
        original.facts = original.facts | {"placeholder": placeholder_of(sight)}
    await keep(claim.services.storage, original, rendered)
    async with unit_of_work(claim.services) as work:
        await claim.hold()
        await original.save(update_fields=["facts"])
        await write_down(original, rendered)
        for asset in await Asset.filter(original_id=original.id).order_by("id"):
            if shown := await adopt_original(asset, original):
                await tell_everyone(work, AssetChange.UPDATED, shown)


async def make_web_copy(claim: Claim, original: Original, path: Path, reporter: Reporter) -> None:
    """Make the copy that plays everywhere; then the sound is READY. Raises MediaError."""

    async def tell(share: Share) -> None:
        await reporter.report(Progress("sound", share.done, share.total, "seconds", share.eta))

    rendered: list[Rendered] = []
    if await missing(original, [WEB_COPY]):
        rendered = [await web_copy(path, FilmFacts.from_wire(original.facts), path.parent, tell)]
        await keep(claim.services.storage, original, rendered)
    async with unit_of_work(claim.services) as work:
        await claim.hold()
        await write_down(original, rendered)
        if rendered:
            await say_more_where_ready(work, original)
        await say_all_ready(work, original)
