"""arq as a doorbell: it says that a queue has work, and remembers nothing.

There is a ring for each job that waits, but which job it is answered with is for the database to say. Each ring has an
id of its own, so no result or retry key of arq's can ever block the next one.
"""

import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from uuid import UUID

import orjson
from arq.connections import ArqRedis, RedisSettings, create_pool
from arq.constants import job_key_prefix
from arq.jobs import serialize_job
from arq.utils import to_unix_ms
from arq.worker import Worker, func

from vitrine.settings import Settings

QUEUES = ("image", "video", "bulk", "index")
# arq gives a job of no expiry one day; a bell that was not heard for a week is rung anew by reconcile anyway.
RING_EXPIRES = timedelta(days=7)
# Seconds after which arq cancels a job. The time a step may take is limited where it is done; this is only so long that
# no job is met by it, since a ring that a killed worker was answering is looked at for just as long.
LONGEST_JOB = {"video": 24 * 3600}
_LONGEST_ELSEWHERE = 2 * 3600
ENTRY = "run_next"


@dataclass(frozen=True, slots=True)
class Ring:
    """A job of a queue that may be done from `due` on."""

    job_id: UUID
    queue: str
    due: datetime


def _encode(value: dict[str, Any]) -> bytes:
    return orjson.dumps(value, default=str)


def _redis_settings(settings: Settings) -> RedisSettings:
    redis = RedisSettings.from_dsn(settings.redis_url)
    redis.conn_timeout = 1
    return redis


async def open_bell(settings: Settings) -> ArqRedis:
    """Connect lazily: a Redis that is down now is tried again at each ring."""
    redis = _redis_settings(settings)
    return ArqRedis(
        host=redis.host,
        port=redis.port,
        db=redis.database,
        username=redis.username,
        password=redis.password,
        ssl=redis.ssl,
        socket_connect_timeout=1.0,
        socket_timeout=1.0,
        job_serializer=_encode,
        job_deserializer=orjson.loads,
    )


async def ring(bell: ArqRedis, rings: Sequence[Ring]) -> None:
    """Announce jobs to the workers. Raises what Redis raises; reconcile rings again whatever was not heard.

    All in one go, as arq's `enqueue_job` does one: that asks first whether an id is new, and ours are.
    """
    if not rings:
        return
    now = time.time_ns()
    expires = RING_EXPIRES // timedelta(milliseconds=1)
    said = serialize_job(ENTRY, (), {}, None, now // 1_000_000, serializer=_encode)
    places: dict[str, dict[str, int]] = defaultdict(dict)
    async with bell.pipeline(transaction=True) as pipe:
        for each in rings:
            ring_id = f"{each.job_id}:{now}"
            pipe.psetex(f"{job_key_prefix}{ring_id}", expires, said)
            places[each.queue][ring_id] = to_unix_ms(each.due.astimezone(UTC))
        for queue, due in places.items():
            pipe.zadd(f"vitrine:{queue}", cast(Any, due))
        await pipe.execute()


async def make_worker(
    settings: Settings, queue: str, slots: int, run: Callable[[], Awaitable[None]], *, grace: int
) -> Worker:
    """Return an arq worker that answers each ring of one queue with `run`, `slots` at a time.

    On SIGTERM it takes no new job and cancels what is still running after `grace` seconds.
    """

    async def run_next(ctx: dict[Any, Any]) -> None:  # noqa: ARG001  # arq passes it
        await run()

    timeout = LONGEST_JOB.get(queue, _LONGEST_ELSEWHERE)
    pool = await create_pool(_redis_settings(settings), job_serializer=_encode, job_deserializer=orjson.loads)
    return Worker(
        functions=[func(cast(Any, run_next), name=ENTRY, max_tries=1, keep_result=0, timeout=timeout)],
        queue_name=f"vitrine:{queue}",
        redis_pool=pool,
        max_jobs=slots,
        poll_delay=0.05,
        # Ids under way stay at the head of the queue; a short read would hide what waits behind them.
        queue_read_limit=1000,
        keep_result=0,
        max_tries=1,
        retry_jobs=False,
        health_check_interval=10,
        health_check_key=f"vitrine:health:{queue}",
        job_completion_wait=grace,
        job_serializer=_encode,
        job_deserializer=orjson.loads,
        log_results=False,
    )
