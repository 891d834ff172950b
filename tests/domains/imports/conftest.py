"""Somebody else's web server, and Vitrine with import by URL switched on for this machine."""

from collections.abc import AsyncIterator
from dataclasses import replace
from ipaddress import ip_network

import pytest

from tests.domains.imports.asked import ON
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
async def app(machine: Machine) -> Machine:
    """The whole product, where import by URL is switched on for this machine."""
    await machine.run("api", "worker-bulk", **ON)
    await machine.run("worker-image", "worker-index")
    return machine
