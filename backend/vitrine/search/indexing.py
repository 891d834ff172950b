"""Tell the index what changed. One process at a time does it, and takes note only of what the index says is done."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import structlog

from vitrine.infra import db, search
from vitrine.infra.db import execute, rows, transaction
from vitrine.infra.search import NoIndex, SearchRefused
from vitrine.libraries.models import Library
from vitrine.search.models import IndexState, SearchIndex
from vitrine.search.queries import synonym_groups
from vitrine.search.rebuilding import drop, rebuild_some
from vitrine.search.sending import send
from vitrine.search.settling import begin_again, lose, settle
from vitrine.search.shape import SHAPE, digest, index_name, next_name, synonyms_of
from vitrine.services import Services

log = structlog.get_logger()

# Any number; the same in every process.
_LOCK = 7_237_002
# Changes that are told in one round.
MOST_AT_ONCE = 20_000
# Assets that an index being built gets in one round: many go faster, but whoever changes something waits for them.
PART, SMALL_PART = 20_000, 4_000
# Seconds without a change after which nobody is waiting.
QUIET_AFTER = 10.0
# Seconds between two looks at an index that nobody tells anything; after a refusal; between two counts.
LOOK_EVERY = 1.0
PAUSE = 5.0
COUNT_EVERY = 60.0

_ANY = """
select exists (select from search_dirty) or exists (select from search_index where rebuilding) as any
"""
_CHANGED = "select asset_id, library_id, at from search_dirty order by urgent desc, at limit $1"
# What changed again meanwhile stays; so does a row that somebody holds at this moment: it is about to change.
_CLEAR = """
delete from search_dirty where asset_id in (
  select d.asset_id from search_dirty d join unnest($1::uuid[], $2::timestamptz[]) as told (asset_id, at)
    on told.asset_id = d.asset_id and told.at = d.at
  for update of d skip locked)
"""
_START = """
insert into search_index (library_id, state, shape, synonyms, task, rebuilding)
select id, 'MISSING', '', '', -1, true from library on conflict (library_id) do nothing
"""
_COUNT = """
select count(*) as assets, exists (select from search_dirty where library_id = $1) as changed
from asset where library_id = $1 and status <> 'UPLOADING'
"""


@dataclass(frozen=True, slots=True)
class Changed:
    """An asset that changed, and when it did last."""

    asset_id: UUID
    library_id: UUID
    at: datetime


@dataclass(slots=True)
class Indexer:
    """Keeps the indexes of all libraries, as long as no other process does."""

    _looked: float = 0.0
    _told: float = 0.0
    _counted: dict[UUID, float] = field(default_factory=dict)

    async def keep(self, services: Services) -> None:
        """Do a round if there is anything to do: what changed, then a part of what is built anew.

        Nothing is lost while the search server is away: what changed stays written down.
        """
        try:
            [row] = await rows(_ANY)
            looks = time.monotonic() - self._looked > LOOK_EVERY
            if row["any"] or looks:
                async with transaction():
                    await self._round(services, looks=looks)
        except (*db.Unavailable, *search.Unavailable) as error:
            log.warning("indexing_postponed", error=repr(error))
            await asyncio.sleep(LOOK_EVERY)
        except SearchRefused as refusal:
            # A full disk, most likely; it would be refused again at once.
            log.warning("indexing_refused", reason=str(refusal))
            await asyncio.sleep(PAUSE)

    async def _round(self, services: Services, *, looks: bool) -> None:
        [row] = await rows(f"select pg_try_advisory_xact_lock({_LOCK}) as mine")
        if not row["mine"]:
            self._looked = time.monotonic()
            return
        if looks:
            await self._look_after_all(services)
        # Held, so that whoever has one built anew is heard when the round is over.
        indexes = {index.library_id: index for index in await SearchIndex.all().select_for_update()}
        if await _tell(services, indexes):
            self._told = time.monotonic()
        part = PART if time.monotonic() - self._told > QUIET_AFTER else SMALL_PART
        for index in indexes.values():
            await rebuild_some(services, index, part)

    async def _look_after_all(self, services: Services) -> None:
        await execute(_START)
        libraries = {library.id for library in await Library.all()}
        for index in await SearchIndex.all().select_for_update():
            if index.library_id in libraries:
                await self._look_after(services, index)
            else:
                await drop(services, index)
        self._looked = time.monotonic()

    async def _look_after(self, services: Services, index: SearchIndex) -> None:
        """Have an index built anew that is lost, of an older kind, or not what the database says; keep its synonyms."""
        if index.state is not IndexState.SERVING:
            return
        try:
            documents = await services.search.documents_in(index_name(index.library_id))
        except NoIndex:
            await lose(services, index)
            return
        if not index.rebuilding and (index.shape != SHAPE or await self._differs(index, documents)):
            await begin_again(index)
        await _keep_synonyms(services, index)

    async def _differs(self, index: SearchIndex, documents: int) -> bool:
        now = time.monotonic()
        if now - self._counted.get(index.library_id, 0.0) < COUNT_EVERY:
            return False
        self._counted[index.library_id] = now
        [row] = await rows(_COUNT, index.library_id)
        differs: bool = not row["changed"] and row["assets"] != documents
        if differs:
            log.warning("index_differs", library=str(index.library_id), assets=row["assets"], documents=documents)
        return differs


async def _keep_synonyms(services: Services, index: SearchIndex) -> None:
    synonyms = synonyms_of(await synonym_groups(index.library_id))
    if digest(synonyms) == index.synonyms or index.rebuilding:
        return
    task = await services.search.set(index_name(index.library_id), {"synonyms": synonyms})
    if await settle(services, index, [task]):
        index.synonyms = digest(synonyms)
        await index.save(update_fields=["synonyms"])


async def _tell(services: Services, indexes: dict[UUID, SearchIndex]) -> int:
    """Send what changed to every index that has to know, and forget it once all of them do; return how much it was."""
    by_library: dict[UUID, list[Changed]] = defaultdict(list)
    for row in await rows(_CHANGED, MOST_AT_ONCE):
        by_library[row["library_id"]].append(Changed(**row))
    for library_id, changed in by_library.items():
        index = indexes.get(library_id)
        # A library without an index has not been seen yet, or is gone: what is built later starts from the database.
        if index is None or await _send(services, index, changed):
            await execute(_CLEAR, [each.asset_id for each in changed], [each.at for each in changed])
    return sum(map(len, by_library.values()))


async def _send(services: Services, index: SearchIndex, changed: Sequence[Changed]) -> bool:
    """Tell the indexes of one library, and wait until they know; tell whether they do."""
    targets = [index_name(index.library_id)] if index.state is IndexState.SERVING else []
    if index.rebuilding and index.rebuilt_up_to is not None:
        targets.append(next_name(index.library_id))
    return await settle(services, index, await send(services, targets, [each.asset_id for each in changed]))
