"""What waits, runs and could not be done can be read by those whom it concerns."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.client import Client, Refused
from tests.domains.made import make_asset
from tests.domains.people import Person
from tests.domains.queues.asked import QUEUES, dead_letters, id_of, jobs, make_job, page, queues
from tests.domains.work.owed import ago
from tests.machine import Machine
from vitrine.infra.attendance import say_gone, say_here
from vitrine.services import Services


async def test_each_queue_tells_what_it_holds(owning: Client, keeper: Person) -> None:
    await make_job(keeper, run_after=ago(90))
    await make_job(keeper, run_after=ago(30))
    await make_job(keeper, run_after=ago(-60))
    await make_job(keeper, state="RUNNING", lease_until=ago(-30))
    for _ in range(10):
        await make_job(keeper, state="DONE", finished_at=ago(60))
    await make_job(keeper, state="DONE", finished_at=ago(400))
    await make_job(keeper, state="DEAD", error_code="CORRUPT", error="Damaged.", finished_at=ago(1))
    await make_job(keeper, queue="video")
    found = await queues(owning)
    assert list(found) == ["image", "video", "bulk", "index"]
    image = found["image"]
    assert 89 <= image.pop("oldestSeconds") <= 100
    assert image.pop("workers") is not None
    assert image == {"name": "image", "depth": 2, "delayed": 1, "running": 1, "perMinute": 2.0, "dead": 1}
    assert (found["video"]["depth"], found["bulk"]["depth"]) == (1, 0)
    assert found["bulk"]["oldestSeconds"] is None


async def test_workers_are_counted_while_they_say_that_they_are_there(owning: Client, services: Services) -> None:
    before = (await queues(owning))["index"]["workers"]
    await say_here(services.redis, "index", "somebody:1")
    await say_here(services.redis, "index", "somebody:1")
    assert (await queues(owning))["index"]["workers"] == before + 1
    await say_gone(services.redis, "index", "somebody:1")
    assert (await queues(owning))["index"]["workers"] == before


async def test_a_library_sees_nothing_of_anothers_queues(
    owning: Client, elsewhere: Client, keeper: Person, other_owner: Person
) -> None:
    mine = await make_job(keeper)
    theirs = await make_job(other_owner, state="DEAD", error_code="CORRUPT", error="D.", finished_at=ago(1))
    assert ((await queues(owning))["image"]["depth"], (await queues(elsewhere))["image"]["depth"]) == (1, 0)
    assert [each["id"] for each in await jobs(owning)] == [id_of(mine)]
    assert [each["id"] for each in await jobs(elsewhere)] == [id_of(theirs)]
    assert await dead_letters(owning) == []
    assert len(await dead_letters(elsewhere)) == 1


async def test_a_member_sees_the_jobs_of_their_own_uploads_alone(
    taking_part: Client, owning: Client, member: Person, keeper: Person
) -> None:
    own, others = await make_job(member), await make_job(keeper)
    assert [each["id"] for each in await jobs(taking_part)] == [id_of(own)]
    assert others.asset_id
    assert await jobs(taking_part, asset=f"asset_{others.asset_id.hex}") == []
    assert {each["id"] for each in await jobs(owning)} == {id_of(own), id_of(others)}


@pytest.mark.parametrize("document", [QUEUES, "{ deadLetters { cause } }"])
async def test_the_queues_themselves_are_for_the_owner(taking_part: Client, document: str) -> None:
    with pytest.raises(Refused) as refused:
        await taking_part.graphql(document)
    assert refused.value.codes == ["FORBIDDEN"]


async def test_nobody_sees_any_job(resting: Machine, owner_key: str) -> None:
    assert owner_key
    async with Client(resting.url) as nobody:
        for document in (QUEUES, "{ deadLetters { cause } }", "{ jobs { nodes { id } } }"):
            with pytest.raises(Refused) as refused:
                await nobody.graphql(document)
            assert refused.value.codes == ["UNAUTHENTICATED"]


async def test_a_job_tells_how_far_it_is_and_how_long_it_will_take(owning: Client, keeper: Person) -> None:
    asset = await make_asset(keeper, title="Film", status="PROCESSING")
    columns = {"step": "film", "done": 20.0, "total": 60.0, "unit": "seconds", "eta": 41.5}
    await make_job(keeper, asset, state="RUNNING", lease_until=ago(-30), attempts=1, **columns)
    [job] = await jobs(owning)
    assert job["progress"] == {"step": "film", "done": 20, "total": 60, "unit": "seconds", "etaSeconds": 41.5}
    assert job["asset"] == {"id": f"asset_{asset.id.hex}", "title": "Film", "status": "PROCESSING"}


async def test_jobs_are_found_by_what_is_asked_of_them(owning: Client, keeper: Person) -> None:
    asset = await make_asset(keeper, status="PROCESSING")
    new = await make_job(keeper, asset)
    again = await make_job(keeper, attempts=2, run_after=ago(-60), error_code="TIMED_OUT", queue="video", kind="f.l")
    dead = await make_job(keeper, state="DEAD", error_code="CORRUPT", finished_at=ago(1))
    done = await make_job(keeper, state="DONE", finished_at=ago(1))

    async def found(**wanted: object) -> set[str]:
        return {each["id"] for each in await jobs(owning, **wanted)}

    assert await found(state=["QUEUED"]) == {id_of(new)}
    assert await found(state=["RETRYING"]) == {id_of(again)}
    assert await found(state=["QUEUED", "RETRYING"]) == {id_of(new), id_of(again)}
    assert await found(state=["DEAD", "DONE"]) == {id_of(dead), id_of(done)}
    assert await found(queue=["video"]) == {id_of(again)}
    assert await found(kind=["f.l"], queue=["video", "image"]) == {id_of(again)}
    assert await found(cause=["CORRUPT", "TIMED_OUT"]) == {id_of(dead), id_of(again)}
    assert await found(asset=f"asset_{asset.id.hex}") == {id_of(new)}
    assert await found(state=[]) == set()
    assert await found() == {id_of(each) for each in (new, again, dead, done)}
    [delayed] = await jobs(owning, state=["RETRYING"])
    assert datetime.fromisoformat(delayed["dueAt"]) > datetime.now(UTC)


async def test_jobs_page_without_gaps_though_more_are_owed_meanwhile(owning: Client, keeper: Person) -> None:
    moment = ago(100)
    made = [await make_job(keeper) for _ in range(7)]
    for job in made:
        job.queued_at = moment
        await job.save()
    found, after = [], None
    while True:
        answer = await page(owning, 3, after)
        found += [each["id"] for each in answer["nodes"]]
        await make_job(keeper)
        if not answer["pageInfo"]["hasNextPage"]:
            break
        after = answer["pageInfo"]["endCursor"]
    assert sorted(found) == sorted(id_of(each) for each in made)


@pytest.mark.parametrize("cursor", ["", "x", "7b7d", "5b5d", b'["2026-01-01", "x"]'.hex(), b"[1, 2]".hex()])
async def test_a_forged_cursor_of_jobs_is_refused(owning: Client, cursor: str) -> None:
    if cursor == "":
        assert (await page(owning, 5, cursor))["nodes"] == []
        return
    with pytest.raises(Refused) as refused:
        await page(owning, 5, cursor)
    assert refused.value.codes == ["BAD_CURSOR"]


@pytest.mark.parametrize("wanted", [{"asset": "asset_x"}, {"kind": ["x"] * 101}])
async def test_a_filter_that_cannot_be_meant_is_refused(owning: Client, wanted: dict[str, object]) -> None:
    with pytest.raises(Refused) as refused:
        await jobs(owning, **wanted)
    assert refused.value.codes == ["BAD_USER_INPUT"]


async def test_dead_letters_are_told_by_cause_and_kind(owning: Client, keeper: Person) -> None:
    for age in (30, 20, 10):
        columns: dict[str, Any] = {
            "error_code": "STORAGE_UNAVAILABLE",
            "error": f"{age} s ago.",
            "finished_at": ago(age),
        }
        await make_job(keeper, state="DEAD", **columns)
    await make_job(
        keeper, state="DEAD", error_code="CORRUPT", error="Damaged.", finished_at=ago(5), kind="films.ladder"
    )
    await make_job(keeper, state="CANCELLED", error_code="CANCELLED", error="No.", finished_at=ago(5))
    first, second = await dead_letters(owning)
    assert (first["cause"], first["count"], first["message"]) == ("STORAGE_UNAVAILABLE", 3, "10 s ago.")
    assert first["retryable"] is True
    assert (second["cause"], second["kind"], second["retryable"]) == ("CORRUPT", "films.ladder", False)
