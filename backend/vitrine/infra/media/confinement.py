"""What a process that reads hostile bytes may do, decided by itself before it sees the first of them. Linux only.

For our own decoders, and for a launcher that becomes another program: all of it outlives an exec.
"""

import ctypes
import os
import resource
import signal
import sys
from collections.abc import Iterable
from pathlib import Path

from vitrine.infra.media.landlock import Paths, keep_to
from vitrine.infra.media.limits import Limits
from vitrine.infra.media.system_calls import give_up_calls

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38
_CLONE_NEWUSER, _CLONE_NEWNET, _CLONE_NEWIPC = 0x10000000, 0x40000000, 0x08000000
_CAPABILITIES_VERSION_3 = 0x20080522
_PACKAGE = Path(__file__).parents[2]
# What programs and their libraries are made of, and what they ask about the machine. No secret lies in any of it.
_SYSTEM = tuple(Path(path) for path in ("/usr", "/lib", "/lib32", "/lib64", "/bin"))
_TOLD = tuple(
    Path(path)
    for path in (
        "/etc/ld.so.cache",
        "/etc/fonts",
        "/etc/localtime",
        "/var/cache/fontconfig",
        "/dev/urandom",
        "/dev/random",
        "/dev/zero",
        "/proc/self",
        "/proc/cpuinfo",
        "/proc/meminfo",
        "/proc/sys/vm/overcommit_memory",
        "/sys/devices/system/cpu",
    )
)
_NOWHERE = Path("/dev/null")


class ParentGone(Exception):
    """The parent died before the child could tie itself to it."""


def confine(
    limits: Limits,
    parent: int,
    *,
    readable: Iterable[Path] = (),
    writable: Iterable[Path] = (),
    programs: bool = False,
) -> list[str]:
    """Tie this process to `parent` and take from it what decoding does not need; return what this kernel left it.

    Of files it keeps those of the system and of Python, to read, beside `readable` and `writable` (folders with all in
    them); with `programs` it may start the system's. What is left, and hopefully nothing: "network", "files", "system
    calls". Computing time is given by `allow_cpu`.

    Call it before any thread exists (numpy may start some): the kernel gives a new user namespace to single-threaded
    processes only. Raises ParentGone, and OSError when the kernel cannot do what it said it can.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    network_gone = _leave_network(libc, limits)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    _drop_capabilities(libc)
    # After the capabilities: the kernel forgets the death signal of a process whose credentials change.
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        raise ParentGone
    _limit(limits)
    files_gone = keep_to(libc, _paths(readable, writable, programs=programs))
    calls_gone = give_up_calls(libc)
    walls = {"network": network_gone, "files": files_gone, "system calls": calls_gone}
    return [name for name, stands in walls.items() if not stands]


def allow_cpu(seconds: float) -> None:
    """Give the next task `seconds` of computing time; past them the kernel ends this process with SIGXCPU."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    until = int(usage.ru_utime + usage.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))


def _paths(readable: Iterable[Path], writable: Iterable[Path], *, programs: bool) -> Paths:
    ours = (Path(sys.prefix), Path(sys.base_prefix), _PACKAGE)
    return Paths(
        readable=(*ours, *_SYSTEM, *_TOLD, *readable),
        executable=(*ours, *_SYSTEM) if programs else (),
        writable=(_NOWHERE, *writable),
    )


def _limit(limits: Limits) -> None:
    for kind, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_FSIZE, limits.output),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
    # Past the limit a write fails with EFBIG, which has a reason to show, where the signal would only kill.
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def _leave_network(libc: ctypes.CDLL, limits: Limits) -> bool:
    """Move to a network namespace without any interface, by right or through a user namespace of our own."""
    user, group = os.geteuid(), os.getegid()
    if libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET | _CLONE_NEWIPC) == 0:
        # Unmapped we would keep access to our files, but be nobody in every listing.
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
        # In a user namespace only our own are counted; outside it would be all of this user's. Root is not counted.
        resource.setrlimit(resource.RLIMIT_NPROC, (limits.threads, limits.threads))
        return True
    return bool(libc.unshare(_CLONE_NEWNET) == 0)


def _drop_capabilities(libc: ctypes.CDLL) -> None:
    """Give up every capability: root's own, and those that a new user namespace hands out over itself."""
    header = (ctypes.c_uint32 * 2)(_CAPABILITIES_VERSION_3, 0)
    libc.capset(header, (ctypes.c_uint32 * 6)())
