"""What a crash, a lost Redis or a lost message left behind is put right."""

import asyncio
import contextvars
from uuid import UUID

import pytest
from tortoise.transactions import in_transaction

from tests.domains.live.served import forget_everything
from tests.domains.work.owed import ago, claimed, owe, rung, without_redis
from vitrine.infra import stream
from vitrine.infra.db import rows
from vitrine.libraries.models import Library
from vitrine.services import Services
from vitrine.work import reconcile as room
from vitrine.work.claims import claim_next
from vitrine.work.forgetting import forget_jobs
from vitrine.work.models import Change, Job
from vitrine.work.reconcile import reconcile


async def _change(library_id: UUID, age: float, *, released: bool = False) -> Change:
    return await Change.create(
        id=(await rows("select coalesce(max(id), 0) + 1000 as next from change"))[0]["next"],
        library_id=library_id,
        topic="asset",
        kind="UPDATED",
        subject_id=library_id,
        revision=2,
        released=released,
    )


async def _told(services: Services, library_id: UUID) -> list[str]:
    last = await stream.last_place(services.redis, library_id)
    entries = await stream.between(services.redis, library_id, stream.BEGINNING, last)
    return [entry.values["kind"] for entry in entries if entry.values["kind"] != "GENESIS"]


async def test_a_lease_that_ran_out_is_the_workers_fault_and_not_the_jobs(quiet: Services) -> None:
    held = await claimed(quiet, await owe(quiet))
    await Job.filter(id=held.job_id).update(lease_until=ago(1))
    await forget_everything(quiet)
    await reconcile(quiet)
    row = await Job.get(id=held.job_id)
    assert (row.state, row.attempts, row.crashes, row.lease_until) == ("QUEUED", 0, 1, None)
    assert str(held.job_id) in await rung(quiet)
    assert await claim_next(quiet, "bulk") is not None


async def test_a_lease_that_runs_on_is_left_alone(quiet: Services) -> None:
    held = await claimed(quiet, await owe(quiet))
    await reconcile(quiet)
    await held.renew()
    assert (await Job.get(id=held.job_id)).crashes == 0


async def test_a_bell_that_was_never_heard_is_rung_again(quiet: Services) -> None:
    await reconcile(quiet)
    job = await owe(quiet)
    await quiet.redis.delete("vitrine:bulk")
    await reconcile(quiet)
    assert await rung(quiet) == [], "it may still be on its way"
    await Job.filter(id=job.id).update(rung_at=ago(60), run_after=ago(60))
    await reconcile(quiet)
    assert await rung(quiet) == [str(job.id)]


async def test_a_job_that_waits_for_its_time_is_not_rung_for(quiet: Services) -> None:
    await reconcile(quiet)
    await owe(quiet, run_after=ago(-60), rung_at=ago(60))
    await quiet.redis.delete("vitrine:bulk")
    await reconcile(quiet)
    assert await rung(quiet) == []


async def test_an_emptied_redis_is_told_of_every_job_that_waits(quiet: Services) -> None:
    library = await Library.create(name="L")
    await reconcile(quiet)
    jobs = [await owe(quiet) for _ in range(5)]
    await forget_everything(quiet)
    await reconcile(quiet)
    assert sorted(await rung(quiet)) == sorted(str(job.id) for job in jobs)
    assert await quiet.redis.xlen(f"vitrine:ev:{library.id}") == 1, "streams begin anew, so that readers notice"
    await quiet.redis.delete("vitrine:bulk")
    await reconcile(quiet)
    assert await rung(quiet) == [], "once is enough"


async def test_a_change_that_a_crash_kept_back_is_told(quiet: Services) -> None:
    library = await Library.create(name="L")
    change = await _change(library.id, 0)
    await Change.filter(id=change.id).update(at=ago(room.RELEASE_AFTER + 1))
    await reconcile(quiet)
    await reconcile(quiet)
    assert await _told(quiet, library.id) == ["UPDATED"]
    assert (await Change.get(id=change.id)).released is True


async def test_a_change_of_this_moment_is_left_to_whoever_wrote_it(quiet: Services) -> None:
    library = await Library.create(name="L")
    change = await _change(library.id, 0)
    await reconcile(quiet)
    assert (await Change.get(id=change.id)).released is False


async def test_changes_told_long_ago_are_forgotten(quiet: Services) -> None:
    library = await Library.create(name="L")
    told, untold = await _change(library.id, 0, released=True), await _change(library.id, 0)
    await Change.all().update(at=ago(25 * 3600))
    await reconcile(quiet)
    assert await Change.exists(id=told.id) is False
    assert await Change.exists(id=untold.id) is True


async def test_jobs_that_ended_long_ago_are_forgotten_but_dead_letters_stay(quiet: Services) -> None:
    library = await Library.create(name="L")
    long_ago, lately = ago(31 * 24 * 3600), ago(29 * 24 * 3600)
    kept = [
        await owe(quiet, library_id=library.id, state=state, queued_at=long_ago, finished_at=ended)
        for state, ended in (("DEAD", long_ago), ("QUEUED", None), ("DONE", lately), ("CANCELLED", lately))
    ]
    for state in ("DONE", "CANCELLED"):
        await owe(quiet, library_id=library.id, state=state, queued_at=long_ago, finished_at=long_ago)
    await forget_jobs(quiet)
    assert {job.id for job in await Job.all()} == {job.id for job in kept}


async def test_one_process_at_a_time_reconciles(quiet: Services) -> None:
    held = await claimed(quiet, await owe(quiet))
    await Job.filter(id=held.job_id).update(lease_until=ago(1))
    async with in_transaction():
        await rows(f"select pg_advisory_xact_lock({room._LOCK})")
        # In a context of its own, so that it does not share this transaction's connection.
        await asyncio.create_task(reconcile(quiet), context=contextvars.Context())
        assert (await Job.get(id=held.job_id)).state == "RUNNING"
    await reconcile(quiet)
    assert (await Job.get(id=held.job_id)).state == "QUEUED"


async def test_without_redis_leases_are_put_right_all_the_same(quiet: Services) -> None:
    held = await claimed(quiet, await owe(quiet))
    await Job.filter(id=held.job_id).update(lease_until=ago(1))
    async with without_redis(quiet) as lonely:
        await reconcile(lonely)
    assert (await Job.get(id=held.job_id)).state == "QUEUED"


@pytest.mark.parametrize("crashes", [0, 5])
async def test_each_lost_worker_is_counted(quiet: Services, crashes: int) -> None:
    held = await claimed(quiet, await owe(quiet, crashes=crashes))
    await Job.filter(id=held.job_id).update(lease_until=ago(1))
    await reconcile(quiet)
    assert (await Job.get(id=held.job_id)).crashes == crashes + 1
