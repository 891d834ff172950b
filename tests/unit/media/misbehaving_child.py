"""A decoder process with tasks that misbehave, as hostile files can make a real one. Started by test_containment.py."""

import ctypes
import os
import resource
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from vitrine.infra.media.child import main
from vitrine.infra.media.wire import Message, Task


def segfault(_request: Message) -> Iterator[Message]:
    """Read what is not there."""
    ctypes.string_at(0)
    yield {}


def allocate(_request: Message) -> Iterator[Message]:
    """Ask for more than may be had. Untouched: where pages are slow to come, computing time would run out first."""
    kept = []
    while True:
        kept.append(bytes(64 * 1024 * 1024))
        yield {}


def sleep(request: Message) -> Iterator[Message]:
    """Write half an output, leave a process behind, tell of it, then never answer."""
    Path(request["folder"], "output").write_bytes(b"half")
    lasting = os.fork()
    if lasting == 0:
        time.sleep(600)
    yield {"lasting": lasting}
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
        "interfaces": [line.split(":")[0].strip() for line in Path("/proc/self/net/dev").read_text().splitlines()[2:]],
        "folder": str(Path.cwd()),
    }


def overfill(request: Message) -> Iterator[Message]:
    """Write more than a file may hold."""
    with Path(request["folder"], "output").open("wb") as output:
        while True:
            output.write(bytes(1024 * 1024))
    yield {}


def reach(request: Message) -> Iterator[Message]:
    """Try everything that a program of somebody else's making would, and say what of it worked."""
    mine = Path(request["folder"])
    attempts: dict[str, Callable[[], object]] = {
        "read another's file": lambda: Path(request["secret"]).read_bytes(),
        "list another's folder": lambda: sorted(Path(request["secret"]).parent.iterdir()),
        "read the accounts": lambda: Path("/etc/passwd").read_text(),
        "read the parent": lambda: Path(f"/proc/{os.getppid()}/environ").read_bytes(),
        "read through a link of mine": lambda: _linked(mine / "link", request["secret"]).read_bytes(),
        "give another's file a name here": lambda: os.link(request["secret"], mine / "hard"),
        "write beside another's file": lambda: Path(request["secret"]).with_name("mine").write_text("x"),
        "write into what was given": lambda: Path(request["given"]).write_bytes(b"changed"),
        "cut what was given": lambda: os.truncate(request["given"], 0),
        "put a file beside it": lambda: Path(request["given"]).with_name("more").write_text("x"),
        "write to the folder of all": lambda: Path("/tmp/vitrine-reach").write_text("x"),
        "change the rights of another's file": lambda: Path(request["secret"]).chmod(0),
        "start a program": lambda: subprocess.run(["/bin/true"], check=True),
        "signal the parent": lambda: os.kill(os.getppid(), 0),
        "limit the parent": lambda: resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE),
        "speak TCP": lambda: socket.create_connection(("127.0.0.1", int(request["port"])), timeout=2),
        "speak to a socket in a folder": lambda: _connected(request["socket"]),
        "speak to a socket without a folder": lambda: _connected("\0" + request["abstract"]),
        "leave for another namespace": lambda: _checked(ctypes.CDLL(None, use_errno=True).unshare(0x10000000)),
    }
    yield {"worked": [name for name, attempt in attempts.items() if _works(attempt)]}


def write(request: Message) -> Iterator[Message]:
    """Do what a child may: read what it is given, write, make folders and remove them, start threads."""
    folder = Path(request["folder"])
    (folder / "deep").mkdir()
    (folder / "deep" / "part").write_bytes(Path(request["given"]).read_bytes())
    (folder / "deep" / "part").rename(folder / "output")
    (folder / "deep").rmdir()
    threads = [threading.Thread(target=lambda: None) for _ in range(4)]
    for thread in threads:
        thread.start()
    yield {"wrote": True}


def pretend(request: Message) -> Iterator[Message]:
    """Leave as an output what only leads to another's file."""
    Path(request["folder"], "output").symlink_to(request["secret"])
    yield {}


def _linked(link: Path, target: str) -> Path:
    link.symlink_to(target)
    return link


def _connected(address: str) -> None:
    with socket.socket(socket.AF_UNIX) as speaking:
        speaking.connect(address)


def _checked(result: int) -> None:
    if result != 0:
        raise OSError(ctypes.get_errno(), "refused")


def _works(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except OSError:
        return False
    return True


_ALL = (segfault, allocate, sleep, spin, babble, chatter, tell, overfill, reach, write, pretend)
TASKS: dict[str, Task] = {task.__name__: task for task in _ALL}

if __name__ == "__main__":
    main(sys.argv[1:], TASKS)
