"""Read what searching is about, beside the assets themselves."""

from uuid import UUID

from vitrine.infra.db import rows
from vitrine.search.models import SynonymGroup

_KNOWS_ALL = """
select exists (select from search_index where library_id = $1 and state = 'SERVING')
    and not exists (select from search_dirty where library_id = $1) as knows
"""


async def synonym_groups(library_id: UUID) -> list[list[str]]:
    """Return the groups of words that mean the same in a library."""
    groups = await SynonymGroup.filter(library_id=library_id).order_by("place")
    return [list(group.words) for group in groups]


async def knows_all(library_id: UUID) -> bool:
    """Tell whether a library's index knows every change that is committed: whoever wrote something finds it then."""
    [row] = await rows(_KNOWS_ALL, library_id)
    return bool(row["knows"])
