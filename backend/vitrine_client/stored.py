"""What a store answers about an object, in the words of a source."""

import errno
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from aiohttp import ClientError
from botocore.exceptions import BotoCoreError
from botocore.exceptions import ClientError as S3Error

_MISSING = {"404", "NoSuchKey", "NotFound"}


def stamp_of(entry: Mapping[str, Any], size: str) -> str:
    """Return the same text for an object in a listing, a HEAD and a GET, and another once its bytes are others.

    The ETag says so, which listings write without quotes. The time of the last change is asked only where there is no
    ETag: stores round it one way in a listing and another in a header, so that it may differ by a second.
    """
    tag = str(entry.get("ETag", "")).strip('"')
    return f"{entry[size]} {tag or int(entry['LastModified'].timestamp())}"


def is_missing(error: S3Error) -> bool:
    """Tell whether the store said that there is no such object."""
    return str(error.response.get("Error", {}).get("Code")) in _MISSING


@contextmanager
def translated() -> Iterator[None]:
    """Turn the vendor's errors into OSError."""
    try:
        yield
    except S3Error as error:
        raise OSError(errno.ENOENT if is_missing(error) else errno.EIO, str(error)) from error
    except (BotoCoreError, ClientError, TimeoutError) as error:
        raise OSError(errno.EIO, str(error) or repr(error)) from error
