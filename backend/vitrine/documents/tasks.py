"""Entry points of the workers: the pages of documents."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from vitrine.assets.models import Asset
from vitrine.documents.actions import owe_later_pages
from vitrine.documents.making import Paper
from vitrine.documents.recipes import FIRST_PAGES, MOST_PAGES
from vitrine.infra.scratch import job_folder
from vitrine.renditions.actions import say_all_ready, say_all_updated, say_more_where_ready
from vitrine.renditions.alone import begin_alone
from vitrine.renditions.ends import say_failed, stay_silent
from vitrine.work.claims import Claim, Progress
from vitrine.work.runner import Task
from vitrine.work.unit import unit_of_work


async def pages(claim: Claim) -> None:
    """Draw the pages people look at first; then the document is READY, and the others are owed for quiet hours."""
    async with _taken_up(claim) as paper:
        if paper is None:
            return
        await paper.draw_missing(FIRST_PAGES, say_more_where_ready)
        async with unit_of_work(claim.services) as work:
            await claim.hold()
            await say_all_ready(work, paper.original)
            await owe_later_pages(work, paper.asset, paper.original)


async def rest(claim: Claim) -> None:
    """Read all words, then draw the other pages. Nobody waits for them, so no failure of theirs shows on the card."""
    async with _taken_up(claim) as paper:
        if paper is None:
            return
        await paper.read_all()
        await paper.draw_missing(MOST_PAGES, say_all_updated)


@asynccontextmanager
async def _taken_up(claim: Claim) -> AsyncIterator[Paper | None]:
    asset = await Asset.get_or_none(id=claim.asset_id).select_related("original")
    if asset is None or asset.original is None or not asset.original.facts:
        yield None
        return
    await begin_alone(claim, asset.original, Progress("pages", 0, asset.original.facts.get("pages") or 0, "pages"))
    with job_folder() as folder:
        yield Paper(claim, asset, asset.original, Path(folder))


TASKS = {
    "documents.pages": Task(pages, say_failed),
    "documents.rest": Task(rest, stay_silent),
}
