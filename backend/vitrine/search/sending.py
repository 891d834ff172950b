"""Send documents to indexes, in requests of a bounded size."""

from collections.abc import Sequence
from uuid import UUID

import orjson

from vitrine.search.documents import documents_of
from vitrine.services import Services

# Assets that are read at once; bytes of one request, of the hundred million that the search server takes.
_READ_AT_ONCE = 1_000
_MOST_BYTES = 16_000_000


async def send(services: Services, indexes: Sequence[str], asset_ids: Sequence[UUID]) -> list[int]:
    """Tell indexes of assets as they are now, and that those are gone which have no document; return the tasks.

    One large request is indexed far sooner than many small ones.
    """
    tasks: list[int] = []
    waiting: list[bytes] = []
    for start in range(0, len(asset_ids), _READ_AT_ONCE):
        ids = asset_ids[start : start + _READ_AT_ONCE]
        documents = await documents_of(ids)
        if gone := [each.hex for each in ids if each not in documents]:
            tasks += [await services.search.take_out(index, gone) for index in indexes]
        waiting += [orjson.dumps(document) for document in documents.values()]
        if sum(map(len, waiting)) > _MOST_BYTES or (waiting and start + _READ_AT_ONCE >= len(asset_ids)):
            tasks += [await services.search.put(index, waiting) for index in indexes]
            waiting = []
    return tasks
