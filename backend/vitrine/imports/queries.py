"""Read imports. Each is its owner's alone."""

from dataclasses import dataclass

from tortoise.queryset import QuerySet

from vitrine.accounts.policy import Actor
from vitrine.imports.models import ImportStatus, UrlImport
from vitrine.infra.keyset import behind, read_cursor, write_cursor
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
    """Read up to `first` of an actor's imports, the newest first, by keyset. Raises BadCursor."""
    found = own_imports(actor)
    if after:
        found = found.filter(behind("created_at", read_cursor(after)))
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
    return write_cursor(row.created_at, row.id)
