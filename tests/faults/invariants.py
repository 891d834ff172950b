"""What must be true after any fault, read from the database and from storage themselves."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from tests.faults.photos import Photo
from tests.machine import Machine
from vitrine.services import Services


@asynccontextmanager
async def looking_into(machine: Machine) -> AsyncIterator[Any]:
    """Connect to the database past all of our own code; it may have been killed a moment ago and be starting."""
    connection = await _connected(machine)
    try:
        yield connection
    finally:
        await connection.close()


async def _connected(machine: Machine) -> Any:
    async with asyncio.timeout(10):
        while True:
            try:
                return await asyncpg.connect(machine.postgres.superuser_url)
            except (OSError, asyncpg.CannotConnectNowError):
                await asyncio.sleep(0.1)


async def until_no_job_is_owed(machine: Machine, within: float = 45.0) -> None:
    """Wait until every job has come to an end. Raises AssertionError with those that have not."""
    owed = "select kind, state, attempts, crashes, error from job where state in ('QUEUED', 'RUNNING')"
    async with looking_into(machine) as database:
        for _ in range(int(within / 0.1)):
            if not await database.fetch(owed):
                return
            await asyncio.sleep(0.1)
        raise AssertionError([dict(job) for job in await database.fetch(owed)])


_NONE_REFUSED: Mapping[Photo, str] = {}


async def assert_nothing_lost_and_nothing_left(
    machine: Machine, services: Services, photos: Sequence[Photo], refused: Mapping[Photo, str] = _NONE_REFUSED
) -> None:
    """Check that these photos, and only they, are READY, once each, whole, with every object and no other.

    `refused` have FAILED for the reason given, with nothing in storage.
    """
    await until_no_job_is_owed(machine)
    async with looking_into(machine) as database:
        problems = [
            *await _assets(database, photos, refused),
            *await _jobs(database, set(refused.values())),
            *await _changes(database),
            *await _objects(database, services),
            *await _bytes(database, services),
        ]
    assert not problems, "\n".join(problems)


async def _assets(database: Any, photos: Sequence[Photo], refused: Mapping[Photo, str]) -> list[str]:
    found = await database.fetch("select filename, status, coalesce(failure_code, sha256) as outcome from asset")
    is_there = [(asset["filename"], asset["status"], asset["outcome"]) for asset in found]
    expected = [(photo.name, "READY", photo.sha256) for photo in photos]
    expected += [(photo.name, "FAILED", code) for photo, code in refused.items()]
    missing = [f"not as expected: {each}" for each in expected if each not in is_there]
    return missing + [f"unexpected: {each}" for each in is_there if is_there.count(each) != expected.count(each)]


async def _jobs(database: Any, refusals: set[str]) -> list[str]:
    found = await database.fetch("select kind, state, attempts, error_code, error from job where state <> 'DONE'")
    found = [job for job in found if job["state"] != "DEAD" or job["error_code"] not in refusals]
    twice = await database.fetch("select asset_id, kind from job group by 1, 2 having count(*) > 1")
    return [f"job {dict(each)}" for each in [*found, *twice]]


async def _changes(database: Any) -> list[str]:
    unreleased = await database.fetchval("select count(*) from change where not released")
    shrinking = await database.fetch(
        "select subject_id from (select subject_id, revision < lag(revision) over (partition by subject_id order by id)"
        " as shrank from change) told where shrank"
    )
    problems = [f"the revisions of {each['subject_id']} shrink" for each in shrinking]
    return [f"{unreleased} changes were never told", *problems] if unreleased else problems


async def _objects(database: Any, services: Services) -> list[str]:
    """Compare the keys of every library of this database with what storage lists."""
    rows = await database.fetch("select key, size from original union all select key, size from rendition")
    rows += await database.fetch("select key, size from upload where status = 'WAITING'")
    expected = {row["key"]: row["size"] for row in rows}
    found: dict[str, int] = {}
    for prefix in await _prefixes(database):
        found |= {each.key: each.size async for each in services.storage.list(prefix)}
    orphans = [f"no row for {key}" for key in found.keys() - expected.keys()]
    lost = [f"no object for {key}" for key in expected.keys() - found.keys()]
    both = expected.keys() & found.keys()
    return orphans + lost + [f"wrong size: {key}" for key in both if expected[key] != found[key]]


async def _prefixes(database: Any) -> list[str]:
    libraries = [row["id"] for row in await database.fetch("select id from library")]
    people = [row["id"] for row in await database.fetch("select id from person")]
    kept = [f"{room}/{library}/" for room in ("originals", "renditions") for library in libraries]
    return kept + [f"in/{person}." for person in people]


async def _bytes(database: Any, services: Services) -> list[str]:
    async def problem(key: str, sha256: str) -> str | None:
        digest = hashlib.sha256()
        async for chunk in services.storage.read(key):
            digest.update(chunk)
        return None if digest.hexdigest() == sha256 else f"other bytes under {key}"

    originals = await database.fetch("select key, sha256 from original")
    problems = await asyncio.gather(*(problem(each["key"], each["sha256"]) for each in originals))
    return [each for each in problems if each]
