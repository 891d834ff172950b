"""Programs for films run apart, within limits, and end when nobody waits for them any more."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.unit.film.conftest import H264, Maker, collecting, facts_of, picture
from vitrine.infra.media import complaints
from vitrine.infra.media.complaints import Ended, as_media_error
from vitrine.infra.media.errors import (
    Corrupt,
    Crashed,
    HostFailed,
    MediaError,
    TimedOut,
    TooLarge,
    TooSlow,
    Unsupported,
)
from vitrine.infra.media.ffmpeg import Errand, answer, run
from vitrine.infra.media.film.ladder import make_ladder, rungs_owed
from vitrine.infra.media.limits import MIB, Limits

ENDLESS = ["-nostdin", "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=320x180", "-f", "rawvideo"]


def errand(
    folder: Path,
    *arguments: str,
    limits: Limits | None = None,
    outputs: Sequence[Path] = (),
    silence: float | None = None,
) -> Errand:
    limits = limits or Limits()
    return Errand(
        program="ffmpeg",
        arguments=arguments,
        reads=[],
        folder=folder,
        limits=limits,
        outputs=outputs,
        silence=silence,
    )


def running(folder: Path) -> list[int]:
    """Return the processes that work in `folder`."""
    found = []
    for process in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if process.name.isdecimal() and (process / "cwd").readlink() == folder:
                found.append(int(process.name))
    return found


async def until(condition: Callable[[], bool], seconds: float = 10.0) -> bool:
    for _ in range(int(seconds * 50)):
        if condition():
            return True
        await asyncio.sleep(0.02)
    return False


async def test_cancelling_ends_the_process_and_leaves_no_file(tmp_path: Path) -> None:
    output = tmp_path / "out.raw"
    task = asyncio.create_task(run(errand(tmp_path, *ENDLESS, "out.raw", outputs=[output])))
    assert await until(lambda: output.exists() and output.stat().st_size > 0)
    assert running(tmp_path)
    task.cancel()
    began = time.monotonic()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert time.monotonic() - began < 2
    assert running(tmp_path) == []
    assert not output.exists()


@pytest.mark.parametrize("delay", [0.0, 0.001, 0.01, 0.05])
async def test_cancelling_at_any_moment_leaves_no_process(tmp_path: Path, delay: float) -> None:
    task = asyncio.create_task(run(errand(tmp_path, *ENDLESS, "out.raw", outputs=[tmp_path / "out.raw"])))
    await asyncio.sleep(delay)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await until(lambda: not running(tmp_path) and not list(tmp_path.iterdir()))


async def test_a_cancelled_ladder_leaves_its_folder_as_it_was(film: Maker, tmp_path: Path) -> None:
    source = film("longer.mkv", *picture("1600x900", 20, rate="5"), *H264)
    facts = await facts_of(source)
    task = asyncio.create_task(make_ladder(source, facts, rungs_owed(facts), tmp_path, collecting([])))
    assert await until(lambda: any(tmp_path.iterdir()))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert list(tmp_path.iterdir()) == []
    assert running(tmp_path) == []


async def test_a_listener_that_fails_ends_the_process(tmp_path: Path) -> None:
    async def fail(_: bytes) -> None:
        raise LookupError

    with pytest.raises(LookupError):
        await run(errand(tmp_path, *ENDLESS, "pipe:1"), fail)
    assert running(tmp_path) == []


async def test_a_killed_parent_takes_the_process_with_it(tmp_path: Path) -> None:
    program = f"""
        import asyncio
        from pathlib import Path
        from vitrine.infra.media.ffmpeg import Errand, run
        from vitrine.infra.media.limits import Limits
        folder = Path({str(tmp_path)!r})
        asyncio.run(run(Errand(program="ffmpeg", arguments={[*ENDLESS, "out.raw"]!r}, reads=[], folder=folder,
                               limits=Limits())))
    """
    parent = await asyncio.create_subprocess_exec(sys.executable, "-c", textwrap.dedent(program))
    assert await until((tmp_path / "out.raw").exists)
    os.kill(parent.pid, signal.SIGKILL)
    await parent.wait()
    assert await until(lambda: not running(tmp_path))


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        (Limits(wall=1.0, output=64 * 1024 * MIB), TimedOut),
        (Limits(cpu=0.5, output=64 * 1024 * MIB), TooSlow),
        (Limits(output=MIB), TooLarge),
    ],
)
async def test_each_limit_ends_it_with_its_own_reason(
    tmp_path: Path, limits: Limits, expected: type[MediaError]
) -> None:
    with pytest.raises(expected):
        await run(errand(tmp_path, *ENDLESS, "out.raw", limits=limits, outputs=[tmp_path / "out.raw"]))
    assert list(tmp_path.iterdir()) == []


async def test_too_much_memory_is_refused_by_name(tmp_path: Path) -> None:
    greedy = ["-v", "error", "-f", "lavfi", "-i", "color=size=8000x8000", "-frames:v", "1", "-vf", "tile=3x3"]
    with pytest.raises(TooLarge, match="memory"):
        await run(errand(tmp_path, *greedy, "-f", "null", "-", limits=Limits(memory=512 * MIB)))


async def test_silence_is_not_waited_out(tmp_path: Path) -> None:
    with pytest.raises(TimedOut):
        await run(errand(tmp_path, *ENDLESS, "out.raw", silence=0.5, outputs=[tmp_path / "out.raw"]))


async def test_a_launcher_that_cannot_start_is_the_machines_fault(tmp_path: Path) -> None:
    # Fewer open files than it has already.
    with pytest.raises(HostFailed, match="could not start"):
        await run(errand(tmp_path, *ENDLESS, "out.raw", limits=Limits(open_files=1)))


async def test_it_reaches_nothing_but_its_own(tmp_path: Path) -> None:
    beside = tmp_path.parent / f"{tmp_path.name}-beside"
    with pytest.raises(MediaError):
        await run(errand(tmp_path, *ENDLESS, "-frames:v", "1", f"file:{beside}"))
    assert not beside.exists()
    with pytest.raises(MediaError):
        await answer(
            Errand(program="ffprobe", arguments=["-f", "tty", "file:/etc/passwd"], reads=[], limits=Limits()), 1000
        )


async def test_it_has_no_network(tmp_path: Path) -> None:
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    called = asyncio.Event()
    server.close()
    await server.wait_closed()

    async def answering(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        called.set()
        writer.close()

    async with await asyncio.start_server(answering, "127.0.0.1", port):
        with pytest.raises(MediaError):
            await run(errand(tmp_path, "-v", "error", "-i", f"http://127.0.0.1:{port}/x", "-f", "null", "-"))
    assert not called.is_set()


async def test_none_of_our_secrets_is_in_its_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VITRINE_SECRET_KEY", "not-for-you")
    task = asyncio.create_task(run(errand(tmp_path, *ENDLESS, "out.raw", outputs=[tmp_path / "out.raw"])))
    assert await until((tmp_path / "out.raw").exists)
    (pid,) = running(tmp_path)
    assert b"not-for-you" not in Path(f"/proc/{pid}/environ").read_bytes()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_a_missing_program_is_the_machines_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(HostFailed, match="ffmpeg is not installed"):
        await run(errand(tmp_path, *ENDLESS, "out.raw"))


async def test_an_answer_longer_than_we_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TooLarge):
        await answer(errand(tmp_path, *ENDLESS, "pipe:1"), most=100_000)
    assert running(tmp_path) == []


@pytest.mark.parametrize(
    ("status", "said", "expected"),
    [
        (1, "moov atom not found", Corrupt),
        (1, "Decoder (codec snow) not found for input stream #0:0", Unsupported),
        # These may be a file's own words.
        (1, "title: No space left on device", Corrupt),
        (1, "title: Traceback (most recent call last)", Corrupt),
        (1, "x264 [error]: malloc of size 7088768 failed", TooLarge),
        (complaints.NOT_STARTED, "ParentGone", HostFailed),
        (-signal.SIGSEGV, "", Crashed),
        (-signal.SIGXCPU, "", TooSlow),
    ],
)
def test_how_it_ended_becomes_a_reason(status: int, said: str, expected: type[MediaError]) -> None:
    error = as_media_error(Ended("ffmpeg", status, said))
    assert type(error) is expected
    assert error.message.endswith(".")


def test_a_full_disk_is_the_machines_fault() -> None:
    said = "av_interleaved_write_frame(): No space left on device"
    assert isinstance(as_media_error(Ended("ffmpeg", 1, said, full=True)), HostFailed)


def test_what_it_says_is_never_repeated() -> None:
    said = "/srv/secret/path: Invalid data found\nDecoder (codec x264) not found"
    assert "secret" not in as_media_error(Ended("ffmpeg", 1, said)).message
    assert len(complaints.unplayable("x" * 500).message) < 150


def test_a_launch_costs_little() -> None:
    launch = Path(complaints.__file__).with_name("launch.py")
    order = '{"limits": {}, "readable": [], "writable": []}'
    began = time.process_time(), os.times().children_user + os.times().children_system
    for _ in range(3):
        subprocess.run([sys.executable, "-I", "-S", launch, str(os.getpid()), order, "/bin/true"], check=True)
    spent = os.times().children_user + os.times().children_system - began[1]
    assert spent / 3 < 0.25
