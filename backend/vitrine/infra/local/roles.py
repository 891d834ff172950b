"""The two roles of every database: one owns and changes the schema, the other runs the product."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import asyncpg

if TYPE_CHECKING:
    from asyncpg import Connection

OWNER = "vitrine_owner"
APP = "vitrine_app"

# The same as docker/postgres/roles.sql, which does it where PostgreSQL is a service of a stack.
_PRIVILEGES = f"""
alter schema public owner to {OWNER};
grant usage on schema public to {APP};
grant select, insert, update, delete on all tables in schema public to {APP};
grant usage, select on all sequences in schema public to {APP};
alter default privileges for role {OWNER} in schema public grant select, insert, update, delete on tables to {APP};
alter default privileges for role {OWNER} in schema public grant usage, select on sequences to {APP};
"""


async def accepts_connections(superuser_url: str) -> bool:
    """Tell whether the server lets its superuser in."""
    try:
        async with _connected(superuser_url):
            return True
    except (ConnectionError, TimeoutError, asyncpg.PostgresError):
        return False


async def make_roles(superuser_url: str, passwords: Mapping[str, str]) -> None:
    """Make the roles that are missing, and give all of them their passwords."""
    async with _connected(superuser_url) as connection:
        for role, password in passwords.items():
            if not await connection.fetchval("select 1 from pg_roles where rolname = $1", role):
                await connection.execute(f"create role {role} login")
            # Passwords are hexadecimal, so they cannot end the quotation.
            await connection.execute(f"alter role {role} password '{password}'")


async def make_database(superuser_url: str, name: str) -> None:
    """Make a database that belongs to the owner role, unless it is there."""
    async with _connected(superuser_url) as connection:
        if not await connection.fetchval("select 1 from pg_database where datname = $1", name):
            await connection.execute(f'create database "{name}" owner {OWNER}')


async def grant_privileges(database_url: str) -> None:
    """Let the product's role read and write whatever the owner role makes, and change no schema.

    Vectors need an extension that only a superuser may add, so it is added here where the server has it.
    """
    async with _connected(database_url) as connection:
        await connection.execute(_PRIVILEGES)
        if await connection.fetchval("select 1 from pg_available_extensions where name = 'vector'"):
            await connection.execute("create extension if not exists vector")


@asynccontextmanager
async def _connected(url: str) -> "AsyncIterator[Connection]":
    # Without TLS on the loopback; else it would look for certificates in a home that we may not be able to read.
    connection = await asyncpg.connect(url, timeout=5, ssl=False)
    try:
        yield connection
    finally:
        await connection.close()
