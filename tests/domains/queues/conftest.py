"""The API alone: what waits in a queue stays there, and a test can look at it."""

from collections.abc import AsyncIterator

import pytest

from tests.client import Client
from tests.domains.people import Person, join
from tests.machine import Machine
from vitrine.accounts.models import Role
from vitrine.infra.local.programs import WORKERS
from vitrine.libraries.models import Library


@pytest.fixture
async def resting(machine: Machine) -> Machine:
    """The API, and no worker."""
    await machine.halt(*WORKERS)
    await machine.run("api")
    return machine


@pytest.fixture
async def keeper(library: Library) -> Person:
    """An owner of the library."""
    return await join(library, "Olga", Role.OWNER)


@pytest.fixture
async def owning(resting: Machine, keeper: Person) -> AsyncIterator[Client]:
    """The owner's program, with no worker at work."""
    async with Client(resting.url, keeper.key) as client:
        yield client


@pytest.fixture
async def taking_part(resting: Machine, member: Person) -> AsyncIterator[Client]:
    """The member's program, with no worker at work."""
    async with Client(resting.url, member.key) as client:
        yield client


@pytest.fixture
async def elsewhere(resting: Machine, other_owner: Person) -> AsyncIterator[Client]:
    """The program of another library's owner, with no worker at work."""
    async with Client(resting.url, other_owner.key) as client:
        yield client
