"""People take turns: what somebody brings keeps nobody else waiting."""

from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID, uuid4

import asyncpg
import pytest

from tests.domains.work.owed import ago
from tests.machine import Machine
from vitrine.infra.db import execute, rows
from vitrine.services import Services
from vitrine.work.claims import CLAIM, claim_next
from vitrine.work.models import Job
from vitrine.work.turns import FIRST_SIGHT, READY_SOON, SHARES
from vitrine.work.unit import OWE_JOBS, unit_of_work

_IMPORT = """
insert into job (id, library_id, asset_id, kind, queue, dedupe_key, owner_id, head_start, turn, state,
                 attempts, crashes, token, run_after, queued_at)
select gen_random_uuid(), $1, gen_random_uuid(), 'uploads.receive', 'image', gen_random_uuid()::text, $2, $3,
       $4::timestamptz + make_interval(secs => n - $3), 'QUEUED', 0, 0, 0, $4, $4
from generate_series(0, $5 - 1) as n
"""


async def _import(owner: UUID, jobs: int, *, since: datetime | None = None, head_start: int = FIRST_SIGHT) -> None:
    """Write down what `owe` would have written, one after the other, for somebody who brings so many files at once."""
    await execute(_IMPORT, uuid4(), owner, head_start, since or datetime.now(UTC), jobs)


async def _owe(
    services: Services,
    owner: UUID,
    *,
    head_start: int = FIRST_SIGHT,
    queue: str = "image",
    not_before: datetime | None = None,
) -> UUID:
    async with unit_of_work(services) as work:
        await work.owe(
            "uploads.receive",
            queue=queue,
            library_id=uuid4(),
            asset_id=uuid4(),
            owner_id=owner,
            head_start=head_start,
            not_before=not_before,
        )
    return work.jobs[0]


async def _served(services: Services, jobs: int) -> list[UUID]:
    """Do so many jobs and say in whose name each was owed."""
    owners = []
    for _ in range(jobs):
        held = await claim_next(services, "image")
        assert held is not None
        owners.append((await Job.get(id=held.job_id)).owner_id)
        await held.finish()
    return [owner for owner in owners if owner]


async def _claims_until(services: Services, job: UUID) -> int:
    for number in count(1):
        held = await claim_next(services, "image")
        assert held is not None
        if held.job_id == job:
            return number
        await held.finish()
    raise AssertionError


async def test_ten_thousand_files_of_one_keep_nobody_elses_first_thumbnail_waiting(quiet: Services) -> None:
    importer, newcomer = uuid4(), uuid4()
    await _import(importer, 10_000)
    await _served(quiet, 3)
    job = await _owe(quiet, newcomer)
    assert await _claims_until(quiet, job) <= 2, "one of the importer's may have been next"


async def test_a_machine_slower_than_it_was_thought_to_be_is_fair_all_the_same(quiet: Services) -> None:
    importer, newcomer = uuid4(), uuid4()
    await _import(importer, 10_000, since=ago(8 * 3600))
    job = await _owe(quiet, newcomer)
    assert await _claims_until(quiet, job) <= 2


async def test_whoever_comes_and_goes_waits_for_one_job_of_each_other_person_at_most(quiet: Services) -> None:
    for _ in range(5):
        await _import(uuid4(), 200)
    await _served(quiet, 17)
    newcomer = uuid4()
    for _ in range(20):
        assert await _claims_until(quiet, await _owe(quiet, newcomer)) <= 6


async def test_two_who_bring_much_are_served_in_turns(quiet: Services) -> None:
    first, second = uuid4(), uuid4()
    await _import(first, 1000)
    await _served(quiet, 300)
    for _ in range(40):
        await _owe(quiet, second)
    owners = await _served(quiet, 40)
    assert 18 <= owners.count(second) <= 22
    assert all({first, second} == set(owners[start : start + 4]) for start in range(0, 40, 4))


async def test_new_uploads_come_before_reprocessing_whoever_asked_for_it(quiet: Services) -> None:
    person, other = uuid4(), uuid4()
    await _import(person, 5000, head_start=0)
    await _served(quiet, 5)
    assert await _claims_until(quiet, await _owe(quiet, person)) == 1, "not even behind one's own"
    assert await _claims_until(quiet, await _owe(quiet, other)) == 1


async def test_a_head_start_is_worth_so_many_jobs_and_no_more(quiet: Services) -> None:
    person = uuid4()
    await _import(person, 2000)
    waiting = await _owe(quiet, person, head_start=READY_SOON)
    assert FIRST_SIGHT - READY_SOON <= await _claims_until(quiet, waiting) <= FIRST_SIGHT - READY_SOON + 2


async def test_what_has_no_head_start_is_done_while_uploads_go_on(quiet: Services) -> None:
    person = uuid4()
    await _import(person, 3000)
    waiting = await _owe(quiet, person, head_start=0)
    assert await _claims_until(quiet, waiting) <= FIRST_SIGHT + 2


async def test_a_debt_ends_with_what_waits(quiet: Services) -> None:
    spender, other = uuid4(), uuid4()
    await _import(spender, 300)
    await _served(quiet, 300)
    await _import(other, 300)
    assert await _claims_until(quiet, await _owe(quiet, spender)) <= 2


async def test_each_of_a_persons_jobs_counts_as_a_share_of_its_queue(quiet: Services) -> None:
    person = uuid4()
    for queue, share in SHARES.items():
        first, second = [(await Job.get(id=await _owe(quiet, person, queue=queue))).turn for _ in range(2)]
        assert (second - first).total_seconds() == pytest.approx(share)


async def test_whoever_came_first_goes_first_among_equals(quiet: Services) -> None:
    jobs = [await _owe(quiet, uuid4()) for _ in range(5)]
    claims = [await claim_next(quiet, "image") for _ in range(5)]
    assert [each.job_id for each in claims if each] == jobs


async def test_work_for_tonight_keeps_nothing_of_today_waiting(quiet: Services) -> None:
    person, tonight = uuid4(), datetime.now(UTC) + timedelta(hours=8)
    for _ in range(3):
        await _owe(quiet, person, head_start=0, not_before=tonight)
    now = await _owe(quiet, person, head_start=0)
    assert await _claims_until(quiet, now) == 1
    assert await claim_next(quiet, "image") is None, "the rest is not due"


async def test_work_for_tonight_that_is_due_takes_its_turn(quiet: Services) -> None:
    person, newcomer = uuid4(), uuid4()
    later = [await _owe(quiet, person, not_before=datetime.now(UTC) + timedelta(hours=8)) for _ in range(50)]
    await Job.filter(id__in=later).update(run_after=ago(1))
    assert await _claims_until(quiet, await _owe(quiet, newcomer)) <= 2


async def _analyse(machine: Machine) -> None:
    connection = await asyncpg.connect(machine.postgres.superuser_url)
    try:
        await connection.execute("analyze job")
    finally:
        await connection.close()


@pytest.mark.parametrize("known", ["nothing", "everything"])
async def test_claiming_is_one_step_into_an_index(quiet: Services, machine: Machine, known: str) -> None:
    await _import(uuid4(), 10_000)
    if known == "everything":
        await _analyse(machine)
    plan = "\n".join(str(row["QUERY PLAN"]) for row in await rows(f"explain {CLAIM}", "image", 15.0))
    assert "Sort" not in plan, plan
    assert "Index Scan using idx_job_queue_" in plan, plan
    assert "run_after <= now()" in plan.split("Index Cond:")[1].splitlines()[0], plan


async def test_owing_is_a_few_steps_into_indexes(quiet: Services, machine: Machine) -> None:
    person = uuid4()
    await _import(person, 10_000)
    await _analyse(machine)
    values = ("uploads.receive", "image", FIRST_SIGHT, None, [uuid4()], [uuid4()], [person], [0])
    plan = "\n".join(str(row["QUERY PLAN"]) for row in await rows(f"explain {OWE_JOBS}", *values))
    assert plan.count("Index Scan") == 2, plan
    assert "Sort" not in plan, plan
    assert "Seq Scan" not in plan, plan
