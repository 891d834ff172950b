"""How a file is named when it is saved."""

from urllib.parse import quote


def attachment(filename: str) -> str:
    """Return a Content-Disposition for saving under a name of any script (RFC 6266)."""
    plain = "".join(char if char.isascii() and char.isprintable() and char not in '"\\%' else "_" for char in filename)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"
