"""Look into storage behind Vitrine's back."""

import asyncio
from pathlib import Path
from typing import Any
from uuid import UUID

from vitrine.libraries.models import Library
from vitrine.services import Services
from vitrine.uploads.models import Upload
from vitrine.work.models import Job, JobState


async def row_of(upload: dict[str, Any]) -> Upload:
    """Return the row of an upload that the API told of."""
    return await Upload.get(id=UUID(hex=upload["id"].removeprefix("upload_")))


async def waiting_keys(services: Services) -> list[str]:
    """List what lies under in/ of everybody who uploads in this test."""
    found = []
    for owner_id in await Upload.all().distinct().values_list("owner_id", flat=True):
        found += [each.key async for each in services.storage.list(f"in/{owner_id}.")]
    return found


async def original_keys(services: Services) -> list[str]:
    """List the originals of every library of this test."""
    found = []
    for library in await Library.all():
        found += [each.key async for each in services.storage.list(f"originals/{library.id}/")]
    return found


async def store(services: Services, key: str, body: bytes, folder: Path) -> None:
    """Put an object where a client with a good signature could have put it."""
    path = folder / "body"
    path.write_bytes(body)
    await services.storage.put_file(key, path, "image/jpeg")


async def all_done(within: float = 20.0) -> None:
    """Wait until nothing is owed any more, not even what nobody waits for."""
    async with asyncio.timeout(within):
        while True:
            if not await Job.filter(state__in=[JobState.QUEUED, JobState.RUNNING]).exists():
                return
            await asyncio.sleep(0.05)
