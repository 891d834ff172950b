"""What a decoder process may do, decided by itself before it sees the first hostile byte. Linux only."""

import ctypes
import os
import resource
import signal
from pathlib import Path

from vitrine.infra.media.limits import Limits

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38
_CLONE_NEWUSER, _CLONE_NEWNET, _CLONE_NEWIPC = 0x10000000, 0x40000000, 0x08000000
_CAPABILITIES_VERSION_3 = 0x20080522


class ParentGone(Exception):
    """The parent died before the child could tie itself to it."""


def confine(limits: Limits, parent: int) -> bool:
    """Tie this process to `parent` and take from it what decoding does not need; return whether the network went too.

    Call it before any thread exists (numpy may start some): the kernel gives a new user namespace to single-threaded
    processes only. Raises ParentGone.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    isolated = _leave_network(libc)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    _drop_capabilities(libc)
    # After the capabilities: the kernel forgets the death signal of a process whose credentials change.
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        raise ParentGone
    for kind, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_FSIZE, limits.output),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
    # Past the limit a write fails with EFBIG, which has a reason to show, where the signal would only kill.
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    return isolated


def allow_cpu(seconds: float) -> None:
    """Give the next task `seconds` of computing time; past them the kernel ends this process with SIGXCPU."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    until = int(usage.ru_utime + usage.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))


def _leave_network(libc: ctypes.CDLL) -> bool:
    """Move to a network namespace without any interface, by right or through a user namespace of our own."""
    user, group = os.geteuid(), os.getegid()
    if libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET | _CLONE_NEWIPC) == 0:
        # Unmapped we would keep access to our files, but be nobody in every listing.
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
        return True
    return bool(libc.unshare(_CLONE_NEWNET) == 0)


def _drop_capabilities(libc: ctypes.CDLL) -> None:
    """Give up every capability: root's own, and those that a new user namespace hands out over itself."""
    header = (ctypes.c_uint32 * 2)(_CAPABILITIES_VERSION_3, 0)
    libc.capset(header, (ctypes.c_uint32 * 6)())
