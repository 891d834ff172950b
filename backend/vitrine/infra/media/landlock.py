"""Which files and sockets a process may name: Linux Landlock, by its system calls (there is no library for it here).

See https://docs.kernel.org/userspace-api/landlock.html; numbers are from linux/landlock.h.
"""

import ctypes
import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

# The same on every machine: these calls are younger than the common table.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION, _PATH_BENEATH = 1, 1

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR, _TRUNCATE, _IOCTL = (1 << bit for bit in (0, 1, 2, 3, 14, 15))
# Every right over files that each version of the interface knows, and so takes away unless a rule grants it.
_FILES = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
# Binding and connecting by TCP; abstract unix sockets and signals to who is not confined with us.
_TCP, _TCP_SINCE = 0b11, 4
_SCOPES, _SCOPES_SINCE = 0b11, 6
_OF_ONE_FILE = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL
_READ = _READ_FILE | _READ_DIR


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scopes", ctypes.c_uint64))


class _Rule(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("allowed", ctypes.c_uint64), ("beneath", ctypes.c_int32))


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths:
    """Files and folders, with all that is in them. What is not there is passed over.

    `writable` may be read too; no program in there may be started, nor any device made.
    """

    readable: Iterable[Path] = ()
    executable: Iterable[Path] = ()
    writable: Iterable[Path] = ()


def keep_to(libc: ctypes.CDLL, paths: Paths) -> bool:
    """Let this thread, and whatever it starts, reach nothing but `paths` for good; False where the kernel cannot.

    Needs no_new_privs. What is open already stays open. Raises OSError when a kernel that can refuses.
    """
    version = libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(_VERSION))
    if version < 1:
        return False
    files = max(rights for since, rights in _FILES.items() if since <= version)
    ruleset = _Ruleset(files, _TCP if version >= _TCP_SINCE else 0, _SCOPES if version >= _SCOPES_SINCE else 0)
    size = 24 if version >= _SCOPES_SINCE else 16 if version >= _TCP_SINCE else 8
    rules = _checked(libc.syscall(_CREATE_RULESET, ctypes.byref(ruleset), ctypes.c_size_t(size), ctypes.c_uint32(0)))
    try:
        for path in paths.readable:
            _grant(libc, rules, path, _READ & files)
        for path in paths.executable:
            _grant(libc, rules, path, (_READ | _EXECUTE) & files)
        for path in paths.writable:
            _grant(libc, rules, path, _writing(path) & files)
        _checked(libc.syscall(_RESTRICT_SELF, ctypes.c_int(rules), ctypes.c_uint32(0)))
    finally:
        os.close(rules)
    return True


def _writing(path: Path) -> int:
    """Return all rights but starting programs, making devices and speaking to them."""
    character, block = 1 << 6, 1 << 11
    everything = max(_FILES.values()) & ~(_EXECUTE | _IOCTL | character | block)
    return everything if path.is_dir() else everything & _OF_ONE_FILE


def _grant(libc: ctypes.CDLL, rules: int, path: Path, rights: int) -> None:
    try:
        beneath = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(beneath).st_mode):
            rights &= _OF_ONE_FILE
        rule = _Rule(rights, beneath)
        _checked(
            libc.syscall(
                _ADD_RULE, ctypes.c_int(rules), ctypes.c_int(_PATH_BENEATH), ctypes.byref(rule), ctypes.c_uint32(0)
            )
        )
    finally:
        os.close(beneath)


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result
