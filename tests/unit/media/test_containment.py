"""A file that breaks its decoder breaks nothing else: fault 6 of the matrix, on real child processes."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from tests.unit.media.conftest import LARGE, PREVIEW, THUMBNAIL
from vitrine.infra.media.errors import BY_CODE, Crashed, HostFailed, MediaError, TimedOut, TooLarge, TooSlow
from vitrine.infra.media.limits import MIB, Limits
from vitrine.infra.media.pool import DecoderPool

LIMITS = Limits(memory=768 * MIB, wall=2.0, cpu=1.0, output=8 * MIB)
# Where computing time must run out before patience does, however busy the machine is.
PATIENT = replace(LIMITS, wall=60.0)
CHILD = (str(Path(__file__).with_name("misbehaving_child.py")),)


@pytest.fixture
async def frail(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[DecoderPool]:
    """Two children that can be told to misbehave, with limits that are soon reached."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    async with DecoderPool(2, getattr(request, "param", LIMITS), entry=CHILD, scratch=scratch) as pool:
        yield pool
    assert list(scratch.iterdir()) == []


def runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False


async def eventually_gone(pid: int) -> bool:
    for _ in range(50):
        if not runs(pid):
            return True
        await asyncio.sleep(0.02)
    return False


async def eventually(told: list[dict[str, Any]]) -> dict[str, Any]:
    for _ in range(500):
        if told:
            return told[0]
        await asyncio.sleep(0.01)
    pytest.fail("nothing was ever told")


async def ask(
    pool: DecoderPool,
    task: str,
    output: Path | None = None,
    given: Path | None = None,
    told: list[dict[str, Any]] | None = None,
    **request: str,
) -> list[dict[str, Any]]:
    answers: list[dict[str, Any]] = [] if told is None else told
    inputs = {"given": given} if given else {}
    await pool.run({"task": task, **request}, answers.append, inputs=inputs, outputs=[output] if output else [])
    return answers


@pytest.mark.parametrize(
    ("frail", "task", "expected"),
    [
        (LIMITS, "segfault", Crashed),
        (LIMITS, "allocate", TooLarge),
        (PATIENT, "spin", TooSlow),
        (LIMITS, "sleep", TimedOut),
        (LIMITS, "babble", Crashed),
    ],
    indirect=["frail"],
)
async def test_only_the_poison_fails_and_its_neighbours_finish(
    frail: DecoderPool, data: Path, tmp_path: Path, task: str, expected: type[MediaError]
) -> None:
    poison = asyncio.create_task(ask(frail, task, tmp_path / "output"))
    good = [asyncio.create_task(frail.probe(data / "gps.jpg")) for _ in range(9)]
    assert {facts.width for facts in await asyncio.gather(*good)} == {640}
    with pytest.raises(expected):
        await poison
    assert not (tmp_path / "output").exists()
    await frail.probe(data / "gps.jpg")


async def test_a_child_that_does_not_answer_is_ended_within_its_limit_and_five_seconds(
    frail: DecoderPool, tmp_path: Path
) -> None:
    started = time.monotonic()
    with pytest.raises(TimedOut):
        await ask(frail, "sleep", tmp_path / "output")
    assert time.monotonic() - started < LIMITS.wall + 5


def test_only_what_another_try_can_help_is_retryable() -> None:
    assert {code for code, error in BY_CODE.items() if error.retryable} == {"TIMED_OUT", "CRASHED", "HOST_FAILED"}


async def test_what_a_killed_child_started_goes_with_it(frail: DecoderPool, tmp_path: Path) -> None:
    told: list[dict[str, Any]] = []
    with pytest.raises(TimedOut):
        await ask(frail, "sleep", tmp_path / "output", told=told)
    assert await eventually_gone(told[0]["lasting"])


async def test_a_cancelled_caller_ends_the_child_and_leaves_no_output(
    frail: DecoderPool, data: Path, tmp_path: Path
) -> None:
    before = set(frail.pids)
    told: list[dict[str, Any]] = []
    asking = asyncio.create_task(ask(frail, "sleep", tmp_path / "output", told=told))
    await eventually(told)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert not (tmp_path / "output").exists()
    assert not list(tmp_path.rglob("output"))
    assert len(before & set(frail.pids)) == 1
    assert (await frail.probe(data / "gps.jpg")).width == 640


async def test_a_cancelled_render_leaves_no_picture(frail: DecoderPool, data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    for delay in (0.0, 0.01, 0.03, 0.06):
        asking = asyncio.create_task(frail.render(data / "Aqua.jpg", [THUMBNAIL, PREVIEW, LARGE], folder))
        await asyncio.sleep(delay)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        assert list(folder.iterdir()) == []


async def test_waiting_for_a_child_can_be_cancelled_without_losing_one(frail: DecoderPool, data: Path) -> None:
    asking = [asyncio.create_task(frail.probe(data / "gps.jpg")) for _ in range(20)]
    await asyncio.sleep(0)
    for task in asking[5:]:
        task.cancel()
    await asyncio.gather(*asking, return_exceptions=True)
    assert all([(await frail.probe(data / "gps.jpg")).width == 640 for _ in range(4)])


async def test_what_libraries_print_is_no_answer(frail: DecoderPool) -> None:
    assert await ask(frail, "chatter") == [{"said": True}]


async def test_too_long_an_output_is_refused_with_a_reason(frail: DecoderPool, tmp_path: Path) -> None:
    with pytest.raises(TooLarge):
        await ask(frail, "overfill", tmp_path / "output")
    assert not (tmp_path / "output").exists()


async def test_a_child_is_confined(frail: DecoderPool) -> None:
    (told,) = await ask(frail, "tell")
    assert told["memory"] == LIMITS.memory
    assert (told["core"], told["own_session"]) == (0, True)
    assert "NoNewPrivs:\t1" in told["status"]
    assert "CapEff:\t0000000000000000" in told["status"]
    assert "vitrine-decoder-" in told["folder"]
    # The system's loopback, without an address, is all a new network namespace has.
    assert set(told["interfaces"]) <= {"lo", "sit0", "tunl0"}


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file of another job."""
    folder = tmp_path / "vitrine-job-1-other"
    folder.mkdir()
    (folder / "secret").write_bytes(b"somebody else's picture")
    return folder / "secret"


async def test_a_child_reaches_nothing_but_what_it_was_given(
    frail: DecoderPool, data: Path, tmp_path: Path, secret: Path
) -> None:
    given = tmp_path / "given.jpg"
    given.write_bytes((data / "gps.jpg").read_bytes())
    name = f"vitrine-test-{os.getpid()}"
    with (
        socket.create_server(("127.0.0.1", 0)) as web,
        _listening(str(tmp_path / "door")) as door,
        _listening("\0" + name) as abstract,
    ):
        (told,) = await ask(
            frail,
            "reach",
            given=given,
            secret=str(secret),
            port=str(web.getsockname()[1]),
            socket=str(tmp_path / "door"),
            abstract=name,
        )
        assert told["worked"] == []
        for listener in (web, door, abstract):
            listener.settimeout(0)
            with pytest.raises(BlockingIOError):
                listener.accept()
    assert secret.read_bytes() == b"somebody else's picture"
    assert given.read_bytes() == (data / "gps.jpg").read_bytes()


def _listening(address: str) -> socket.socket:
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(address)
    listener.listen()
    return listener


async def test_a_child_may_do_what_decoding_needs(frail: DecoderPool, data: Path, tmp_path: Path) -> None:
    assert await ask(frail, "write", tmp_path / "output", given=data / "gps.jpg") == [{"wrote": True}]
    assert (tmp_path / "output").read_bytes() == (data / "gps.jpg").read_bytes()


async def test_the_next_file_finds_nothing_of_the_one_before(data: Path, tmp_path: Path) -> None:
    async with DecoderPool(1, LIMITS, entry=CHILD, scratch=tmp_path) as pool:
        await ask(pool, "write", tmp_path / "output", given=data / "gps.jpg")
        (desk,) = tmp_path.glob("vitrine-decoder-*")
        assert [file.name for file in desk.rglob("*") if file.is_file()] == ["log"]


async def test_what_only_leads_to_anothers_file_is_no_output(frail: DecoderPool, tmp_path: Path, secret: Path) -> None:
    with pytest.raises(Crashed):
        await ask(frail, "pretend", tmp_path / "output", secret=str(secret))
    assert not (tmp_path / "output").is_symlink()


async def test_a_file_on_another_disk_is_copied_to_the_desk_and_back(data: Path, tmp_path: Path) -> None:
    elsewhere = Path("/dev/shm")
    if not elsewhere.is_dir() or elsewhere.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no second file system here")
    with tempfile.TemporaryDirectory(dir=elsewhere) as other:
        source = Path(other, "gps.jpg")
        source.write_bytes((data / "gps.jpg").read_bytes())
        async with DecoderPool(1, scratch=tmp_path) as pool:
            (made,) = await pool.render(source, [THUMBNAIL], Path(other))
        assert made.size == Path(other, "thumb.webp").stat().st_size > 0


LAUNCHER = """
import os, sys
from pathlib import Path
from vitrine.infra.media.confinement import confine
from vitrine.infra.media.limits import Limits
given, work, program, *rest = sys.argv[1:]
print(confine(Limits(), os.getppid(), readable=[Path(given)], writable=[Path(work)], programs=True), flush=True)
os.execv(program, [program, *rest])
"""


def launched(given: Path, work: Path, *command: str | Path) -> subprocess.CompletedProcess[str]:
    """Become another program behind the walls, as ffmpeg does."""
    arguments = [sys.executable, "-c", LAUNCHER, str(given), str(work), *map(str, command)]
    return subprocess.run(arguments, capture_output=True, text=True, timeout=30, check=False)


def test_the_walls_stand_around_a_program_that_a_process_becomes(tmp_path: Path, secret: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    (tmp_path / "given").write_text("mine")
    read = launched(tmp_path / "given", work, "/bin/cat", tmp_path / "given")
    assert (read.returncode, read.stdout.splitlines()) == (0, ["[]", "mine"])
    assert launched(tmp_path / "given", work, "/bin/cp", tmp_path / "given", work / "copy").returncode == 0
    assert (work / "copy").read_text() == "mine"
    for command in (
        ("/bin/cat", secret),
        ("/bin/cp", work / "copy", tmp_path / "elsewhere"),
        ("/bin/cp", work / "copy", tmp_path / "given"),
        ("/bin/sh", "-c", f"kill -0 {os.getpid()}"),
    ):
        refused = launched(tmp_path / "given", work, *command)
        assert refused.returncode != 0, command
        assert "ermi" in refused.stderr, command
    assert not (tmp_path / "elsewhere").exists()


async def test_each_wall_that_a_kernel_lacks_is_named_once(data: Path, tmp_path: Path) -> None:
    entry = (str(Path(__file__).with_name("unwalled_child.py")),)
    with capture_logs() as logs:
        async with DecoderPool(2, LIMITS, entry=entry, scratch=tmp_path) as pool:
            assert (await pool.probe(data / "gps.jpg")).width == 640
    assert sorted(each["open"] for each in logs if each["log_level"] == "warning") == ["files", "network"]


async def test_a_child_is_told_no_secret(frail: DecoderPool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VITRINE_SECRET_KEY", "not for decoders")
    (told,) = await ask(frail, "tell")
    assert not [name for name in told["environment"] if name.startswith(("VITRINE", "DATABASE", "S3"))]


async def test_a_child_is_replaced_after_its_share_of_files(data: Path, tmp_path: Path) -> None:
    async with DecoderPool(1, Limits(files_per_child=3), scratch=tmp_path) as pool:
        seen = set()
        for _ in range(7):
            await pool.probe(data / "gps.jpg")
            seen.update(pool.pids)
        assert len(seen) >= 3


async def test_a_child_killed_while_idle_is_replaced_unnoticed(frail: DecoderPool, data: Path) -> None:
    for pid in frail.pids:
        os.kill(pid, signal.SIGKILL)
        assert await eventually_gone(pid)
    await asyncio.sleep(0.1)
    assert (await frail.probe(data / "gps.jpg")).width == 640


async def test_nobody_waits_for_ever_on_a_pool_that_closes(data: Path, tmp_path: Path) -> None:
    pool = DecoderPool(1, LIMITS, entry=CHILD, scratch=tmp_path)
    async with pool:
        told: list[dict[str, Any]] = []
        slow = asyncio.create_task(ask(pool, "sleep", tmp_path / "output", told=told))
        waiting = asyncio.create_task(pool.probe(data / "gps.jpg"))
        await eventually(told)
    with pytest.raises(Crashed):
        await slow
    with pytest.raises(HostFailed):
        await waiting


def test_children_die_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    program = f"""
import asyncio, os, signal
from pathlib import Path
from vitrine.infra.media.limits import Limits
from vitrine.infra.media.pool import DecoderPool

async def main():
    async with DecoderPool(1, Limits(), entry={CHILD!r}, scratch=Path({str(tmp_path)!r})) as pool:
        told = []
        asyncio.ensure_future(pool.run({{"task": "sleep"}}, told.append))
        while not told:
            await asyncio.sleep(0.01)
        print(*pool.pids, told[0]["lasting"], flush=True)
        os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=False)
    assert ended.returncode == -signal.SIGKILL
    child, lasting = map(int, ended.stdout.split())
    deadline = time.monotonic() + 2
    while runs(child) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not runs(child)
    os.kill(lasting, signal.SIGKILL)
