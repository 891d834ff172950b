"""How ffmpeg ended, as a reason that the owner of the file can read."""

import re
import signal
from dataclasses import dataclass

from vitrine.infra.media.errors import Corrupt, Crashed, HostFailed, MediaError, TooLarge, TooSlow, Unsupported

# The last of these to be true is the cause: what went wrong first makes the rest go wrong.
_NO_DECODER = re.compile(r"(?:Decoder \(codec (\w+)\) not found|Codec \((\w+)\) not on whitelist)")
_SIGNALLED = 255
# What the launcher ends with when it could not become the program.
NOT_STARTED = 96
_NO_MEMORY = re.compile(r"Cannot allocate memory|bad_alloc|malloc of size \d+ failed|Failed to create thread")


@dataclass(frozen=True, slots=True)
class Ended:
    """A process that did not succeed: its exit status (negative for a signal) and the end of its complaints."""

    program: str
    status: int
    said: str
    # Whether the disk it wrote to was full, by our own look at it: what is said may come from the file.
    full: bool = False


def as_media_error(ended: Ended) -> MediaError:
    """Translate how a process ended. What it said is for the log: of it, only a codec's name is repeated."""
    # ffmpeg hears the signal and says goodbye; no other one is ever sent to it.
    if ended.status in {-signal.SIGXCPU, _SIGNALLED}:
        return TooSlow("This file takes more time to work on than one file may use.")
    if ended.status < 0:
        return Crashed(f"The program that reads films crashed on this file ({signal.Signals(-ended.status).name}).")
    if error := _of_the_host(ended) or _of_its_size(ended.said):
        return error
    if found := _NO_DECODER.search(ended.said):
        return unplayable(found[1] or found[2])
    return Corrupt("This file cannot be played: it is damaged, or cut short. Try to upload it again.")


def unplayable(codec: str) -> Unsupported:
    """Return the refusal of a codec by its name."""
    return Unsupported(f"This file is written with the codec {codec[:40]}, which Vitrine does not read.")


def _of_the_host(ended: Ended) -> MediaError | None:
    if ended.status == NOT_STARTED:
        return HostFailed("The server could not start the program that reads films.")
    if ended.full:
        return HostFailed("There is no room left on the server to work on this file.")
    return None


def _of_its_size(said: str) -> MediaError | None:
    if "File too large" in said:
        return TooLarge("A copy of this file would be larger than one file may be.")
    if _NO_MEMORY.search(said):
        return TooLarge("This file needs more memory to work on than one file may use.")
    if "too much to say" in said or ("dimensions" in said and "exceed" in said):
        return TooLarge("This file has more in it than we read: too many tracks, tags or pixels.")
    return None
