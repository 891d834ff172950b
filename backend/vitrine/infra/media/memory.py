"""Memory that a giant picture leaves behind in a child."""

import ctypes
import mmap
from pathlib import Path

from vitrine.infra.media.limits import MIB

# A 24 Mpx JPEG leaves 85 MB, a 12 Mpx PNG 150.
_KEPT = 192 * MIB


def give_back(libc: ctypes.CDLL) -> None:
    """Return unused heap to the system if this process holds much more than ordinary pictures leave.

    The heap is otherwise kept from picture to picture, which saves time; but one small block at its top would keep the
    800 MB below it for hundreds of files. glibc only.
    """
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    if pages * mmap.PAGESIZE > _KEPT and hasattr(libc, "malloc_trim"):
        libc.malloc_trim(0)
