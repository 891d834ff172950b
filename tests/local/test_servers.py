"""The servers of one machine: their roles, their recovery after a crash."""

import asyncpg
import pytest

from tests.machine import Machine
from vitrine.infra.db import execute, rows
from vitrine.services import Services


async def test_the_product_may_not_change_the_schema(services: Services) -> None:
    with pytest.raises(Exception, match=r"must be owner"):
        await execute("alter table library add column extra int")
    with pytest.raises(Exception, match="permission denied"):
        await execute("create table extra (id int)")


async def test_the_product_may_use_what_the_owner_makes_later(machine: Machine, services: Services) -> None:
    owner = await asyncpg.connect(machine.environ["DATABASE_MIGRATION_URL"])
    try:
        await owner.execute("create table later (id bigint generated always as identity, word text)")
        await execute("insert into later (word) values ('new')")
        assert await rows("select word from later") == [{"word": "new"}]
    finally:
        await owner.execute("drop table later")
        await owner.close()


@pytest.mark.parametrize("name", ["postgres", "redis", "storage", "meilisearch"])
async def test_a_killed_server_comes_back_on_its_port_with_its_data(machine: Machine, name: str) -> None:
    settings = dict(machine.environ)
    kept = await _keep_something(machine, name)
    await machine.stack.kill(name)
    assert not await machine.stack.parts[name].is_ready()
    await machine.stack.start(name)
    assert await _find_again(machine, name) == kept
    assert dict(machine.environ) == settings


async def _keep_something(machine: Machine, name: str) -> object:
    if name == "postgres":
        connection = await asyncpg.connect(machine.postgres.superuser_url)
        await connection.execute("create table if not exists crash_test as select 42 as answer")
        await connection.close()
    elif name == "redis":
        await _redis(machine, "SET crash_test 42")
    elif name == "storage":
        (machine.servers.here[name].data / "vitrine" / "crash-test.txt").write_text("42")
    return await _find_again(machine, name)


async def _find_again(machine: Machine, name: str) -> object:
    if name == "postgres":
        connection = await asyncpg.connect(machine.postgres.superuser_url)
        answer = await connection.fetchval("select answer from crash_test")
        await connection.close()
        return answer
    if name == "redis":
        return await _redis(machine, "GET crash_test")
    if name == "storage":
        return (machine.servers.here[name].data / "vitrine" / "crash-test.txt").read_text()
    return await machine.stack.parts[name].is_ready()


async def _redis(machine: Machine, command: str) -> object:
    from redis.asyncio import Redis

    async with Redis.from_url(machine.environ["REDIS_URL"]) as client:
        return await client.execute_command(*command.split())
