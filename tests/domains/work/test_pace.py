"""A queue with a pace begins so many jobs in any minute, and loses none of them."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.domains.work.owed import KIND, owe
from vitrine.services import Services
from vitrine.work import pace
from vitrine.work.claims import Claim
from vitrine.work.models import Job
from vitrine.work.pace import claim_in_time
from vitrine.work.runner import Task, run_next
from vitrine.work.unit import Work

# A minute of this test, in seconds.
MINUTE = 1.0


async def _do(_: Claim) -> None:
    pass


async def _give_up(_work: Work, _held: Claim, code: str, reason: str) -> None:
    raise AssertionError(code, reason)


TASKS = {KIND: Task(_do, _give_up)}


@pytest.fixture
def paced(quiet: Services, monkeypatch: pytest.MonkeyPatch) -> Services:
    """Services that begin three jobs of the queue `bulk` in a minute, which is short here."""
    monkeypatch.setattr(pace, "MINUTE", MINUTE)
    return replace(quiet, settings=replace(quiet.settings, queue_per_minute={"bulk": 3}))


async def test_no_minute_sees_more_jobs_begin_than_it_may_and_all_are_done(paced: Services) -> None:
    for _ in range(8):
        await owe(paced)
    await asyncio.gather(*(run_next(paced, TASKS, "bulk") for _ in range(8)))
    done = await Job.filter(state="DONE").order_by("started_at")
    assert len(done) == 8
    began = [job.started_at for job in done if job.started_at]
    for first, fourth in zip(began, began[3:], strict=False):
        assert fourth - first >= timedelta(seconds=MINUTE)
    assert began[-1] - began[0] < timedelta(seconds=4 * MINUTE)


async def test_a_queue_without_a_pace_is_not_held_back(paced: Services) -> None:
    for _ in range(8):
        await owe(paced, queue="image")
    async with asyncio.timeout(0.9 * MINUTE):
        await asyncio.gather(*(run_next(paced, TASKS, "image") for _ in range(8)))
    assert await Job.filter(state="DONE").count() == 8


async def test_nobody_waits_for_the_pace_of_a_queue_that_has_no_work(paced: Services) -> None:
    for _ in range(3):
        await owe(paced)
        await run_next(paced, TASKS, "bulk")
    async with asyncio.timeout(0.5 * MINUTE):
        assert await claim_in_time(paced, "bulk") is None
