"""The loop of a decoder process: a request comes in, a task answers it, whatever goes wrong is told as a reason."""

import ctypes
import socket
import sys
from collections.abc import Mapping

from vitrine.infra.media.confinement import allow_cpu
from vitrine.infra.media.failures import as_media_error
from vitrine.infra.media.limits import Limits
from vitrine.infra.media.memory import give_back
from vitrine.infra.media.opening import prepare_decoders
from vitrine.infra.media.tasks import TASKS
from vitrine.infra.media.wire import Message, Task, pack, receive


def serve(channel: socket.socket, limits: Limits, extra: Mapping[str, Task], *, lacks: list[str]) -> None:
    """Say that we are ready, then answer requests until the parent hangs up."""
    tasks = {**TASKS, **extra}
    prepare_decoders(limits.pixels)
    channel.sendall(pack({"ready": True, "lacks": lacks}))
    libc = ctypes.CDLL(None)
    while request := receive(channel):
        allow_cpu(limits.cpu)
        _answer(channel, tasks[request["task"]], request)
        give_back(libc)


def _answer(channel: socket.socket, task: Task, request: Message) -> None:
    """Run `task` and send what it yields, then how it ended."""
    try:
        for part in task(request):
            channel.sendall(pack(part))
    except Exception as error:  # noqa: BLE001 -- decoders raise everything there is; as_media_error names it
        failure = as_media_error(error)
        sys.stderr.write(f"{request['task']}: {type(error).__name__}: {error}\n")
        # After running out of memory nothing in this process can be relied on.
        worn = isinstance(error, MemoryError)
        channel.sendall(pack({"failed": failure.code, "message": failure.message, "worn": worn}))
    else:
        channel.sendall(pack({"done": True}))
