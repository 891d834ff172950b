"""A decoder process: `python -m vitrine.infra.media.child FD PARENT LIMITS`. Started by the pool, never by hand.

It answers one request at a time on the socket FD, until the parent hangs up. Standard output and error are its log. It
starts in the folder it may write, and reads what lies in the one beside it.
"""

import faulthandler
import json
import logging
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

from vitrine.infra.media.confinement import confine
from vitrine.infra.media.desk import GIVEN
from vitrine.infra.media.limits import Limits
from vitrine.infra.media.wire import Task


def main(arguments: list[str], extra: Mapping[str, Task] | None = None) -> None:
    """Confine this process, load the decoders and serve; `extra` tasks are for who starts a module of his own."""
    limits = Limits.from_wire(json.loads(arguments[2]))
    channel = socket.socket(fileno=int(arguments[0]))
    work = Path.cwd()
    lacks = confine(limits, int(arguments[1]), readable=[work.parent / GIVEN], writable=[work])
    faulthandler.enable()
    # Pillow logs odd tags and skipped chunks; none of it is for the owner of the file.
    logging.disable(logging.WARNING)
    # Only now: confinement wants a process that has no threads yet, and no decoder's start may precede it.
    from vitrine.infra.media.service import serve  # noqa: PLC0415

    serve(channel, limits, extra or {}, lacks=lacks)


if __name__ == "__main__":
    main(sys.argv[1:])
