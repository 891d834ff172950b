"""Become another program, confined: `python -I -S launch.py PARENT ORDER PROGRAM ARGUMENT ...`. Started by ffmpeg.py.

ORDER is JSON: limits, readable and writable paths. Run by its path and without site-packages, which halves the start.
"""

import json
import os
import resource
import sys
from dataclasses import replace
from pathlib import Path

# Bytes. ffmpeg's two hundred libraries hold 60 MiB of memory that is not data; 2160p reserves 300 MiB it never touches.
_CODE, _RESERVES = 64 * 1024 * 1024, 512 * 1024 * 1024
# Seconds of computing time.
_GRACE = 5
_NOT_STARTED = 96


def main(arguments: list[str]) -> None:
    """Take from this process what the program does not need, then be the program."""
    parent, order, program, *rest = arguments
    wanted = json.loads(order)
    sys.path.insert(0, str(Path(__file__).parents[3]))
    from vitrine.infra.media.confinement import allow_cpu, confine  # noqa: PLC0415 -- not before its path is known
    from vitrine.infra.media.limits import Limits  # noqa: PLC0415

    limits = Limits.from_wire(wanted["limits"])
    # What a program may really use is bounded by its data; of addresses it needs more, for code and for reserves.
    resource.setrlimit(resource.RLIMIT_DATA, (limits.memory - _CODE, limits.memory - _CODE))
    left = confine(
        replace(limits, memory=limits.memory + _RESERVES),
        parent=int(parent),
        readable=[Path(path) for path in wanted["readable"]],
        writable=[Path(path) for path in wanted["writable"]],
        programs=True,
    )
    if left:
        sys.stderr.write(f"unconfined: {', '.join(left)}\n")
        sys.stderr.flush()
    allow_cpu(limits.cpu)
    # A program that does not listen to the first signal does not hear the second.
    soft, _ = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, soft + _GRACE))
    os.execv(program, [program, *rest])  # noqa: S606 -- no shell is what is wanted


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Exception:  # noqa: BLE001 -- whatever it was, it is told to the log, and the program was not started
        # Told from whatever the program itself may end with: see complaints.py.
        sys.excepthook(*sys.exc_info())
        sys.exit(_NOT_STARTED)
