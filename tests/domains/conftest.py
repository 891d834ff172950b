"""Who takes part in these tests, beside the owner and nobody."""

from collections.abc import AsyncIterator

import pytest

from tests.client import Client
from tests.domains.people import Person, found_library, join, owner_of
from tests.machine import Machine
from vitrine.libraries.models import Library
from vitrine.services import Services


@pytest.fixture
async def library(owner_key: str) -> Library:
    """The owner's library."""
    return await Library.get()


@pytest.fixture
async def me(library: Library) -> Person:
    """The owner, for rows that are theirs."""
    return await owner_of(library)


@pytest.fixture
async def member(library: Library) -> Person:
    """Somebody in the owner's library who sees less than the owner of an upload under way."""
    return await join(library, "Mem")


@pytest.fixture
async def other_owner(library: Library) -> Person:
    """The owner of another library."""
    return await found_library("Otto")


@pytest.fixture
async def colleague(app: Machine, member: Person) -> AsyncIterator[Client]:
    """The member's program."""
    async with Client(app.url, member.key) as client:
        yield client


@pytest.fixture
async def stranger(app: Machine, other_owner: Person) -> AsyncIterator[Client]:
    """The program of another library's owner."""
    async with Client(app.url, other_owner.key) as client:
        yield client


@pytest.fixture
async def quiet(machine: Machine, services: Services) -> Services:
    """Services with no process of the product running, so that only the test itself does any work."""
    await machine.halt()
    return services
