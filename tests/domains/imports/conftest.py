"""Somebody else's web server, and Vitrine with import by URL switched on for this machine."""

from collections.abc import AsyncIterator
from dataclasses import replace
from ipaddress import ip_network

import pytest

from tests.client import Client
from tests.domains.imports.asked import ON
from tests.domains.people import Person
from tests.machine import Machine
from tests.remote import Remote, running_remote
from vitrine.services import Services


@pytest.fixture
async def remote() -> AsyncIterator[Remote]:
    """Somebody else's web server."""
    async with running_remote() as remote:
        yield remote


@pytest.fixture
def fetching(quiet: Services) -> Services:
    """Services that may fetch from this machine, with nobody but the test at work."""
    settings = replace(quiet.settings, import_urls=True, import_url_networks=(ip_network("127.0.0.0/8"),))
    return replace(quiet, settings=settings)


@pytest.fixture
async def importing(machine: Machine, owner_key: str) -> AsyncIterator[Client]:
    """The owner's program, where import by URL is switched on for this machine."""
    await machine.run("api", "worker-bulk", **ON)
    await machine.run("worker-image", "worker-index")
    async with Client(machine.url, owner_key) as client:
        yield client


@pytest.fixture
async def beside(importing: Client, member: Person) -> AsyncIterator[Client]:
    """A member's program, in the same library."""
    async with Client(importing.url, member.key) as client:
        yield client


@pytest.fixture
async def elsewhere(importing: Client, other_owner: Person) -> AsyncIterator[Client]:
    """The program of another library's owner."""
    async with Client(importing.url, other_owner.key) as client:
        yield client
