"""Why a file could not be read, in words its owner can act on."""


class MediaError(Exception):
    """A file that gives no result: a stable code, a sentence for its owner, and whether trying again can help.

    `retryable` speaks of the file alone: a corrupt file stays corrupt, a killed child may have been bad luck.
    """

    code = "MEDIA_ERROR"
    retryable = False

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Empty(MediaError):
    """Not a single byte."""

    code = "EMPTY"


class Unsupported(MediaError):
    """A kind of file that is not handled, or not yet."""

    code = "UNSUPPORTED"


class Disagreement(MediaError):
    """The name says one kind of file, the bytes are another."""

    code = "DISAGREEMENT"


class Corrupt(MediaError):
    """The right kind of file, damaged or cut short."""

    code = "CORRUPT"


class Locked(MediaError):
    """Encrypted: it opens with a password only."""

    code = "NEEDS_PASSWORD"


class TooLarge(MediaError):
    """More pixels, or more memory, than one file may ask for."""

    code = "TOO_LARGE"


class Bomb(MediaError):
    """Made to break who opens it: far more pixels or text than its bytes can honestly hold."""

    code = "BOMB"


class TooSlow(MediaError):
    """More computing time than one file may ask for; unlike TimedOut, however busy the machine is."""

    code = "TOO_SLOW"


class TimedOut(MediaError):
    """No answer in time, which a busy machine can cause too."""

    code = "TIMED_OUT"
    retryable = True


class Crashed(MediaError):
    """The child died under this file."""

    code = "CRASHED"
    retryable = True


class HostFailed(MediaError):
    """The machine was at fault, not the file: a full disk, a missing input."""

    code = "HOST_FAILED"
    retryable = True


_ALL = (Empty, Unsupported, Disagreement, Corrupt, Locked, TooLarge, Bomb, TooSlow, TimedOut, Crashed, HostFailed)
BY_CODE: dict[str, type[MediaError]] = {error.code: error for error in _ALL}
