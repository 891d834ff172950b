"""Build an index anew beside the one that serves, a part at a time, and put it in its place between two searches."""

from datetime import UTC, datetime
from uuid import UUID

import structlog

from vitrine.infra.db import rows
from vitrine.infra.search import NoIndex, SearchRefused
from vitrine.search.models import IndexState, SearchIndex
from vitrine.search.queries import synonym_groups
from vitrine.search.sending import send
from vitrine.search.settling import begin_again, settle
from vitrine.search.shape import SETTINGS, SHAPE, digest, index_name, next_name, synonyms_of
from vitrine.services import Services

log = structlog.get_logger()

_FIRST = UUID(int=0)
_PART = """
select id from asset where library_id = $1 and id > $2 and status <> 'UPLOADING' order by id limit $3
"""


async def rebuild_some(services: Services, index: SearchIndex, part: int) -> None:
    """Go on with an index that is being built, by up to `part` assets; whatever changes is told to it by the way."""
    if not index.rebuilding:
        return
    try:
        await _go_on(services, index, part)
    except NoIndex:
        # What was built is gone, or in its place already and nobody could note it.
        await begin_again(index)


async def _go_on(services: Services, index: SearchIndex, part: int) -> None:
    if index.rebuilt_up_to is None and not await _begin(services, index):
        return
    ids = [row["id"] for row in await rows(_PART, index.library_id, index.rebuilt_up_to, part)]
    if not ids:
        await _take_its_place(services, index)
        return
    tasks = await send(services, [next_name(index.library_id)], ids)
    if await settle(services, index, tasks):
        index.rebuilt_up_to = ids[-1]
        await index.save(update_fields=["rebuilt_up_to"])


async def _begin(services: Services, index: SearchIndex) -> bool:
    """Make an empty index with today's settings, in place of one that was left half full."""
    name = next_name(index.library_id)
    synonyms = synonyms_of(await synonym_groups(index.library_id))
    await services.search.drop_index(name)
    task = await services.search.make_index(name, {**SETTINGS, "synonyms": synonyms})
    if not await settle(services, index, [task]):
        return False
    index.rebuilt_up_to, index.synonyms = _FIRST, digest(synonyms)
    await index.save(update_fields=["rebuilt_up_to", "synonyms"])
    return True


async def _take_its_place(services: Services, index: SearchIndex) -> None:
    live, built = index_name(index.library_id), next_name(index.library_id)
    if index.state is IndexState.SERVING:
        # Both at once, so that nobody finds the old one under the new one's name.
        tasks = [await services.search.swap(live, built), await services.search.drop_index(built)]
    else:
        tasks = [await services.search.rename(built, live)]
    if not await settle(services, index, tasks):
        return
    index.state, index.shape, index.rebuilding = IndexState.SERVING, SHAPE, False
    index.rebuilt_up_to, index.rebuilt_at = None, datetime.now(UTC)
    await index.save()
    log.info("index_built", library=str(index.library_id))


async def drop(services: Services, index: SearchIndex) -> None:
    """Delete the indexes of a library that is gone."""
    for name in (index_name(index.library_id), next_name(index.library_id)):
        try:
            await services.search.drop_index(name)
        except SearchRefused as refusal:
            log.warning("index_not_dropped", index=name, reason=str(refusal))
    await index.delete()
