"""The product as it runs in these tests: all of it, and its clients, reach storage by a way of ours."""

from collections.abc import AsyncIterator

import pytest

from tests.domains.uploads.in_parts import SMALL
from tests.faults.storage.way import Way
from tests.machine import Machine


@pytest.fixture(scope="session")
async def way(machine_of_this_run: Machine) -> AsyncIterator[Way]:
    """The way to storage, without any trouble at first."""
    storage = machine_of_this_run.environ["S3_ENDPOINT"].removeprefix("http://")
    async with Way(storage).open() as way:
        yield way


@pytest.fixture(scope="session")
def environ(way: Way) -> dict[str, str]:
    """What the product's processes are started with here; files of 9 MB are sent in parts."""
    return way.environ | SMALL


@pytest.fixture
async def app(machine: Machine, environ: dict[str, str]) -> Machine:
    """The whole product, on that way to storage."""
    await machine.run(**environ)
    return machine
