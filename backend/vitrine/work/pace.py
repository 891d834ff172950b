"""How many jobs of a queue may begin in a minute, where the operator says so."""

import asyncio

from vitrine.infra.db import execute, rows, transaction
from vitrine.services import Services
from vitrine.work.claims import Claim, claim_next, is_due

MINUTE = 60.0
# Held while one worker counts and claims, so that two do not both take the last place.
_LOCK = "select pg_advisory_xact_lock(hashtext('vitrine:pace:' || $1))"
# When the first of the last $2 jobs began, and so when there is room for one more.
_ROOM_IN = """
select $3 - extract(epoch from now() - started_at)::float as seconds from job
where queue = $1 and started_at > now() - make_interval(secs => $3)
order by started_at desc offset $2 - 1 limit 1
"""


async def claim_in_time(services: Services, queue: str) -> Claim | None:
    """Claim the next job of a queue, once the queue's pace allows it; None as soon as none is due.

    Whoever waits for the pace keeps the bell it heard.
    """
    limit = services.settings.queue_per_minute.get(queue)
    if limit is None:
        return await claim_next(services, queue)
    while await is_due(queue):
        async with transaction():
            await execute(_LOCK, queue)
            wait = await _room_in(queue, limit)
            if wait <= 0:
                return await claim_next(services, queue)
        await asyncio.sleep(wait)
    return None


async def _room_in(queue: str, limit: int) -> float:
    began = await rows(_ROOM_IN, queue, limit, MINUTE)
    return float(began[0]["seconds"]) if began else 0.0
