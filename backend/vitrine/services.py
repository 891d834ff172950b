"""What an action may touch, connected once, for api and worker alike."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from arq.connections import ArqRedis
from redis.asyncio import Redis

from vitrine.infra.db import open_database
from vitrine.infra.jobs import open_bell
from vitrine.infra.media.pool import DecoderPool
from vitrine.infra.redis import connect_redis
from vitrine.infra.search import SearchServer, open_search
from vitrine.infra.storage.objects import Storage, open_storage
from vitrine.settings import Settings


@dataclass(frozen=True, slots=True)
class Services:
    """The database is reached through the models; everything else is a field here."""

    settings: Settings
    redis: Redis
    bell: ArqRedis
    storage: Storage
    search: SearchServer
    # Without children in a process that decodes nothing.
    decoders: DecoderPool


@asynccontextmanager
async def open_services(settings: Settings, *, decoders: int = 0) -> AsyncIterator[Services]:
    """Connect to everything, start so many decoder processes, and let go of it all in reverse order."""
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(open_database(settings))
        redis = connect_redis(settings)
        stack.push_async_callback(redis.aclose)
        bell = await open_bell(settings)
        stack.push_async_callback(bell.aclose)
        storage = await stack.enter_async_context(open_storage(settings))
        search = await stack.enter_async_context(open_search(settings))
        pool = await stack.enter_async_context(DecoderPool(size=decoders))
        yield Services(settings, redis, bell, storage, search, pool)
