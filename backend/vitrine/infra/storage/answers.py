"""What storage answers, in our own words."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from aiohttp import ClientError
from botocore.exceptions import BotoCoreError
from botocore.exceptions import ClientError as S3Error

# Seconds that a signature is good for.
SIGNED_FOR = 300
_REFUSED_PARTS = {"InvalidPart", "InvalidPartOrder", "EntityTooSmall", "MalformedXML"}


class ObjectMissing(Exception):
    """No object is kept under this key."""


class PartsForgotten(Exception):
    """The store knows nothing of these parts: they were joined or dropped, or it has lost them."""


class PartsRefused(Exception):
    """The store cannot make an object of these parts."""


class StorageUnavailable(Exception):
    """Storage did not answer, or answered with a fault of its own. Worth trying again."""


@dataclass(frozen=True, slots=True)
class SignedUrl:
    """A URL anyone may use until `expires_at`."""

    url: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class StoredObject:
    key: str
    size: int
    modified: datetime


@asynccontextmanager
async def translated() -> AsyncIterator[None]:
    """Turn the vendor's errors into ours."""
    try:
        yield
    except S3Error as error:
        code = str(error.response.get("Error", {}).get("Code"))
        if code in {"404", "NoSuchKey", "NotFound"}:
            raise ObjectMissing from error
        if code == "NoSuchUpload":
            raise PartsForgotten from error
        if code in _REFUSED_PARTS:
            raise PartsRefused(str(error)) from error
        raise StorageUnavailable(str(error)) from error
    except (BotoCoreError, ClientError, ConnectionError, TimeoutError) as error:
        raise StorageUnavailable(repr(error)) from error


@dataclass(frozen=True, slots=True)
class Fetched:
    """An object's bytes on this machine's disk, and what they hash to."""

    path: Path
    size: int
    sha256: str
