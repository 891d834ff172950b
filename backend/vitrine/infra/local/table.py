"""What `vitrine up` says when it serves: what runs where, and how much disk it holds."""

import math
from collections.abc import Mapping, Sequence

from vitrine.infra.local.folder import disk_held
from vitrine.infra.local.stack import Stack

_UNITS = ("B", "KiB", "MiB", "GiB", "TiB")


def overview(
    stack: Stack, elsewhere: Mapping[str, str], disk: Mapping[str, int], url: str, link: str, seconds: float
) -> str:
    """Compose the whole announcement. `link` signs the owner in, and is empty once they have a password."""
    rows = [("", "version", "where", "disk", "data")]
    for part in stack.parts.values():
        held = size(disk[part.name]) if part.name in disk else ""
        rows.append((part.title, part.version, part.address, held, str(part.data or "")))
    rows += [(name, "yours", f"as ${variable} says", "", "") for name, variable in elsewhere.items()]
    lines = ["", *aligned(rows), "", f"Vitrine serves after {seconds:.1f} s:  {url}", ""]
    if link:
        lines += [f"  Sign in (once):  {link}"]
    return "\n".join([*lines, *_places(stack), ""])


def _places(stack: Stack) -> list[str]:
    folder = stack.folder
    key = [f"  Owner's API key: {folder.owner_key}"] if folder.owner_key.exists() else []
    return [*key, f"  Logs:            {folder.logs}", "  Stop:            Ctrl-C, or `vitrine down`"]


def disk_held_by_parts(stack: Stack) -> dict[str, int]:
    """Measure every data folder, in bytes."""
    return {part.name: disk_held(part.data) for part in stack.parts.values() if part.data}


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Lay rows out in columns."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  " + "  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]


def size(count: float) -> str:
    """Say a number of bytes as people do: 0 B, 15 MiB, 1.2 GiB."""
    power = min(int(math.log(max(count, 1), 1024)), len(_UNITS) - 1)
    number = count / 1024**power
    return f"{number:.1f} {_UNITS[power]}" if power and number < 10 else f"{number:.0f} {_UNITS[power]}"
