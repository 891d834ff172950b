"""Fixtures for every test that needs servers; a test that asks for none of them starts nothing and loads little."""

import os
from collections.abc import AsyncIterator, Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.client import Client
from tests.machine import Machine, running_machine
from tests.scanner import CLAMD, Scanner
from vitrine.settings import Settings, load_settings

if TYPE_CHECKING:
    from tests.swift.server import Swift
    from vitrine.services import Services

FAILED = pytest.StashKey[bool]()
SHARED_MEDIA = Path(__file__).parents[2] / "shared" / "media"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run what needs the running product last: its workers would take the jobs that other tests look at."""
    items.sort(key=lambda item: "app" in getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
async def machine_of_this_run(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Machine]:
    """The servers, with a migrated database."""
    from vitrine.infra.db import migrate

    async with running_machine(tmp_path_factory.mktemp("machine"), os.environ) as machine:
        await migrate(load_settings(machine.environ))
        yield machine


@pytest.fixture(scope="session")
async def connected(machine_of_this_run: Machine, settings: Settings) -> "AsyncIterator[Services]":
    """Connections for the whole run."""
    from vitrine.services import open_services

    async with open_services(settings) as services:
        yield services


@pytest.fixture(scope="session")
def settings(machine_of_this_run: Machine) -> Settings:
    """The settings that lead to the servers of this run."""
    return load_settings(machine_of_this_run.environ)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let the fixtures of a test know that it failed."""
    report = yield
    if report.when == "call" and report.failed:
        item.stash[FAILED] = True
    return report


@pytest.fixture
async def machine(machine_of_this_run: Machine, request: pytest.FixtureRequest) -> AsyncIterator[Machine]:
    """The servers, all of them up, over an empty database. Redis and storage keep what other tests put there:
    keys, streams and objects belong to a library, and every test makes its own.

    After a failure it prints what the database knew."""
    await machine_of_this_run.mend()
    await machine_of_this_run.empty_database()
    yield machine_of_this_run
    if FAILED in request.node.stash:
        for line in await machine_of_this_run.last_words():
            print(line)  # noqa: T201  # pytest puts it into the report


@pytest.fixture
def services(machine: Machine, connected: "Services") -> "Services":
    """Connected services over an empty database."""
    del machine
    return connected


@pytest.fixture
async def owner_key(services: "Services") -> str:
    """The API key of the owner of a new library."""
    from vitrine.accounts.actions import first_run

    key = (await first_run(services)).owner_key
    assert key
    return key


@pytest.fixture
async def app(machine: Machine) -> Machine:
    """The whole product running as its own processes: API, image worker, general worker."""
    await machine.run()
    return machine


@pytest.fixture
async def owner(app: Machine, owner_key: str) -> AsyncIterator[Client]:
    """The owner's program, speaking to the running API."""
    async with Client(app.url, owner_key) as client:
        yield client


@pytest.fixture
async def nobody(app: Machine) -> AsyncIterator[Client]:
    """A caller without any token."""
    async with Client(app.url) as client:
        yield client


@pytest.fixture(scope="session")
def scanner_of_this_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scanner]:
    """A malware scanner; skips where none is installed."""
    if CLAMD is None:
        pytest.skip("ClamAV's daemon is not installed: apt-get install clamav-daemon.")
    scanner = Scanner(tmp_path_factory.mktemp("scanner"))
    yield scanner
    scanner.stop()


@pytest.fixture
async def scanner(scanner_of_this_run: Scanner) -> Scanner:
    """The malware scanner, running."""
    await scanner_of_this_run.start()
    return scanner_of_this_run


@pytest.fixture(scope="session")
async def swift_of_this_run(tmp_path_factory: pytest.TempPathFactory) -> "AsyncIterator[Swift]":
    """OpenStack Swift, a second S3; skips where it is not installed or cannot run."""
    from tests.swift.server import Swift, what_is_missing

    folder = tmp_path_factory.mktemp("swift")
    if missing := what_is_missing(folder):
        pytest.skip(missing)
    swift = Swift(folder)
    yield swift
    await swift.kill()


@pytest.fixture
async def swift(swift_of_this_run: "Swift") -> "Swift":
    """OpenStack Swift, running."""
    await swift_of_this_run.start()
    return swift_of_this_run


@pytest.fixture(scope="session")
def media() -> Path:
    """The shared collection of real photos, films and odd files; skips where it is absent."""
    if not SHARED_MEDIA.is_dir():
        pytest.skip(f"The shared media are not at {SHARED_MEDIA}.")
    return SHARED_MEDIA
