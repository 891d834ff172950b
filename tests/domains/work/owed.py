"""Jobs owed for the sake of a test, and services with a short lease or without Redis."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from vitrine.infra.jobs import open_bell
from vitrine.infra.redis import connect_redis
from vitrine.services import Services
from vitrine.work.claims import Claim, claim_next
from vitrine.work.models import Job
from vitrine.work.unit import unit_of_work

KIND = "test.do"


async def owe(services: Services, *, asset_id: UUID | None = None, queue: str = "bulk", **columns: Any) -> Job:
    """Owe one job, and set columns of it as if time had passed."""
    async with unit_of_work(services) as work:
        await work.owe(KIND, queue=queue, library_id=uuid4(), asset_id=asset_id or uuid4())
    job = await Job.get(id=work.jobs[0])
    if columns:
        await Job.filter(id=job.id).update(**columns)
    return await Job.get(id=job.id)


async def claimed(services: Services, job: Job) -> Claim:
    """Claim a job that must be there to be claimed, and whose turn it must be."""
    found = await claim_next(services, job.queue)
    assert found is not None
    assert found.job_id == job.id
    return found


async def rung(services: Services, queue: str = "bulk") -> list[str]:
    """List the jobs whose bell rings in a queue."""
    found: list[bytes] = await services.redis.zrange(f"vitrine:{queue}", 0, -1)
    return [each.decode().partition(":")[0] for each in found]


def ago(seconds: float) -> datetime:
    """Return an instant in the past."""
    return datetime.now(UTC) - timedelta(seconds=seconds)


def with_lease(services: Services, seconds: float) -> Services:
    """Return the same services with another length of lease."""
    return replace(services, settings=replace(services.settings, job_lease=seconds))


@asynccontextmanager
async def without_redis(services: Services) -> AsyncIterator[Services]:
    """Yield the same services, but with a Redis that nobody answers for."""
    settings = replace(services.settings, redis_url="redis://127.0.0.1:1/0")
    redis, bell = connect_redis(settings), await open_bell(settings)
    try:
        yield replace(services, settings=settings, redis=redis, bell=bell)
    finally:
        await redis.aclose()
        await bell.aclose()
