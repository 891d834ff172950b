"""Ask for files to be fetched, and write down what became of them."""

from collections.abc import Sequence
from uuid import uuid4

from vitrine.accounts.policy import Actor
from vitrine.errors import Refusal
from vitrine.imports.errors import TooManyWaiting
from vitrine.imports.models import ImportStatus, UrlImport
from vitrine.imports.policy import Wish, check_wish
from vitrine.imports.queries import UNDER_WAY, own_imports, under_way, upload_of
from vitrine.infra.db import execute
from vitrine.services import Services
from vitrine.settings import Settings
from vitrine.uploads.actions import end_upload
from vitrine.uploads.errors import IdempotencyKeyReused
from vitrine.uploads.models import UploadStatus
from vitrine.work.unit import Work, unit_of_work

# The job's `asset_id` is the import's id: there is no asset before the file is there.
KIND = "imports.fetch"
# So many of one person may wait: nobody can have a library fetch the web.
WAITING_PER_PERSON = 2000


async def import_urls(services: Services, actor: Actor, wishes: Sequence[Wish]) -> list[UrlImport | Refusal]:
    """Ask for up to 100 files and return, in their order, each import or why not: no refusal keeps the others back.

    The same idempotency key names the same import. Refusals are the kinds of ImportRefused and of UploadRefused.
    """
    checked = [_checked(services.settings, wish) for wish in wishes]
    if all(isinstance(each, Refusal) for each in checked):
        return [each for each in checked if isinstance(each, Refusal)]
    async with unit_of_work(services) as work:
        # One request of a person at a time: two would not see each other's keys, nor how many there are.
        await execute("select pg_advisory_xact_lock(hashtextextended($1, 8))", str(actor.user_id))
        desk = _Desk(work, actor, room=WAITING_PER_PERSON - await under_way(actor))
        return [each if isinstance(each, Refusal) else await desk.take(each) for each in checked]


def _checked(settings: Settings, wish: Wish) -> Wish | Refusal:
    try:
        check_wish(settings, wish)
    except Refusal as refused:
        return refused
    return wish


class _Desk:
    """Takes wishes of one person, in one transaction, for as long as there is `room`."""

    def __init__(self, work: Work, actor: Actor, room: int) -> None:
        self._work, self._actor, self._room = work, actor, room

    async def take(self, wish: Wish) -> UrlImport | Refusal:
        if before := await self._asked_before(wish):
            same = before.fingerprint == wish.fingerprint()
            return before if same else _key_reused()
        if self._room <= 0:
            said = f"{WAITING_PER_PERSON:,} of your imports are waiting: ask for more once some are done."
            return TooManyWaiting(said, field="inputs", limit=WAITING_PER_PERSON)
        self._room -= 1
        return await self._ask(wish)

    async def _asked_before(self, wish: Wish) -> UrlImport | None:
        if wish.idempotency_key is None:
            return None
        return await own_imports(self._actor).get_or_none(idempotency_key=wish.idempotency_key)

    async def _ask(self, wish: Wish) -> UrlImport:
        actor = self._actor
        row = await UrlImport.create(
            id=uuid4(),
            library_id=actor.library_id,
            owner_id=actor.user_id,
            key_id=actor.key_id,
            url=wish.url,
            filename=wish.filename,
            title=wish.title,
            description=wish.description,
            tags=list(wish.tags),
            captured_at=wish.captured_at.isoformat() if wish.captured_at else None,
            on_duplicate=wish.on_duplicate,
            idempotency_key=wish.idempotency_key,
            fingerprint=wish.fingerprint(),
        )
        await self._work.owe(KIND, queue="bulk", library_id=actor.library_id, asset_id=row.id, owner_id=actor.user_id)
        return row


def _key_reused() -> Refusal:
    return IdempotencyKeyReused("This key was used for another import: use a new one.", field="idempotencyKey")


async def fail_import(work: Work, row: UrlImport, code: str, message: str) -> None:
    """Write down why an import ended, and give up the upload it had begun. One that is over stays as it is."""
    failed = {"status": ImportStatus.FAILED, "error_code": code, "error_message": message}
    if not await UrlImport.filter(id=row.id, status__in=UNDER_WAY).update(**failed):
        return
    upload = await upload_of(row, lock=True)
    if upload and upload.is_open:
        await end_upload(work, upload, UploadStatus.ABORTED)
