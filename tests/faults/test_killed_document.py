"""A worker dies in the middle of a document: the pages it had drawn stay, and only the others are drawn."""

import asyncio

import pytest

from tests.client import Client
from tests.domains.uploading import ready
from tests.faults.invariants import until_no_job_is_owed
from tests.machine import Machine
from tests.papers import Sheet, pdf
from vitrine.renditions.models import Rendition
from vitrine.work.models import Job

PAGES = 40


async def drawn() -> dict[str, str]:
    """Return the pages that have a picture, each by the row that says so."""
    return {row.recipe: str(row.id) for row in await Rendition.filter(purpose="page")}


@pytest.mark.long
async def test_pages_are_drawn_once_however_often_their_worker_dies(app: Machine, owner: Client) -> None:
    await app.halt("worker-bulk")
    await ready(owner, pdf([Sheet(f"Page {number}") for number in range(1, PAGES + 1)]), "book.pdf")
    assert len(await drawn()) == 8
    before = await drawn()
    for lots in (1, 2):
        await app.run("worker-bulk", VITRINE_FAILPOINTS="pages_made")
        async with asyncio.timeout(60):
            assert await app.stack.children["worker-bulk"].wait() == -9, "the worker was to die after a lot"
        now = await drawn()
        assert len(now) == min(8 + 16 * lots, PAGES)
        assert before.items() <= now.items()
        before = now
    await app.run("worker-bulk")
    await until_no_job_is_owed(app)
    assert sorted(await drawn()) == [f"page-{number:04d}" for number in range(1, PAGES + 1)]
    assert before.items() <= (await drawn()).items()
    job = await Job.get(kind="documents.rest")
    assert (job.state.value, job.crashes) == ("DONE", 2)
