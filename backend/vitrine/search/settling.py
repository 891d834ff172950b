"""Wait for the search server, and notice when it is not the one that we knew."""

from collections.abc import Sequence

import structlog

from vitrine.search.models import IndexState, SearchIndex
from vitrine.search.shape import index_name
from vitrine.services import Services

log = structlog.get_logger()


async def settle(services: Services, index: SearchIndex, tasks: Sequence[int]) -> bool:
    """Wait until tasks have succeeded, and note the last; tell whether this is still the server that we knew.

    Servers number their tasks: one that begins again, or goes on from an older number, has lost what it was told since.
    """
    if not tasks:
        return True
    if tasks[0] <= index.task:
        await lose(services, index)
        return False
    for task in tasks:
        await services.search.finished(task)
    index.task = tasks[-1]
    await index.save(update_fields=["task"])
    return True


async def lose(services: Services, index: SearchIndex) -> None:
    """Have an index built anew that is lost; what is left of it, or grew in its place, answers nobody any more."""
    log.warning("index_lost", library=str(index.library_id))
    await services.search.drop_index(index_name(index.library_id))
    index.state, index.task = IndexState.MISSING, -1
    await index.save(update_fields=["state", "task"])
    await begin_again(index)


async def begin_again(index: SearchIndex) -> None:
    """Have an index built anew, from the first asset on. The present one serves until the new one is done."""
    index.rebuilding, index.rebuilt_up_to = True, None
    await index.save(update_fields=["rebuilding", "rebuilt_up_to"])
