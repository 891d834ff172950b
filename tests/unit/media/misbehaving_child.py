"""A decoder process with tasks that misbehave, as hostile files can make a real one. Started by test_containment.py."""

import ctypes
import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from vitrine.infra.media.child import main
from vitrine.infra.media.wire import Message, Task


def segfault(_request: Message) -> Iterator[Message]:
    """Read what is not there."""
    ctypes.string_at(0)
    yield {}


def allocate(_request: Message) -> Iterator[Message]:
    """Ask for more than may be had."""
    kept = []
    while True:
        kept.append(bytearray(64 * 1024 * 1024))
        yield {}


def sleep(request: Message) -> Iterator[Message]:
    """Write half an output, leave a process behind, then never answer."""
    Path(request["output"]).write_bytes(b"half")
    lasting = subprocess.Popen(["/bin/sleep", "600"])
    Path(request["note"]).write_text(str(lasting.pid))
    time.sleep(600)
    yield {}


def spin(_request: Message) -> Iterator[Message]:
    """Compute without end."""
    while True:
        pass
    yield {}


def babble(_request: Message) -> Iterator[Message]:
    """Answer with what is no message."""
    os.write(int(sys.argv[1]), b"\x00\x00\x00\x04nope")
    yield {}


def chatter(_request: Message) -> Iterator[Message]:
    """Print, as C libraries do."""
    os.write(1, b"warning: everything is fine\n" * 1000)
    os.write(2, b"error: nothing is\n" * 1000)
    yield {"said": True}


def tell(_request: Message) -> Iterator[Message]:
    """Say what this process may do."""
    yield {
        "environment": sorted(os.environ),
        "status": Path("/proc/self/status").read_text(),
        "memory": resource.getrlimit(resource.RLIMIT_AS)[1],
        "core": resource.getrlimit(resource.RLIMIT_CORE)[1],
        "own_session": os.getsid(0) == os.getpid(),
        "interfaces": [name for _, name in socket.if_nameindex()],
        "folder": str(Path.cwd()),
    }


def overfill(request: Message) -> Iterator[Message]:
    """Write more than a file may hold."""
    with Path(request["output"]).open("wb") as output:
        while True:
            output.write(bytes(1024 * 1024))
    yield {}


TASKS: dict[str, Task] = {
    task.__name__: task for task in (segfault, allocate, sleep, spin, babble, chatter, tell, overfill)
}

if __name__ == "__main__":
    main(sys.argv[1:], TASKS)
