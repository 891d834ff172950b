"""Which system calls a process may make: a seccomp filter, in the kernel's own little language.

It takes what no decoder needs and the other walls leave open: sockets that lie in a folder, the rights and owners of
files, signals and limits of other processes, their memory; and what kernels were broken through: namespaces, mounts,
io_uring. Everything else stays, as libraries change.
"""

import ctypes
import errno
import os
import platform
from itertools import chain

_PR_SET_SECCOMP, _FILTER = 22, 2
_LOAD, _EQUALS, _AT_LEAST, _HAS_BITS, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL = 0x7FFF0000, 0x80000000
_REFUSE, _UNKNOWN = 0x00050000 | errno.EPERM, 0x00050000 | errno.ENOSYS
_NUMBER, _MACHINE, _FIRST_ARGUMENT = 0, 4, 16
_NEW_NAMESPACES = 0x7E020080
# Its flags lie in memory, where a filter cannot look; the C library falls back to clone.
_CLONE3 = 435
# Above this an x86 process speaks the calls of another architecture.
_X32 = 0x40000000

# Numbers by machine, from the kernel's tables. The audit architecture comes first, then clone.
_MACHINES = {"x86_64": (0xC000003E, 56), "aarch64": (0xC00000B7, 220)}
_REFUSED = {
    "x86_64": (
        # socket, ptrace, unshare, setns, mount, umount2, pivot_root, chroot, process_vm_readv and writev
        (41, 101, 272, 308, 165, 166, 155, 161, 310, 311),
        # add_key, request_key, keyctl, bpf, perf_event_open, userfaultfd, kexec_load, open_by_handle_at, modules
        (248, 249, 250, 321, 298, 323, 246, 304, 175, 313, 176),
        # chmod, fchmod, chown, fchown, lchown, fchownat, fchmodat, setxattr and removexattr (three of each)
        (90, 91, 92, 93, 94, 260, 268, 188, 189, 190, 197, 198, 199),
    ),
    "aarch64": (
        (198, 117, 97, 268, 40, 39, 41, 51, 270, 271),
        (217, 218, 219, 280, 241, 282, 104, 265, 105, 273, 106),
        (52, 55, 54, 53, 5, 6, 7, 14, 15, 16),
    ),
}
# pidfd_send_signal, io_uring_setup, enter and register, open_tree, move_mount, fsopen, pidfd_getfd, fchmodat2.
_REFUSED_EVERYWHERE = (424, 425, 426, 427, 428, 429, 430, 438, 452)
# kill, tgkill, rt_sigqueueinfo, rt_tgsigqueueinfo, prlimit64: of oneself only.
_OF_ONESELF = {"x86_64": (62, 234, 129, 297, 302), "aarch64": (129, 131, 138, 240, 261)}


class _Instruction(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint16),
        ("if_true", ctypes.c_uint8),
        ("if_false", ctypes.c_uint8),
        ("value", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("instructions", ctypes.POINTER(_Instruction)))


def give_up_calls(libc: ctypes.CDLL) -> bool:
    """Refuse these calls (EPERM) to this thread and whatever it starts, for good; False where that is not possible.

    Needs no_new_privs.
    """
    machine = platform.machine()
    if machine not in _MACHINES:
        return False
    code = _code(machine, os.getpid())
    program = _Program(len(code), (_Instruction * len(code))(*code))
    return bool(libc.prctl(_PR_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0)


Line = tuple[int, int, int, int]


def _code(machine: str, pid: int) -> list[_Instruction]:
    architecture, clone = _MACHINES[machine]
    refused = [*chain.from_iterable(_REFUSED[machine]), *_REFUSED_EVERYWHERE]
    lines: list[Line] = [
        (_LOAD, 0, 0, _MACHINE),
        (_EQUALS, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        *(_when(_AT_LEAST, _X32, _KILL) if machine == "x86_64" else ()),
        *chain.from_iterable(_when(_EQUALS, number, _REFUSE) for number in refused),
        *chain.from_iterable(_only_of(number, pid) for number in _OF_ONESELF[machine]),
        *_when(_EQUALS, _CLONE3, _UNKNOWN),
        (_EQUALS, 0, 3, clone),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        *_when(_HAS_BITS, _NEW_NAMESPACES, _REFUSE),
        (_RETURN, 0, 0, _ALLOW),
    ]
    return [_Instruction(*line) for line in lines]


def _when(test: int, value: int, answer: int) -> tuple[Line, ...]:
    return (test, 0, 1, value), (_RETURN, 0, 0, answer)


def _only_of(number: int, pid: int) -> tuple[Line, ...]:
    """Allow a call whose first argument is 0 (oneself, or one's own group) or `pid`."""
    return (
        (_EQUALS, 0, 5, number),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_EQUALS, 1, 0, 0),
        (_EQUALS, 0, 1, pid),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    )
