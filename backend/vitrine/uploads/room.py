"""Whether storage has room for another file. A full disk would stop the database beside it, too."""

import asyncio
import shutil

from vitrine.infra.db import rows
from vitrine.services import Services
from vitrine.uploads.errors import StorageFull

# A file is looked at more closely when fewer than so many like it would fill what is free.
_FEW = 1_000
_ANNOUNCED = """
    select coalesce(sum(size), 0)::bigint as bytes from upload
    where finished_at is null and status = 'WAITING' and expires_at > now()
"""


async def check_room(services: Services, size: int) -> None:
    """Refuse a file of `size` bytes that would fill the disk under storage. Raises StorageFull.

    What open uploads are still to bring is counted in full. Where storage is elsewhere nothing can be asked.
    """
    folder = services.settings.storage_folder
    if folder is None:
        return
    free = (await asyncio.to_thread(shutil.disk_usage, folder)).free - services.settings.storage_keep_free
    if size * _FEW <= free:
        return
    announced = int((await rows(_ANNOUNCED))[0]["bytes"])
    if size > free - announced:
        raise StorageFull(
            "Storage is nearly full, and this file would not fit: try again once whoever runs Vitrine has made room.",
            field="size",
        )
