"""What may be uploaded, as far as can be told before a byte has arrived."""

import hashlib
import math
import mimetypes
import re
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from vitrine.assets.models import MediaKind
from vitrine.assets.names import clean_name
from vitrine.settings import Settings
from vitrine.uploads.errors import BadFilename, BadHash, EmptyFile, FileTooLarge, TextTooLong, UnsupportedType

MIB = 1024**2
# Every store takes 10,000 parts of at least 5 MiB. A store may keep parts that come out of order in memory, so four at
# once have to fit into 200 MiB.
MAX_PARTS = 1_000
SMALLEST_PART, LARGEST_PART = 8 * MIB, 50 * MIB
# Up to this many parts they stay small: what a cut costs is parts.
_FEW_PARTS = 64
MAX_NAME_BYTES = 255
MAX_TITLE = 500
MAX_DESCRIPTION = 10_000
MAX_TAGS = 100
MAX_KEY = 255
MAX_FOLDER = 1_024
_ENDING = re.compile(r"[a-z0-9]{1,8}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_KINDS = {"image": MediaKind.IMAGE, "video": MediaKind.VIDEO, "audio": MediaKind.AUDIO}


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """What a client says of a file before sending it. All of it is a claim."""

    filename: str
    size: int
    mime_type: str | None = None
    sha256: str | None = None
    idempotency_key: str | None = None
    title: str | None = None
    description: str | None = None
    tags: tuple[str, ...] = ()
    captured_at: datetime | None = None
    folder: str | None = None
    collection_id: UUID | None = None

    def fingerprint(self) -> str:
        """Return the same text for the same announcement, so that a repeated request can be told from another one.

        Where the file lay, and where it goes, are no part of it: a file that is found again may have been moved.
        """
        said = {name: value for name, value in asdict(self).items() if name not in {"folder", "collection_id"}}
        return hashlib.sha256(repr(tuple(said.values())).encode()).hexdigest()


def clean_filename(name: str) -> str:
    """Return the last part of a path, in NFC, without control and direction characters.

    Raises BadFilename when nothing is left, or more than 255 bytes of UTF-8.
    """
    cleaned = clean_name(name.replace("\\", "/").rsplit("/", 1)[-1])
    if cleaned in {"", ".", ".."}:
        raise BadFilename("Give the file a name.", field="filename")
    if len(cleaned.encode()) > MAX_NAME_BYTES:
        raise BadFilename("Shorten the file name to 255 bytes.", field="filename", limit=MAX_NAME_BYTES)
    return cleaned


def clean_folder(path: str | None) -> str | None:
    """Return a relative path, each of its parts cleaned as a name is, or None when nothing is left."""
    parts = [clean_name(part) for part in (path or "").replace("\\", "/").split("/")]
    return "/".join(part for part in parts if part not in {"", ".", ".."}) or None


def likely_type(filename: str) -> str:
    """Guess a media type from a name, for the time until the bytes are there to be asked."""
    return mimetypes.guess_type(filename, strict=False)[0] or "application/octet-stream"


def likely_kind(mime_type: str) -> MediaKind:
    """Sort a media type into what the gallery shows."""
    if mime_type == "application/pdf":
        return MediaKind.DOCUMENT
    return _KINDS.get(mime_type.split("/", 1)[0], MediaKind.OTHER)


def part_size_for(settings: Settings, size: int) -> int:
    """Return the bytes of each part of a file, the last one aside: whole MiB, or all of them where one PUT takes it."""
    if size <= settings.upload_single_put_max_bytes:
        return size
    wanted = max(SMALLEST_PART, min(LARGEST_PART, size // _FEW_PARTS), size / MAX_PARTS)
    return math.ceil(wanted / MIB) * MIB


def likely_extension(filename: str) -> str:
    """Return the ending of a name as a key may carry it; `bin` where there is none to speak of."""
    ending = filename.rpartition(".")[2].lower()
    return ending if _ENDING.fullmatch(ending) and ending != filename.lower() else "bin"


def check_announcement(settings: Settings, said: Announcement) -> None:
    """Refuse what can be refused before sending. Raises a kind of UploadRefused."""
    clean_filename(said.filename)
    _check_size(settings, said)
    _check_type(said)
    check_hash(said.sha256)
    _check_texts(said)


def check_hash(sha256: str | None) -> None:
    """Refuse a claimed hash that no bytes can have. Raises BadHash."""
    if sha256 is not None and not _SHA256.fullmatch(sha256):
        raise BadHash("Give the SHA-256 as 64 lower-case hexadecimal digits, or leave it out.", field="sha256")


def _check_size(settings: Settings, said: Announcement) -> None:
    limit = min(settings.upload_max_bytes, MAX_PARTS * LARGEST_PART)
    if said.size <= 0:
        raise EmptyFile("This file is empty; there is nothing to keep.", field="size")
    if said.size > limit:
        raise FileTooLarge(f"Files may have up to {limit // 1024**2} MiB.", field="size", limit=limit)


def _check_type(said: Announcement) -> None:
    # A name we cannot place is let through: the content decides. One we can place is refused before it is sent.
    likely = likely_type(said.filename)
    if likely != "application/octet-stream" and likely_kind(likely) is MediaKind.OTHER:
        raise UnsupportedType(
            f"Vitrine keeps photos, films, sound and PDF documents; {likely} is none of them.", field="filename"
        )


def _check_texts(said: Announcement) -> None:
    for field, text, limit in (
        ("title", said.title, MAX_TITLE),
        ("description", said.description, MAX_DESCRIPTION),
        ("idempotencyKey", said.idempotency_key, MAX_KEY),
        ("folder", said.folder, MAX_FOLDER),
    ):
        if text is not None and len(text) > limit:
            raise TextTooLong(f"Shorten this to {limit:,} characters.", field=field, limit=limit)
        if text is not None and "\x00" in text:
            raise TextTooLong("Leave out the NUL character.", field=field)
    if len(said.tags) > MAX_TAGS:
        raise TextTooLong(f"Give at most {MAX_TAGS} tags.", field="tags", limit=MAX_TAGS)
    if any("\x00" in tag for tag in said.tags):
        raise TextTooLong("Leave out the NUL character.", field="tags")
