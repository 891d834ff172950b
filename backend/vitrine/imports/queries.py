"""Read imports. Each is its owner's alone."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import orjson
from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from vitrine.accounts.policy import Actor
from vitrine.imports.errors import BadImportCursor
from vitrine.imports.models import ImportStatus, UrlImport
from vitrine.uploads.models import Upload

UNDER_WAY = (ImportStatus.WAITING, ImportStatus.FETCHING)


@dataclass(frozen=True, slots=True)
class ImportPage:
    imports: list[UrlImport]
    has_next: bool


def own_imports(actor: Actor) -> QuerySet[UrlImport]:
    """Return what an actor asked for in their library."""
    return UrlImport.filter(library_id=actor.library_id, owner_id=actor.user_id)


async def under_way(actor: Actor) -> int:
    """Count what an actor asked for that is neither there nor failed."""
    return await own_imports(actor).filter(status__in=UNDER_WAY).count()


async def import_page(actor: Actor, first: int, after: str | None) -> ImportPage:
    """Read up to `first` of an actor's imports, the newest first, by keyset. Raises BadImportCursor."""
    found = own_imports(actor)
    if after:
        at, import_id = _read_cursor(after)
        # The first condition says nothing new, but bounds the index walk.
        found = found.filter(Q(created_at__lte=at) & (Q(created_at__lt=at) | Q(created_at=at, id__lt=import_id)))
    read = await found.order_by("-created_at", "-id").limit(first + 1)
    return ImportPage(read[:first], len(read) > first)


async def upload_of(row: UrlImport, *, lock: bool = False) -> Upload | None:
    """Return the upload that an import has begun, locked for the caller's transaction if wanted."""
    if row.upload_key is None:
        return None
    uploads = Upload.filter(library_id=row.library_id, owner_id=row.owner_id, idempotency_key=row.upload_key)
    return await (uploads.select_for_update() if lock else uploads).first()


def cursor_of(row: UrlImport) -> str:
    """Return where a page that ends with this import is taken up again."""
    return orjson.dumps([row.created_at.isoformat(), row.id.hex]).hex()


def _read_cursor(cursor: str) -> tuple[datetime, UUID]:
    try:
        at, import_id = orjson.loads(bytes.fromhex(cursor))
        moment = datetime.fromisoformat(at)
        if moment.tzinfo is None:
            raise BadImportCursor
        return moment.astimezone(UTC), UUID(import_id)
    except (ValueError, TypeError, AttributeError, OverflowError) as error:
        raise BadImportCursor from error
