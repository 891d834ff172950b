"""What ClamAV's daemon says of a file, and that nothing it does not say is taken for clean."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.scanner import LOOKS_INTO, MARK, NAME, TAKES, Scanner
from vitrine.infra.clamd import Clean, Infected, ScannerUnavailable, Unscannable, ping, scan


@pytest.fixture(params=["unix", "tcp"])
def url(request: pytest.FixtureRequest, scanner: Scanner) -> str:
    """The scanner by either of its addresses."""
    return scanner.url if request.param == "unix" else scanner.tcp_url


def of(folder: Path, body: bytes) -> Path:
    """Write a file."""
    path = folder / "file"
    path.write_bytes(body)
    return path


@pytest.mark.parametrize("size", [0, 1, 1000, 256 * 1024, LOOKS_INTO - 1])
async def test_a_clean_file_of_any_length_is_clean(url: str, tmp_path: Path, size: int) -> None:
    assert await scan(url, of(tmp_path, os.urandom(size))) == Clean()


@pytest.mark.parametrize("before", [0, 5000, 256 * 1024 - 10, 2 * 256 * 1024 - 10])
async def test_a_signature_is_found_wherever_it_is(url: str, tmp_path: Path, before: int) -> None:
    # Chunks have 256 KiB: the last two lie across the end of one.
    assert await scan(url, of(tmp_path, bytes(before) + MARK + b"!")) == Infected(NAME)


@pytest.mark.parametrize("size", [LOOKS_INTO + 1, TAKES + 1, 5 * TAKES, 40 * TAKES])
async def test_what_is_too_large_is_never_called_clean(url: str, tmp_path: Path, size: int) -> None:
    path = of(tmp_path, bytes(size))
    for _ in range(5):
        assert isinstance(await scan(url, path), Unscannable)


async def test_many_files_are_scanned_at_once(url: str, tmp_path: Path) -> None:
    (tmp_path / "bad").mkdir()
    good, bad = of(tmp_path, b"good" * 1000), of(tmp_path / "bad", MARK)
    found = await asyncio.gather(*(scan(url, path) for path in [good, bad] * 10))
    assert found == [Clean(), Infected(NAME)] * 10


async def test_it_answers_a_ping(url: str) -> None:
    await ping(url)


@pytest.mark.parametrize("nowhere", ["unix:///nowhere/clamd.sock", "tcp://127.0.0.1:1", "tcp://nowhere.invalid:3310"])
async def test_a_scanner_that_is_not_there_is_unavailable(tmp_path: Path, nowhere: str) -> None:
    with pytest.raises(ScannerUnavailable):
        await ping(nowhere)
    with pytest.raises(ScannerUnavailable):
        await scan(nowhere, of(tmp_path, b"anything"))


@asynccontextmanager
async def _somebody(answer: bytes, folder: Path) -> AsyncIterator[str]:
    """Listen in the scanner's place, say one thing at once, and hang up."""

    async def talk(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        await writer.drain()
        writer.close()

    async with await asyncio.start_unix_server(talk, folder / "socket"):
        yield f"unix://{folder}/socket"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\0",
        b"stream: ",
        b"stream: OK",
        b"stream: OK, or nearly\0",
        b"another: OK\0",
        b"INSTREAM: Can't write to temporary file. ERROR\0",
        b"COMMAND READ TIMED OUT\0",
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"x" * 200_000,
    ],
)
async def test_an_answer_that_is_none_leaves_the_file_unscanned(tmp_path: Path, answer: bytes) -> None:
    async with _somebody(answer, tmp_path) as url:
        with pytest.raises(ScannerUnavailable):
            await scan(url, of(tmp_path, b"anything"))


async def test_a_file_that_the_scanner_fails_on_is_unscannable(tmp_path: Path) -> None:
    async with _somebody(b"stream: Time limit reached ERROR\0", tmp_path) as url:
        assert await scan(url, of(tmp_path, b"anything")) == Unscannable("stream: Time limit reached")


@pytest.mark.parametrize("patience", ["JUDGES_WITHIN", "CONNECTS_WITHIN"])
async def test_a_scanner_that_says_nothing_is_not_waited_for_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, patience: str
) -> None:
    monkeypatch.setattr(f"vitrine.infra.clamd.{patience}", 0.2)
    act: Callable[[str], object] = ping if patience == "CONNECTS_WITHIN" else lambda url: scan(url, of(tmp_path, b"a"))
    release = asyncio.Event()

    async def silent(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await release.wait()
        writer.close()

    async with await asyncio.start_unix_server(silent, tmp_path / "socket"):
        with pytest.raises(ScannerUnavailable):
            async with asyncio.timeout(5):
                await act(f"unix://{tmp_path}/socket")  # type: ignore[misc]  # both are awaited
        release.set()
