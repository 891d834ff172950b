"""`vitrine up` as an operator meets it."""

import asyncio
import os
import pwd
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.client import Client
from tests.local.installation import Installation, installed, is_alive
from vitrine.infra.local import lock
from vitrine.infra.local.folder import DataFolder

# Seconds that a busy machine may take to stop everything.
PATIENCE = 20.0


@pytest.fixture(scope="module")
async def installation(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Installation]:
    async with installed(tmp_path_factory.mktemp("up") / "data") as running:
        yield running


async def test_serves_and_says_where_everything_is(installation: Installation) -> None:
    answer = await installation.readiness()
    assert answer is not None
    assert answer.status == 200
    for words in ("PostgreSQL", "18.", "Redis", "6.2", "rclone", "Meilisearch", "1.21", "Image worker", "MiB"):
        assert words in installation.said
    assert f"http://127.0.0.1:{installation.port}/sign-in#token=" in installation.said
    assert str(installation.data / "owner-key") in installation.said


async def test_owner_key_is_for_its_owner_only_and_opens_the_api(installation: Installation) -> None:
    key = installation.data / "owner-key"
    assert key.stat().st_mode & 0o777 == 0o600
    async with Client(f"http://127.0.0.1:{installation.port}", key.read_text().strip()) as owner:
        viewer = (await owner.graphql("{ viewer { library { name } } }"))["viewer"]
    assert viewer["library"]["name"]


def test_nobody_else_can_read_what_it_keeps(installation: Installation) -> None:
    assert installation.data.stat().st_mode & 0o077 == 0
    for name in ("keys.json", "running.json"):
        assert (installation.data / name).stat().st_mode & 0o777 == 0o600


def test_secrets_are_on_no_command_line(installation: Installation) -> None:
    environ = installation.environ_of_running()
    secrets = [environ[name] for name in ("S3_SECRET_KEY", "MEILISEARCH_KEY", "VITRINE_SECRET_KEY")]
    secrets.append(environ["REDIS_URL"].split(":")[2].split("@")[0])
    lines = " ".join(installation.pids())
    assert not [secret for secret in secrets if secret in lines]


def test_listens_on_the_loopback_only(installation: Installation) -> None:
    ports = {int(url.rpartition(":")[2].split("/")[0]) for url in _urls(installation)} | {installation.port}
    listening = _listening()
    assert {listening.get(port) for port in ports} == {"0100007F"}


async def test_second_up_on_the_same_data_refuses(installation: Installation) -> None:
    code, said = await installation.run("up", "--port", "13999")
    assert code == 1
    assert said.count("\n") == 1
    assert "already runs" in said


async def test_refuses_a_port_in_use(installation: Installation, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, said = await Installation(tmp_path / "data", 0).run("up", "--port", str(taken.getsockname()[1]))
    assert code == 1
    assert "is in use" in said


async def test_sign_in_link_from_another_shell(installation: Installation) -> None:
    code, said = await installation.run("sign-in-link")
    assert code == 0
    assert said.startswith(f"http://127.0.0.1:{installation.port}/sign-in#token=")


async def test_doctor_finds_nothing_wrong(installation: Installation) -> None:
    code, said = await installation.run("doctor")
    assert code == 0, said
    assert "/readyz" in said


async def test_reset_refuses_while_it_runs(installation: Installation) -> None:
    code, said = await installation.run("reset", "--yes")
    assert code == 1
    assert "already runs" in said
    assert installation.data.exists()


@pytest.mark.long
async def test_a_dead_child_is_started_again_and_said_so(installation: Installation) -> None:
    for name, words in (("redis", "redis-server"), ("api", "vitrine.cli api"), ("postgres", "bin/postgres -h")):
        before = installation.pid_of(words)
        os.kill(before, signal.SIGKILL)
        await installation.until_said(f"{name} was ended by signal 9; starting it again")
        await _until_ready(installation)
        assert installation.pid_of(words) != before


@pytest.mark.long
async def test_down_stops_everything_and_it_starts_again(tmp_path: Path) -> None:
    async with installed(tmp_path / "data") as first:
        children = first.pids().values()
        code, said = await first.run("down")
        assert code == 0, said
        assert await asyncio.wait_for(first.process.wait(), PATIENCE) == 0
        assert not [pid for pid in children if is_alive(pid)]
        assert not (first.data / "running.json").exists()
        await first.start()


@pytest.mark.long
async def test_kill_of_the_parent_leaves_no_child_behind(tmp_path: Path) -> None:
    async with installed(tmp_path / "data") as killed:
        children = killed.pids()
        assert len(children) >= 7
        killed.process.kill()
        await killed.process.wait()
        assert await _all_gone(set(children.values()), within=PATIENCE), children
        assert "database system is shut down" in (killed.data / "logs" / "postgres.log").read_text()
        assert not lock.is_held(DataFolder(killed.data))
        await killed.start()


@pytest.mark.skipif(os.geteuid() != 0, reason="Only root can become somebody else.")
async def test_runs_as_a_plain_user() -> None:
    nobody = pwd.getpwnam("nobody")
    become = ("setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups", "--")
    python = await _python_for(become)
    with tempfile.TemporaryDirectory() as folder:
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        async with installed(Path(folder) / "data", become, python) as running:
            answer = await running.readiness()
            assert answer is not None
            assert answer.status == 200
            assert (running.data / "owner-key").stat().st_uid == nobody.pw_uid


async def _python_for(become: tuple[str, ...]) -> str:
    """Find a Python that this user may run and that has our packages; skip when the checkout is closed to them."""
    for python in filter(None, (sys.executable, shutil.which("python3", path="/usr/bin"))):
        # Through a shell: setpriv itself may still run what the user may not.
        command = (*become, "sh", "-c", 'exec "$0" -c "import vitrine.infra.local.supervisor, asyncpg"', python)
        process = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.DEVNULL)
        if await process.wait() == 0:
            return python
    pytest.skip("No Python with these packages can be run by the user nobody: the checkout lies in a private folder.")


def _listening() -> dict[int, str]:
    """Return every port that somebody listens on, with its address as the kernel writes it."""
    table = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    listening = "0A"
    return {int(row[1].split(":")[1], 16): row[1].split(":")[0] for row in table if row[3] == listening}


def _urls(installation: Installation) -> list[str]:
    environ = installation.environ_of_running()
    return [environ[name] for name in ("DATABASE_URL", "REDIS_URL", "S3_ENDPOINT", "MEILISEARCH_URL")]


async def _until_ready(installation: Installation) -> None:
    deadline = time.monotonic() + 20
    while (answer := await installation.readiness()) is None or answer.status != 200:
        assert time.monotonic() < deadline, answer
        await asyncio.sleep(0.1)


async def _all_gone(pids: set[int], within: float) -> bool:
    deadline = time.monotonic() + within
    while any(is_alive(pid) for pid in pids):
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(0.05)
    return True
