"""Whether there is room for more files: on the disk under storage, and in the quota of a library.

A full disk would stop the database beside it, too.
"""

import asyncio
import shutil
from collections.abc import Sequence
from dataclasses import dataclass

from vitrine.accounts.policy import Actor
from vitrine.assets.queries import storage_used
from vitrine.infra.db import rows
from vitrine.libraries.models import Library
from vitrine.services import Services
from vitrine.uploads.errors import QuotaExceeded, StorageFull, UploadRefused
from vitrine.uploads.models import Upload
from vitrine.uploads.policy import Announcement

# Files are looked at more closely when fewer than so many batches like theirs would fill what is free.
_FEW = 1_000
_ANNOUNCED = """
select coalesce(sum(size), 0)::bigint as bytes from upload
where finished_at is null and status = 'WAITING' and expires_at > now() and library_id = coalesce($1, library_id)
"""


@dataclass(slots=True)
class _Room:
    """Bytes that may still be announced, and what is said to whoever wants more."""

    left: int
    refusal: UploadRefused


async def what_fits(services: Services, actor: Actor, said: Sequence[Announcement]) -> list[Announcement | Exception]:
    """Return each announcement, or StorageFull or QuotaExceeded for one whose file is too much.

    What open uploads are still to bring is counted in full, and what was announced before is let through. Where storage
    is elsewhere its disk cannot be asked.
    """
    on_disk, in_quota = await _on_disk(services, sum(each.size for each in said)), await _in_quota(actor)
    rooms = [room for room in (in_quota, on_disk) if room]
    before = await _announced_before(actor, said) if rooms else set()
    return [each if each.idempotency_key in before else _fitted(each, rooms) for each in said]


def _fitted(said: Announcement, rooms: Sequence[_Room]) -> Announcement | UploadRefused:
    for room in rooms:
        if said.size > room.left:
            return room.refusal
    for room in rooms:
        room.left -= said.size
    return said


async def _on_disk(services: Services, wanted: int) -> _Room | None:
    """Return the room on the disk under storage; None where it is unknown, or so much that it does not matter."""
    folder = services.settings.storage_folder
    if folder is None:
        return None
    free = (await asyncio.to_thread(shutil.disk_usage, folder)).free - services.settings.storage_keep_free
    if wanted * _FEW <= free:
        return None
    message = "Storage is nearly full, and this file would not fit: try again once whoever runs Vitrine has made room."
    return _Room(free - await _announced(None), StorageFull(message, field="size"))


async def _in_quota(actor: Actor) -> _Room | None:
    quota = (await Library.get(id=actor.library_id)).storage_quota
    if quota is None:
        return None
    message = (
        f"This library may hold {quota:,} bytes, and this file is too much: ask whoever runs Vitrine for more room."
    )
    refusal = QuotaExceeded(message, field="size", limit=quota)
    return _Room(quota - await storage_used(actor.library_id) - await _announced(actor), refusal)


async def _announced(actor: Actor | None) -> int:
    """Return the bytes that open uploads are to bring, of an actor's library or of all."""
    return int((await rows(_ANNOUNCED, actor and actor.library_id))[0]["bytes"])


async def _announced_before(actor: Actor, said: Sequence[Announcement]) -> set[str | None]:
    keys = [each.idempotency_key for each in said if each.idempotency_key]
    mine = Upload.filter(owner_id=actor.user_id, library_id=actor.library_id, idempotency_key__in=keys)
    return {upload.idempotency_key for upload in await mine} if keys else set()
