"""Read what searching is about, beside the assets themselves."""

from uuid import UUID

from vitrine.search.models import SynonymGroup


async def synonym_groups(library_id: UUID) -> list[list[str]]:
    """Return the groups of words that mean the same in a library."""
    groups = await SynonymGroup.filter(library_id=library_id).order_by("place")
    return [list(group.words) for group in groups]
