"""Become another program, confined: `python -I -S launch.py PARENT ORDER PROGRAM ARGUMENT ...`. Started by ffmpeg.py.

ORDER is JSON: limits, readable and writable paths. Run by its path and without site-packages, which halves the start.
"""

import json
import os
import sys
from pathlib import Path


def main(arguments: list[str]) -> None:
    """Take from this process what the program does not need, then be the program."""
    parent, order, program, *rest = arguments
    wanted = json.loads(order)
    sys.path.insert(0, str(Path(__file__).parents[3]))
    from vitrine.infra.media.confinement import allow_cpu, confine  # noqa: PLC0415 -- not before its path is known
    from vitrine.infra.media.limits import Limits  # noqa: PLC0415

    limits = Limits.from_wire(wanted["limits"])
    left = confine(
        limits,
        parent=int(parent),
        readable=[Path(path) for path in wanted["readable"]],
        writable=[Path(path) for path in wanted["writable"]],
        programs=True,
    )
    if left:
        sys.stderr.write(f"unconfined: {', '.join(left)}\n")
        sys.stderr.flush()
    allow_cpu(limits.cpu)
    os.execv(program, [program, *rest])  # noqa: S606 -- no shell is what is wanted


if __name__ == "__main__":
    main(sys.argv[1:])
