"""ClamAV's real daemon, with one signature of our own instead of its database."""

import asyncio
import shutil
import signal
import socket
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

# Debian keeps daemons where not everybody's PATH leads.
CLAMD = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin:/usr/local/sbin:/sbin")
# What the signature knows. Any file that has it anywhere is infected.
MARK = b"vitrine-test-signature-7f3a"
NAME = "Vitrine.Test.UNOFFICIAL"
# Bytes. It looks into no larger file, and takes no longer stream.
LOOKS_INTO, TAKES = 600_000, 1_000_000
_CONF = """
Foreground yes
DatabaseDirectory {folder}/signatures
TemporaryDirectory {folder}
LocalSocket {folder}/clamd.sock
TCPSocket {port}
TCPAddr 127.0.0.1
StreamMaxLength {takes}
MaxFileSize {looks_into}
MaxScanSize {looks_into}
AlertExceedsMax yes
"""


@dataclass(slots=True)
class Scanner:
    """A scanner that can be stopped and started, in a folder of its own."""

    folder: Path
    port: int = field(init=False)
    _running: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        (self.folder / "signatures").mkdir(parents=True)
        (self.folder / "signatures" / "own.ndb").write_text(f"Vitrine.Test:0:*:{MARK.hex()}\n")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        conf = _CONF.format(folder=self.folder, port=self.port, takes=TAKES, looks_into=LOOKS_INTO)
        (self.folder / "clamd.conf").write_text(conf)

    @property
    def url(self) -> str:
        """Its address, as CLAMD_URL has it."""
        return f"unix://{self.folder}/clamd.sock"

    @property
    def tcp_url(self) -> str:
        """Its other address."""
        return f"tcp://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Start it, unless it runs, and wait until it listens."""
        running = self._running = self._running or self._launch()
        async with asyncio.timeout(20):
            while not self._listens():
                assert running.poll() is None, (self.folder / "log").read_text()
                await asyncio.sleep(0.05)

    def _launch(self) -> subprocess.Popen[bytes]:
        assert CLAMD is not None
        with (self.folder / "log").open("ab") as log:
            command = [CLAMD, "--config-file", str(self.folder / "clamd.conf")]
            return subprocess.Popen(command, stdout=log, stderr=log)

    def _listens(self) -> bool:
        with socket.socket(socket.AF_UNIX) as door:
            return door.connect_ex(str(self.folder / "clamd.sock")) == 0

    def stop(self) -> None:
        """End it, unless it has ended."""
        if self._running:
            self._running.send_signal(signal.SIGKILL)
            self._running.wait()
            self._running = None
            (self.folder / "clamd.sock").unlink(missing_ok=True)
