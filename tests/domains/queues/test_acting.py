"""Jobs can be called off, and tried again where that can help, by those whose they are."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from tests.client import Client, Refused
from tests.domains.made import make_asset
from tests.domains.people import Person
from tests.domains.queues.asked import cancel, id_of, jobs, make_job, retry, retry_by_cause
from tests.domains.uploading import read_asset
from tests.domains.work.owed import ago
from tests.machine import Machine
from vitrine.assets.models import Asset
from vitrine.queues.actions import AT_ONCE
from vitrine.services import Services
from vitrine.work.claims import claim_next
from vitrine.work.models import Job


async def _failed(person: Person, code: str = "STORAGE_UNAVAILABLE", **columns: Any) -> Job:
    """Make a dead letter whose card says so."""
    asset = await make_asset(
        person,
        status="FAILED",
        failure_code=code,
        failure_message="Because.",
        failure_retryable=True,
        failed_at=datetime.now(UTC),
    )
    ended = {"error_code": code, "error": "Because.", "finished_at": ago(5), "attempts": 3}
    return await make_job(person, asset, **{"state": "DEAD"} | ended | columns)


async def _card(client: Client, job: Job) -> dict[str, Any]:
    assert job.asset_id
    asset = await read_asset(client, f"asset_{job.asset_id.hex}")
    assert asset is not None
    return asset


async def test_a_job_that_waits_is_cancelled_and_its_card_says_so(
    owning: Client, keeper: Person, services: Services
) -> None:
    job = await make_job(keeper)
    [answer] = await cancel(owning, id_of(job))
    assert (answer["state"], answer["cause"]) == ("CANCELLED", "CANCELLED")
    card = await _card(owning, job)
    failure = {"code": "CANCELLED", "message": "Processing was cancelled. Retry to go on.", "retryable": True}
    assert (card["status"], card["failure"]) == ("FAILED", failure)
    assert await claim_next(services, "image") is None


async def test_a_job_that_was_cancelled_can_be_retried(owning: Client, keeper: Person, services: Services) -> None:
    job = await make_job(keeper, attempts=2)
    await cancel(owning, id_of(job))
    [answer] = await retry(owning, id_of(job))
    assert (answer["state"], answer["attempts"], answer["cause"]) == ("QUEUED", 0, None)
    card = await _card(owning, job)
    assert (card["status"], card["failure"]) == ("PROCESSING", None)
    held = await claim_next(services, "image")
    assert held is not None
    assert held.job_id == job.id


async def test_what_is_ready_stays_so_though_its_later_work_is_cancelled(owning: Client, keeper: Person) -> None:
    asset = await make_asset(keeper)
    job = await make_job(keeper, asset, kind="pictures.optimise", queue="bulk")
    await cancel(owning, id_of(job))
    assert (await _card(owning, job))["status"] == "READY"


@pytest.mark.parametrize("state", ["DONE", "DEAD", "CANCELLED"])
async def test_a_job_that_is_over_cannot_be_cancelled(owning: Client, keeper: Person, state: str) -> None:
    job = await make_job(keeper, state=state, finished_at=ago(5))
    [answer] = await cancel(owning, id_of(job))
    assert (answer["__typename"], answer["code"]) == ("JobRefused", "JOB_OVER")
    assert (await Job.get(id=job.id)).state == state


async def test_a_dead_job_is_tried_again_and_its_card_processed_on(owning: Client, keeper: Person) -> None:
    job = await _failed(keeper)
    [answer] = await retry(owning, id_of(job))
    assert (answer["state"], answer["attempts"], answer["error"]) == ("QUEUED", 0, None)
    assert (await _card(owning, job))["status"] == "PROCESSING"


async def test_a_card_that_failed_for_something_else_stays_as_it_is(owning: Client, keeper: Person) -> None:
    job = await _failed(keeper, kind="pictures.optimise", queue="bulk")
    other = await _failed(keeper)
    await Asset.filter(id=other.asset_id).update(failure_code="TIMED_OUT")
    await retry(owning, id_of(job), id_of(other))
    assert [(await _card(owning, each))["status"] for each in (job, other)] == ["FAILED", "FAILED"]


async def test_a_file_that_is_itself_the_reason_is_not_tried_again(owning: Client, keeper: Person) -> None:
    job = await _failed(keeper, "CORRUPT")
    [answer] = await retry(owning, id_of(job))
    assert (answer["__typename"], answer["code"]) == ("JobRefused", "NOTHING_TO_RETRY")
    assert (await retry_by_cause(owning, "CORRUPT"))["code"] == "NOTHING_TO_RETRY"
    assert (await Job.get(id=job.id)).state == "DEAD"


@pytest.mark.parametrize("state", ["QUEUED", "RUNNING", "DONE"])
async def test_a_job_that_did_not_stop_is_not_retried(owning: Client, keeper: Person, state: str) -> None:
    job = await make_job(keeper, state=state, attempts=1, lease_until=ago(-60))
    [answer] = await retry(owning, id_of(job))
    assert answer["code"] == "NOTHING_TO_RETRY"
    assert (await Job.get(id=job.id)).attempts == 1


async def test_all_that_ended_for_one_cause_is_tried_again_at_once(owning: Client, keeper: Person) -> None:
    stopped = [await _failed(keeper) for _ in range(5)]
    other_kind = await _failed(keeper, kind="films.ladder", queue="video")
    other_cause = await _failed(keeper, "TIMED_OUT")
    answer = await retry_by_cause(owning, "STORAGE_UNAVAILABLE", "pictures.preview")
    assert answer == {"__typename": "RetriedJobs", "count": 5, "remaining": 0}
    states = {each["id"]: each["state"] for each in await jobs(owning)}
    assert {states[id_of(each)] for each in stopped} == {"QUEUED"}
    assert {states[id_of(each)] for each in (other_kind, other_cause)} == {"DEAD"}
    assert {(await _card(owning, each))["status"] for each in stopped} == {"PROCESSING"}
    assert (await retry_by_cause(owning, "STORAGE_UNAVAILABLE"))["count"] == 1


async def test_what_is_put_back_together_takes_turns(owning: Client, keeper: Person, services: Services) -> None:
    stopped = [await _failed(keeper) for _ in range(20)]
    waiting = await make_job(keeper, owner_id=UUID(int=7))
    await retry_by_cause(owning, "STORAGE_UNAVAILABLE")
    served = [await claim_next(services, "image") for _ in range(3)]
    assert waiting.id in {each.job_id for each in served if each}
    turns = {(await Job.get(id=each.id)).turn for each in stopped}
    assert len(turns) == 20


async def test_more_than_one_statement_should_do_is_said_to_be_left(owning: Client, keeper: Person) -> None:
    asset = await make_asset(keeper)
    rows = [
        Job(
            library_id=asset.library_id,
            asset_id=asset.id,
            kind="pictures.optimise",
            queue="bulk",
            dedupe_key=f"test:{number}",
            owner_id=asset.uploaded_by_id,
            state="DEAD",
            error_code="INTERNAL",
            finished_at=ago(5),
        )
        for number in range(AT_ONCE + 3)
    ]
    await Job.bulk_create(rows)
    assert await retry_by_cause(owning, "INTERNAL") == {
        "__typename": "RetriedJobs",
        "count": AT_ONCE,
        "remaining": 3,
    }
    assert (await retry_by_cause(owning, "INTERNAL"))["count"] == 3


async def test_a_member_acts_on_the_jobs_of_their_own_uploads_alone(
    taking_part: Client, owning: Client, member: Person, keeper: Person
) -> None:
    own, others = await make_job(member), await make_job(keeper)
    dead = await _failed(keeper)
    mine, theirs = await cancel(taking_part, id_of(own), id_of(others))
    assert (mine["state"], theirs["code"]) == ("CANCELLED", "JOB_NOT_FOUND")
    assert [each["code"] for each in await retry(taking_part, id_of(dead))] == ["JOB_NOT_FOUND"]
    assert (await retry_by_cause(taking_part, "STORAGE_UNAVAILABLE"))["count"] == 0
    assert (await Job.get(id=others.id)).state == "QUEUED"
    [answer] = await retry(owning, id_of(own))
    assert answer["state"] == "QUEUED", "the owner of the library decides about everybody's"


async def test_a_stranger_is_told_there_is_no_such_job(elsewhere: Client, keeper: Person) -> None:
    waiting, dead = await make_job(keeper), await _failed(keeper)
    for answer in await cancel(elsewhere, id_of(waiting), "job_" + "0" * 32, f"asset_{waiting.id.hex}", ""):
        assert (answer["__typename"], answer["code"]) == ("JobRefused", "JOB_NOT_FOUND")
    assert [each["code"] for each in await retry(elsewhere, id_of(dead))] == ["JOB_NOT_FOUND"]
    assert (await retry_by_cause(elsewhere, "STORAGE_UNAVAILABLE"))["count"] == 0


async def test_nobody_acts_on_any_job(resting: Machine, keeper: Person) -> None:
    job = await make_job(keeper)
    async with Client(resting.url) as nobody:
        for act in (cancel, retry):
            with pytest.raises(Refused) as refused:
                await act(nobody, id_of(job))
            assert refused.value.codes == ["UNAUTHENTICATED"]


@pytest.mark.parametrize("count", [0, 101])
async def test_a_request_names_one_to_a_hundred_jobs(owning: Client, count: int) -> None:
    for act in (cancel, retry):
        with pytest.raises(Refused) as refused:
            await act(owning, *["job_" + "0" * 32] * count)
        assert refused.value.codes == ["BAD_USER_INPUT"]
