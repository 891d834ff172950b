"""How parent and child speak: JSON in frames, each with its length in front."""

import asyncio
import json
import socket
import struct
from collections.abc import Callable, Iterator
from typing import Any

_LENGTH = struct.Struct("!I")
# Facts with bounded EXIF stay far below. A child that sends more is no longer ours.
MAX_FRAME = 1024 * 1024

Message = dict[str, Any]
# What a child runs: partial answers, each sent as soon as it is yielded.
Task = Callable[[Message], Iterator[Message]]


def pack(message: Message) -> bytes:
    """Return `message` as a frame."""
    body = json.dumps(message, ensure_ascii=False, allow_nan=False).encode("utf-8", errors="replace")
    if len(body) > MAX_FRAME:
        raise ValueError("message longer than a frame")
    return _LENGTH.pack(len(body)) + body


async def read_message(reader: asyncio.StreamReader) -> Message:
    """Wait for the next message. Raises EOFError at the end and ValueError for what is no message."""
    try:
        (length,) = _LENGTH.unpack(await reader.readexactly(_LENGTH.size))
        if length > MAX_FRAME:
            raise ValueError("frame too long")
        return _parsed(await reader.readexactly(length))
    except (asyncio.IncompleteReadError, ConnectionError) as error:
        raise EOFError("the other side is gone") from error


def receive(channel: socket.socket) -> Message | None:
    """Wait for the next message, blocking; None when the parent has hung up."""
    head = _exactly(channel, _LENGTH.size)
    if not head:
        return None
    return _parsed(_exactly(channel, _LENGTH.unpack(head)[0]))


def _exactly(channel: socket.socket, count: int) -> bytes:
    received = b""
    while len(received) < count:
        part = channel.recv(count - len(received))
        if not part:
            return b""
        received += part
    return received


def _parsed(body: bytes) -> Message:
    message = json.loads(body)
    if not isinstance(message, dict):
        raise TypeError("a message is an object")
    return message
