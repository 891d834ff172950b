"""Everything or nothing; and what it caused is let go only after the commit."""

from uuid import UUID, uuid4

import pytest

from tests.domains.work.owed import KIND, claimed, owe, rung, without_redis
from vitrine.infra import stream
from vitrine.libraries.models import Library
from vitrine.services import Services
from vitrine.work.models import Change, Job
from vitrine.work.unit import Work, unit_of_work


async def _cause(work: Work, library_id: UUID) -> None:
    await work.announce("UPDATED", library_id=library_id, subject_id=uuid4(), revision=2)
    await work.owe(KIND, queue="bulk", library_id=library_id, asset_id=uuid4())


async def _cause_and_fail(services: Services, library_id: UUID) -> None:
    async with unit_of_work(services) as work:
        await _cause(work, library_id)
        raise RuntimeError


async def _heard(services: Services, library_id: UUID) -> int:
    last = await stream.last_place(services.redis, library_id)
    return len(await stream.between(services.redis, library_id, stream.BEGINNING, last))


async def test_a_commit_lets_the_job_and_the_change_go(quiet: Services) -> None:
    library = await Library.create(name="L")
    async with unit_of_work(quiet) as work:
        await _cause(work, library.id)
        assert await quiet.redis.exists(f"vitrine:ev:{library.id}") == 0, "nothing is told before the commit"
    assert str(work.jobs[0]) in await rung(quiet)
    assert await _heard(quiet, library.id) == 1
    assert (await Change.get()).released is True


async def test_a_failure_leaves_neither_job_nor_change_nor_bell(quiet: Services) -> None:
    library = await Library.create(name="L")
    before = await rung(quiet)
    with pytest.raises(RuntimeError):
        await _cause_and_fail(quiet, library.id)
    assert await Job.exists() is False
    assert await Change.exists() is False
    assert await rung(quiet) == before
    assert await quiet.redis.exists(f"vitrine:ev:{library.id}") == 0


async def test_without_redis_what_was_committed_is_owed_all_the_same(quiet: Services) -> None:
    library = await Library.create(name="L")
    async with without_redis(quiet) as lonely, unit_of_work(lonely) as work:
        await _cause(work, library.id)
    assert (await Job.get()).state == "QUEUED"
    assert (await Change.get()).released is False


async def test_owing_twice_is_owing_once(quiet: Services) -> None:
    asset_id = uuid4()
    await owe(quiet, asset_id=asset_id)
    async with unit_of_work(quiet) as work:
        await work.owe(KIND, queue="bulk", library_id=uuid4(), asset_id=asset_id)
    assert work.jobs == []
    assert await Job.all().count() == 1


async def test_what_is_owed_again_while_it_runs_runs_once_more(quiet: Services) -> None:
    asset_id = uuid4()
    held = await claimed(quiet, await owe(quiet, asset_id=asset_id))
    for _ in range(2):
        async with unit_of_work(quiet) as work:
            await work.owe(KIND, queue="bulk", library_id=uuid4(), asset_id=asset_id)
    assert ((await Job.get()).state, work.jobs) == ("RUNNING", [])
    await held.finish()
    row = await Job.get()
    assert (row.state, row.attempts) == ("QUEUED", 0)
    assert (await rung(quiet)).count(str(row.id)) == 2, "one bell for each time that it waited"
    await (await claimed(quiet, row)).finish()
    assert (await Job.get()).state == "DONE"


@pytest.mark.parametrize("end", ["DONE", "DEAD"])
async def test_owing_again_what_is_over_begins_anew(quiet: Services, end: str) -> None:
    asset_id = uuid4()
    job = await owe(quiet, asset_id=asset_id, state=end, attempts=4, crashes=2, error="Because.", token=9)
    async with unit_of_work(quiet) as work:
        await work.owe(KIND, queue="bulk", library_id=uuid4(), asset_id=asset_id)
    row = await Job.get()
    assert work.jobs == [job.id]
    assert (row.state, row.attempts, row.crashes) == ("QUEUED", 0, 0)
    assert row.error is None
    assert (await claimed(quiet, row)).token == 10, "tokens are never used twice"
