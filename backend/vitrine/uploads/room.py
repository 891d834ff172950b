"""Whether storage has room for more files. A full disk would stop the database beside it, too."""

import asyncio
import shutil
from collections.abc import Sequence

from vitrine.accounts.policy import Actor
from vitrine.infra.db import rows
from vitrine.services import Services
from vitrine.uploads.errors import StorageFull
from vitrine.uploads.models import Upload
from vitrine.uploads.policy import Announcement

# Files are looked at more closely when fewer than so many batches like theirs would fill what is free.
_FEW = 1_000
_ANNOUNCED = """
select coalesce(sum(size), 0)::bigint as bytes from upload
where finished_at is null and status = 'WAITING' and expires_at > now()
"""


async def what_fits(services: Services, actor: Actor, said: Sequence[Announcement]) -> list[Announcement | Exception]:
    """Return each announcement, or StorageFull for one whose file would fill the disk under storage.

    What open uploads are still to bring is counted in full, and what was announced before is let through. Where storage
    is elsewhere nothing can be asked, and everything fits.
    """
    room = await _room(services, sum(each.size for each in said))
    if room is None:
        return list(said)
    before = await _announced_before(actor, said)
    answers: list[Announcement | Exception] = []
    for each in said:
        if each.idempotency_key in before:
            answers.append(each)
        elif each.size <= room:
            answers.append(each)
            room -= each.size
        else:
            answers.append(_full())
    return answers


async def _room(services: Services, wanted: int) -> int | None:
    """Return the bytes that may still be announced; None where that is unknown, or so many that it does not matter."""
    folder = services.settings.storage_folder
    if folder is None:
        return None
    free = (await asyncio.to_thread(shutil.disk_usage, folder)).free - services.settings.storage_keep_free
    return None if wanted * _FEW <= free else free - int((await rows(_ANNOUNCED))[0]["bytes"])


async def _announced_before(actor: Actor, said: Sequence[Announcement]) -> set[str | None]:
    keys = [each.idempotency_key for each in said if each.idempotency_key]
    mine = Upload.filter(owner_id=actor.user_id, library_id=actor.library_id, idempotency_key__in=keys)
    return {upload.idempotency_key for upload in await mine} if keys else set()


def _full() -> StorageFull:
    message = "Storage is nearly full, and this file would not fit: try again once whoever runs Vitrine has made room."
    return StorageFull(message, field="size")
