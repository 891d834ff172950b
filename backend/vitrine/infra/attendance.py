"""Which workers are there. Each says so in Redis every few seconds; whoever stops saying so is gone."""

from collections.abc import Sequence

from redis.asyncio import Redis

SAY_EVERY = 5.0
# Seconds after which a worker that said nothing is not counted any more.
GONE_AFTER = 15


def _key(queue: str) -> str:
    return f"vitrine:workers:{queue}"


async def say_here(redis: Redis, queue: str, name: str) -> None:
    """Say that a worker answers a queue, by Redis's clock. Raises infra.redis.Unavailable."""
    seconds, _ = await redis.time()
    pipeline = redis.pipeline(transaction=False)
    pipeline.zadd(_key(queue), {name: seconds})
    pipeline.zremrangebyscore(_key(queue), "-inf", seconds - GONE_AFTER)
    pipeline.expire(_key(queue), 2 * GONE_AFTER)
    await pipeline.execute()


async def say_gone(redis: Redis, queue: str, name: str) -> None:
    """Take a worker back that leaves in good order. Raises infra.redis.Unavailable."""
    await redis.zrem(_key(queue), name)


async def workers_of(redis: Redis, queues: Sequence[str]) -> dict[str, int]:
    """Count the workers of each queue. Raises infra.redis.Unavailable."""
    seconds, _ = await redis.time()
    pipeline = redis.pipeline(transaction=False)
    for queue in queues:
        pipeline.zcount(_key(queue), seconds - GONE_AFTER, "+inf")
    return dict(zip(queues, await pipeline.execute(), strict=True))
