"""Redis: one pool for the queue's doorbell, the live stream and progress."""

from socket import gaierror

from redis.asyncio import Redis
from redis.exceptions import RedisError

from vitrine.settings import Settings

# So that whoever is handed a client can name its type.
Client = Redis

# What an outage of Redis looks like from here.
Unavailable = (RedisError, ConnectionError, TimeoutError, gaierror)


def connect_redis(settings: Settings, *, reads_block_for: float = 0) -> Redis:
    """Return a client that gives up after 1 s, or 1 s after a read that may block for so many seconds.

    A blackhole (no reset, no answer) must not hold up a request: whatever is sent here can be made up for later.
    """
    client: Redis = Redis.from_url(
        settings.redis_url,
        socket_connect_timeout=1.0,
        socket_timeout=1.0 + reads_block_for,
        health_check_interval=10,
    )
    return client


async def ping(client: Redis) -> None:
    """Ask whether Redis answers. Raises what Unavailable names."""
    await client.exists("vitrine:ping")
