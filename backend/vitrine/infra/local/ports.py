"""Ports on 127.0.0.1: free ones, remembered, so that a restarted server is found where it was."""

import random
import socket
from pathlib import Path

from vitrine.infra.local.folder import DataFolder

_LOWEST = 15_000
_EPHEMERAL_RANGE = Path("/proc/sys/net/ipv4/ip_local_port_range")


def is_free(port: int) -> bool:
    """Tell whether a server could listen on this port now."""
    with socket.socket() as probe:
        # As servers do: connections that linger after a stop do not make a port taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def remembered_port(folder: DataFolder, name: str) -> int:
    """Return this server's port of last time if it is still free, else a new free one, and remember it."""
    ports: dict[str, int] = folder.read_facts("ports")
    if name in ports and is_free(ports[name]):
        return ports[name]
    ports[name] = _new_port(taken=set(ports.values()))
    folder.write_facts("ports", ports)
    return ports[name]


def _new_port(taken: set[int]) -> int:
    # Below the range that the kernel gives to outgoing connections: while a killed server is away, none of them can
    # take its port.
    for port in random.sample(range(_LOWEST, _ephemeral_start()), k=1000):
        if port not in taken and is_free(port):
            return port
    raise OSError("No free port on 127.0.0.1 among 1000 tried.")


def _ephemeral_start() -> int:
    if not _EPHEMERAL_RANGE.exists():
        return 32_000
    return max(int(_EPHEMERAL_RANGE.read_text(encoding="ascii").split()[0]), _LOWEST + 2000)
