"""Lease, fencing token, and every way a claimed job can end."""

import asyncio
import contextvars
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest

from tests.domains.work.owed import ago, claimed, owe, rung
from vitrine.infra.db import rows, transaction
from vitrine.services import Services
from vitrine.work.claims import BACKOFF_CAP, Claim, Fenced, Progress, claim_next
from vitrine.work.models import Job
from vitrine.work.reconcile import reconcile

ENDS: list[Callable[[Claim], Awaitable[None]]] = [
    Claim.renew,
    Claim.hold,
    Claim.finish,
    Claim.hand_back,
    lambda held: held.bury("CODE", "Because."),
    lambda held: held.retry("CODE", "Because."),
]


async def test_ten_workers_that_hear_one_bell_claim_the_job_once(quiet: Services) -> None:
    await owe(quiet)
    claims = await asyncio.gather(*(claim_next(quiet, "bulk") for _ in range(10)))
    assert len([each for each in claims if each]) == 1


async def test_a_claim_counts_the_attempt_and_takes_the_next_token_and_a_lease(quiet: Services) -> None:
    job = await owe(quiet, attempts=2, token=7)
    held = await claimed(quiet, job)
    row = await Job.get(id=job.id)
    assert (row.state, row.attempts, row.token, held.token, held.attempts) == ("RUNNING", 3, 8, 8, 3)
    assert row.lease_until is not None
    remaining = (row.lease_until - datetime.now(UTC)).total_seconds()
    assert 0 < remaining <= quiet.settings.job_lease


async def test_a_job_that_is_not_due_is_not_claimed(quiet: Services) -> None:
    await owe(quiet, run_after=ago(-60))
    assert await claim_next(quiet, "bulk") is None


@pytest.mark.parametrize("state", ["RUNNING", "DONE", "DEAD", "CANCELLED"])
async def test_only_a_queued_job_is_claimed(quiet: Services, state: str) -> None:
    await owe(quiet, state=state)
    assert await claim_next(quiet, "bulk") is None


async def test_a_queue_without_work_has_nothing_to_claim(quiet: Services) -> None:
    await owe(quiet, queue="image")
    assert await claim_next(quiet, "index") is None


async def test_twenty_workers_claim_twenty_jobs_once_each(quiet: Services) -> None:
    jobs = [await owe(quiet) for _ in range(20)]
    claims = await asyncio.gather(*(claim_next(quiet, "bulk") for _ in range(20)))
    assert sorted(each.job_id for each in claims if each) == sorted(job.id for job in jobs)


async def test_a_job_that_somebody_holds_for_a_moment_is_waited_for(quiet: Services) -> None:
    job = await owe(quiet)
    async with transaction():
        await rows("select id from job where id = $1 for update", job.id)
        # In a context of its own, so that it does not share this transaction's connection.
        claiming = asyncio.create_task(claim_next(quiet, "bulk"), context=contextvars.Context())
        await asyncio.sleep(0.3)
        assert not claiming.done()
    held = await claiming
    assert held is not None
    assert held.job_id == job.id


async def test_a_heartbeat_pushes_the_lease_out_and_carries_progress(quiet: Services) -> None:
    held = await claimed(quiet, await owe(quiet))
    await Job.filter(id=held.job_id).update(lease_until=ago(-0.1))
    held.progress = Progress("hash", 3, 10, "MB", eta=7.5)
    await held.renew()
    row = await Job.get(id=held.job_id)
    assert row.lease_until is not None
    assert (row.lease_until - datetime.now(UTC)).total_seconds() > quiet.settings.job_lease / 2
    assert (row.step, row.done, row.total, row.unit, row.eta) == ("hash", 3, 10, "MB", 7.5)


@pytest.mark.parametrize("end", ENDS)
async def test_whoever_lost_the_lease_can_write_nothing_more(
    quiet: Services, end: Callable[[Claim], Awaitable[None]]
) -> None:
    job = await owe(quiet)
    slow = await claimed(quiet, job)
    await Job.filter(id=job.id).update(lease_until=ago(1))
    await reconcile(quiet)
    fast = await claimed(quiet, job)
    before = await Job.filter(id=job.id).values()
    with pytest.raises(Fenced):
        await end(slow)
    assert await Job.filter(id=job.id).values() == before
    await fast.finish()
    assert (await Job.get(id=job.id)).state == "DONE"


async def test_a_dead_letter_keeps_the_reason(quiet: Services) -> None:
    held = await claimed(quiet, await owe(quiet))
    await held.bury("CORRUPT", "This picture is damaged.")
    row = await Job.get(id=held.job_id)
    assert (row.state, row.error_code, row.error) == ("DEAD", "CORRUPT", "This picture is damaged.")
    assert row.finished_at is not None
    assert row.lease_until is None


@pytest.mark.parametrize("attempts", [1, 2, 5, 19])
async def test_a_retry_waits_longer_each_time_within_bounds(quiet: Services, attempts: int) -> None:
    held = await claimed(quiet, await owe(quiet, attempts=attempts - 1))
    await held.retry("SLOW", "It was slow.")
    row = await Job.get(id=held.job_id)
    pause = (row.run_after - datetime.now(UTC)).total_seconds()
    usual = min(BACKOFF_CAP, 2.0**attempts)
    assert usual * 0.5 - 1 < pause <= usual * 1.5
    assert (row.state, row.attempts, row.error) == ("QUEUED", attempts, "It was slow.")
    assert str(row.id) in await rung(quiet)


async def test_two_jobs_that_fail_together_do_not_come_back_together(quiet: Services) -> None:
    pauses = set()
    for _ in range(8):
        held = await claimed(quiet, await owe(quiet, attempts=5))
        await held.retry("SLOW", "It was slow.")
        pauses.add(round((await Job.get(id=held.job_id)).run_after.timestamp()))
    assert len(pauses) > 2


async def test_an_uncharged_retry_gives_the_attempt_back(quiet: Services) -> None:
    held = await claimed(quiet, await owe(quiet, attempts=3))
    await held.retry("FULL", "The disk is full.", charged=False)
    assert (await Job.get(id=held.job_id)).attempts == 3


async def test_a_job_handed_back_is_as_if_nobody_had_tried(quiet: Services) -> None:
    job = await owe(quiet)
    await (await claimed(quiet, job)).hand_back()
    row = await Job.get(id=job.id)
    assert (row.state, row.attempts, row.crashes, row.lease_until) == ("QUEUED", 0, 0, None)
    assert await claim_next(quiet, "bulk") is not None
