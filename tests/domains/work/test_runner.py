"""One claimed job is run to one of its ends."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import pytest

from tests.domains.work.owed import KIND, ago, owe, rung, with_lease
from vitrine.infra import stream
from vitrine.infra.storage.answers import StorageUnavailable
from vitrine.services import Services
from vitrine.work import runner
from vitrine.work.claims import MAX_CRASHES, Claim, Progress, claim_next
from vitrine.work.interventions import cancel, put_back
from vitrine.work.models import Job
from vitrine.work.progress import Reporter
from vitrine.work.reconcile import reconcile
from vitrine.work.runner import MISTAKE, MISTAKES, NOTICES_WITHIN, PATIENCE, GiveUp, Task, TryAgain, run_next
from vitrine.work.unit import Work, unit_of_work


@dataclass(slots=True)
class Desk:
    """What is done with a job here, and what was written down about it."""

    do: Callable[[Claim], Awaitable[None]]
    runs: int = 0
    given_up: list[tuple[str, str]] = field(default_factory=list)

    @property
    def tasks(self) -> dict[str, Task]:
        return {KIND: Task(self._run, self._give_up)}

    async def _run(self, held: Claim) -> None:
        self.runs += 1
        await self.do(held)

    async def _give_up(self, _work: Work, _held: Claim, code: str, reason: str) -> None:
        self.given_up.append((code, reason))


def _raising(error: Exception) -> Desk:
    async def do(_: Claim) -> None:
        raise error

    return Desk(do)


async def _nothing(_: Claim) -> None:
    pass


async def _try_until_over(services: Services, desk: Desk, job: Job) -> Job:
    while (row := await Job.get(id=job.id)).state == "QUEUED":
        await Job.filter(id=job.id).update(run_after=ago(1))
        await run_next(services, desk.tasks, "bulk")
    return row


async def test_a_job_that_is_run_is_done(quiet: Services) -> None:
    job, desk = await owe(quiet), Desk(_nothing)
    await run_next(quiet, desk.tasks, "bulk")
    await run_next(quiet, desk.tasks, "bulk")
    row = await Job.get(id=job.id)
    assert (row.state, row.attempts, desk.runs, desk.given_up) == ("DONE", 1, 1, [])


async def test_a_job_that_may_be_tried_again_is_tried_so_often_and_no_more(quiet: Services) -> None:
    job, desk = await owe(quiet), _raising(TryAgain("TIMED_OUT", "It took too long.", limit=3))
    row = await _try_until_over(quiet, desk, job)
    assert (row.state, row.attempts, desk.runs) == ("DEAD", 3, 3)
    assert desk.given_up == [("TIMED_OUT", "It took too long.")]
    assert row.error == "It took too long."


async def test_a_hopeless_job_is_a_dead_letter_at_once(quiet: Services) -> None:
    job, desk = await owe(quiet), _raising(GiveUp("CORRUPT", "This picture is damaged."))
    await run_next(quiet, desk.tasks, "bulk")
    assert ((await Job.get(id=job.id)).state, desk.runs) == ("DEAD", 1)
    assert desk.given_up == [("CORRUPT", "This picture is damaged.")]


async def test_a_mistake_of_ours_is_a_dead_letter_that_tells_no_secrets(quiet: Services) -> None:
    job, desk = await owe(quiet), _raising(KeyError("/secret/path"))
    await run_next(quiet, desk.tasks, "bulk")
    row = await Job.get(id=job.id)
    assert (row.state, row.error_code) == ("DEAD", "INTERNAL")
    assert "secret" not in (row.error or "")


@pytest.mark.parametrize("error", [FileNotFoundError(2, "/secret/path"), OSError(22, "Invalid argument")])
async def test_a_place_that_is_nowhere_is_no_fault_of_the_machine_that_is_waited_out_for_ever(
    quiet: Services, error: OSError
) -> None:
    job, desk = await owe(quiet), _raising(error)
    row = await _try_until_over(quiet, desk, job)
    assert (row.state, desk.runs) == ("DEAD", MISTAKES)
    assert desk.given_up == [("INTERNAL", MISTAKE)]


async def test_a_storage_that_is_away_is_waited_for_patiently(quiet: Services) -> None:
    job, desk = await owe(quiet), _raising(StorageUnavailable("503"))
    row = await _try_until_over(quiet, desk, job)
    assert (row.state, desk.runs) == ("DEAD", PATIENCE)
    assert [code for code, _ in desk.given_up] == ["STORAGE_UNAVAILABLE"]


async def test_a_worker_that_has_to_go_hands_its_job_back(quiet: Services) -> None:
    started = asyncio.Event()

    async def forever(_: Claim) -> None:
        started.set()
        await asyncio.Event().wait()

    job, desk = await owe(quiet), Desk(forever)
    running = asyncio.create_task(run_next(quiet, desk.tasks, "bulk"))
    await started.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    row = await Job.get(id=job.id)
    assert (row.state, row.attempts, row.crashes, desk.given_up) == ("QUEUED", 0, 0, [])


async def test_a_worker_that_has_to_go_while_it_tells_of_progress_hands_its_job_back(
    quiet: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def swallow(*_: object) -> None:
        task = asyncio.current_task()
        assert task is not None
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.sleep(0)

    async def tell(held: Claim) -> None:
        await Reporter(held, 1).report(Progress("step", 1, 2, "steps"))

    monkeypatch.setattr(stream, "publish_progress", swallow)
    job, desk = await owe(quiet), Desk(tell)
    with pytest.raises(asyncio.CancelledError):
        await asyncio.create_task(run_next(quiet, desk.tasks, "bulk"))
    row = await Job.get(id=job.id)
    assert (row.state, row.attempts) == ("QUEUED", 0)


async def test_a_long_job_keeps_its_lease(quiet: Services) -> None:
    short = with_lease(quiet, 0.6)

    async def long(_: Claim) -> None:
        for _round in range(8):
            await asyncio.sleep(0.2)
            await reconcile(short)

    job, desk = await owe(short), Desk(long)
    await run_next(short, desk.tasks, "bulk")
    row = await Job.get(id=job.id)
    assert (row.state, row.crashes, row.attempts) == ("DONE", 0, 1)


async def test_a_job_that_was_taken_over_is_stopped_and_writes_nothing(quiet: Services) -> None:
    stopped = asyncio.Event()

    async def overtaken(held: Claim) -> None:
        await Job.filter(id=held.job_id).update(token=held.token + 1)
        try:
            await asyncio.sleep(20)
        finally:
            stopped.set()

    job, desk = await owe(quiet), Desk(overtaken)
    async with asyncio.timeout(5):
        await run_next(with_lease(quiet, 0.6), desk.tasks, "bulk")
    assert stopped.is_set()
    row = await Job.get(id=job.id)
    assert (row.state, row.token, desk.given_up) == ("RUNNING", 2, [])


async def test_a_job_that_is_cancelled_is_stopped_at_once_and_not_handed_back(quiet: Services) -> None:
    started, stopped = asyncio.Event(), asyncio.Event()

    async def forever(_: Claim) -> None:
        started.set()
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()

    job, desk = await owe(quiet), Desk(forever)
    running = asyncio.create_task(run_next(quiet, desk.tasks, "bulk"))
    await started.wait()
    async with unit_of_work(quiet) as work:
        assert await cancel(work, job.id)
    async with asyncio.timeout(NOTICES_WITHIN + 0.5):
        await running
    row = await Job.get(id=job.id)
    assert (stopped.is_set(), row.state, row.error_code) == (True, "CANCELLED", "CANCELLED")
    assert desk.given_up == [], "whoever cancelled it said so already"
    assert await claim_next(quiet, "bulk") is None


async def test_what_was_done_before_it_was_cancelled_is_kept_and_nothing_after(quiet: Services) -> None:
    wrote: list[str] = []

    async def write(held: Claim) -> None:
        async with unit_of_work(quiet):
            await held.hold()
            wrote.append("before")
        async with unit_of_work(quiet) as work:
            await cancel(work, held.job_id)
        async with unit_of_work(quiet):
            await held.hold()
            wrote.append("after")

    job, desk = await owe(quiet), Desk(write)
    await run_next(quiet, desk.tasks, "bulk")
    assert ((await Job.get(id=job.id)).state, wrote) == ("CANCELLED", ["before"])


async def test_a_job_that_was_cancelled_and_retried_belongs_to_whoever_claims_it_next(quiet: Services) -> None:
    async def overtaken(held: Claim) -> None:
        async with unit_of_work(quiet) as work:
            await cancel(work, held.job_id)
            assert [each.id for each in await put_back(work, [held.job_id])] == [held.job_id]
        assert await claim_next(quiet, "bulk") is not None
        await asyncio.sleep(20)

    job, desk = await owe(quiet), Desk(overtaken)
    async with asyncio.timeout(NOTICES_WITHIN + 1):
        await run_next(quiet, desk.tasks, "bulk")
    row = await Job.get(id=job.id)
    assert (row.state, row.attempts, row.token) == ("RUNNING", 1, 2)


async def test_a_worker_that_has_to_go_before_it_has_a_job_rings_for_another(
    quiet: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(*_: object) -> None:
        await asyncio.Event().wait()

    await quiet.redis.delete("vitrine:bulk")
    monkeypatch.setattr(runner, "claim_in_time", never)
    waiting = asyncio.create_task(run_next(quiet, {}, "bulk"))
    await asyncio.sleep(0.05)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert len(await rung(quiet)) == 1


async def test_a_kind_that_nobody_knows_yet_waits_for_a_worker_that_does(quiet: Services) -> None:
    job = await owe(quiet)
    await run_next(quiet, {}, "bulk")
    row = await Job.get(id=job.id)
    assert (row.state, row.attempts, row.error_code) == ("QUEUED", 0, "UNKNOWN_KIND")
    assert row.run_after > ago(-5)


async def test_a_job_that_cost_twenty_workers_is_not_tried_again(quiet: Services) -> None:
    job, desk = await owe(quiet, crashes=MAX_CRASHES), Desk(_nothing)
    await run_next(quiet, desk.tasks, "bulk")
    row = await Job.get(id=job.id)
    assert (row.state, row.error_code, desk.runs) == ("DEAD", "CRASHED", 0)
    assert [code for code, _ in desk.given_up] == ["CRASHED"]


async def test_what_is_written_down_about_a_dead_letter_is_kept_with_it_or_not_at_all(quiet: Services) -> None:
    async def fail(*_: object) -> None:
        raise RuntimeError

    job = await owe(quiet)
    with pytest.raises(RuntimeError):
        await run_next(quiet, {KIND: Task(_raising(GiveUp("CODE", "Because."))._run, fail)}, "bulk")
    assert (await Job.get(id=job.id)).state == "RUNNING", "its lease will run out, and then it is tried again"
