"""Options as ffmpeg and ffprobe want to be given them."""

from collections.abc import Mapping


def spelled(options: Mapping[str, str | int]) -> list[str]:
    """Return {"f": "mov"} as ["-f", "mov"]."""
    return [word for name, value in options.items() for word in (f"-{name}", str(value))]
