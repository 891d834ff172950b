"""What may be asked to be fetched, and what a host's name for it becomes."""

import hashlib
from dataclasses import astuple, dataclass, replace
from datetime import datetime

from vitrine.imports.errors import BadAddress, ImportOff
from vitrine.infra.fetching.addresses import read_url
from vitrine.infra.fetching.errors import FetchRefused
from vitrine.settings import Settings
from vitrine.uploads.completing import OnDuplicate
from vitrine.uploads.errors import BadFilename
from vitrine.uploads.policy import (
    LARGEST_PART,
    MAX_NAME_BYTES,
    MAX_PARTS,
    Announcement,
    check_announcement,
    clean_filename,
    likely_type,
)

NAMELESS = "import"
# Characters of what counts as the ending of a name.
LONGEST_ENDING = 8
# They name the program that answered, never what it answered.
_PROGRAMS = {"php", "asp", "aspx", "jsp", "cgi", "ashx"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A file that somebody wants fetched, and what they say of it."""

    url: str
    filename: str | None = None
    title: str | None = None
    description: str | None = None
    tags: tuple[str, ...] = ()
    captured_at: datetime | None = None
    on_duplicate: OnDuplicate = OnDuplicate.LINK
    idempotency_key: str | None = None

    def fingerprint(self) -> str:
        """Return the same text for the same wish, so that a repeated request can be told from another one."""
        return hashlib.sha256(repr(astuple(replace(self, idempotency_key=None))).encode()).hexdigest()


def check_wish(settings: Settings, wish: Wish) -> None:
    """Refuse what can be refused before anything is fetched. Raises ImportOff, BadAddress, a kind of UploadRefused."""
    if not settings.import_urls:
        raise ImportOff
    try:
        read_url(wish.url, settings.import_url_networks)
    except FetchRefused as error:
        raise BadAddress(error.code, error.message) from error
    check_announcement(
        settings,
        Announcement(
            filename=NAMELESS if wish.filename is None else wish.filename,
            # Nobody knows yet.
            size=1,
            idempotency_key=wish.idempotency_key,
            title=wish.title,
            description=wish.description,
            tags=wish.tags,
        ),
    )


def largest(settings: Settings) -> int:
    """Return the bytes that the largest file may have."""
    return min(settings.upload_max_bytes, MAX_PARTS * LARGEST_PART)


def cleaned(name: str) -> str:
    """Return a name that a host gave, made safe and short enough by the rule of uploads; `import` for none."""
    stem, dot, ending = name.rpartition(".")
    try:
        return clean_filename(_shortened(stem, dot + ending) if stem and len(ending) <= LONGEST_ENDING else name)
    except BadFilename:
        return NAMELESS


def with_ending(name: str, extension: str) -> str:
    """Return a name that ends with what the bytes are, in place of an ending that says something else."""
    stem, _, ending = name.rpartition(".")
    is_type = ending.lower() in _PROGRAMS or likely_type(f"x.{ending}") != "application/octet-stream"
    return _shortened(stem if stem and is_type else name, f".{extension}")


def _shortened(stem: str, ending: str) -> str:
    """Return a name of at most 255 bytes of UTF-8 that keeps its ending."""
    room = MAX_NAME_BYTES - len(ending.encode(errors="replace"))
    return stem.encode(errors="replace")[:room].decode(errors="ignore") + ending
