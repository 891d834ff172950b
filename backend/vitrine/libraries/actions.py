"""Change a library."""

from vitrine.libraries.models import Library


async def set_quota(quota: int | None) -> list[Library]:
    """Say how many bytes the originals of each library may have together, None for any number; return the libraries."""
    await Library.all().update(storage_quota=quota)
    return await Library.all()
