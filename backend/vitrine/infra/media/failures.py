"""Whatever a decoder raises, as a reason its owner can read."""

import errno

from PIL import Image

from vitrine.infra.media.errors import Bomb, Corrupt, HostFailed, MediaError, TooLarge

# Places where no file can have anything: where a damaged one says that its parts are.
_NOWHERE = {errno.EINVAL, errno.EOVERFLOW}
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


def as_media_error(error: Exception) -> MediaError:
    """Translate any exception of a task.

    Decoders raise a dozen kinds for damaged input (OSError, ValueError, SyntaxError, struct.error and more), so what is
    not known to be something else is read as damage. OSError with an errno is the machine's, without one Pillow's;
    unless it tells of a place that a file asked for.
    """
    if isinstance(error, MediaError):
        return error
    if isinstance(error, _BOMBS):
        return Bomb("A part of this picture claims far more pixels than the picture has. It is not opened.")
    if isinstance(error, MemoryError):
        return TooLarge("This picture needs more memory to read than one file may use.")
    if isinstance(error, OSError) and error.errno is not None and error.errno not in _NOWHERE:
        return _of_the_host(error.errno)
    return _of_the_file(str(error), error)


def _of_the_file(said: str, error: Exception) -> MediaError:
    if "Decompressed data too large" in said:
        return Bomb("The words inside this picture unpack to far more than anybody writes. It is not opened.")
    if "truncated" in said or isinstance(error, EOFError):
        return Corrupt("This picture is cut short: its end is missing. Try to upload it again from where it came.")
    return Corrupt("This picture cannot be shown: it is damaged, or written in a way we cannot read.")


def _of_the_host(number: int) -> MediaError:
    if number == errno.EFBIG:
        return TooLarge("A smaller copy of this picture would be larger than one file may be.")
    if number in {errno.ENOSPC, errno.EDQUOT}:
        return HostFailed("There is no room left on the server to work on this picture.")
    return HostFailed(f"The server could not read or write its files ({errno.errorcode.get(number, number)}).")
