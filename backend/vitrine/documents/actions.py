"""Look at documents, and say what is missing of them."""

import base64
from pathlib import Path

import structlog

from vitrine.assets.actions import owe_for
from vitrine.assets.models import Asset, AssetStatus, Original
from vitrine.documents.recipes import FIRST_PAGES, MOST_PAGES, page_name
from vitrine.infra.media.errors import Corrupt, Crashed, HostFailed, MediaError
from vitrine.renditions.actions import made_of, say_ready
from vitrine.renditions.looks import Look
from vitrine.renditions.recipes import THUMBNAIL
from vitrine.work.claims import Claim
from vitrine.work.turns import READY_SOON
from vitrine.work.unit import Work

log = structlog.get_logger()


async def first_look(claim: Claim, original: Original, path: Path) -> Look | None:
    """Count a document's pages, draw the first one small and read the words people see first.

    None when all that was done. Raises MediaError.
    """
    if original.facts and await made_of(original, [THUMBNAIL.name]):
        return None
    try:
        sight = await claim.services.decoders.first_sight(path, [THUMBNAIL], path.parent)
    except Crashed as error:
        # What ends PDFium once ends it each time: memory that a page asks for without end.
        raise Corrupt("This document cannot be drawn: its first page asks for more than one file may use.") from error
    placeholder = base64.b64encode(sight.thumbhash).decode()
    return Look(
        facts=sight.facts.to_wire() | {"placeholder": placeholder},
        rendered=sight.rendered,
        text=await words(claim, path, FIRST_PAGES),
    )


async def words(claim: Claim, path: Path, last: int) -> str | None:
    """Return the words of the pages up to `last`; None where there are none, or none that can be read."""
    try:
        return await claim.services.decoders.text(path, last) or None
    except HostFailed:
        raise
    except MediaError as error:
        # A document that can be looked at is worth keeping without its words.
        log.info("words_not_read", reason=error.message)
        return None


async def owe_rest(work: Work, asset: Asset, original: Original) -> None:
    """Owe the pages that a document has no picture of yet; READY once the first of them have one."""
    if await missing_pages(original, FIRST_PAGES):
        head_start = 0 if asset.status is AssetStatus.READY else READY_SOON
        await owe_for(work, asset, "documents.pages", queue="image", head_start=head_start)
        return
    await say_ready(work, asset.id)
    await owe_later_pages(work, asset, original)


async def owe_later_pages(work: Work, asset: Asset, original: Original) -> None:
    """Owe the pages behind the first ones, for when nobody waits."""
    if await missing_pages(original, MOST_PAGES):
        await owe_for(work, asset, "documents.rest", queue="bulk")


async def missing_pages(original: Original, last: int) -> list[int]:
    """Return the numbers of the pages up to `last` that have no picture yet."""
    count = (original.facts or {}).get("pages") or 0
    wanted = range(1, min(count, last) + 1)
    made = await made_of(original, [page_name(number) for number in wanted])
    return [number for number in wanted if page_name(number) not in made]
