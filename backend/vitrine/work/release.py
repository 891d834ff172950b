"""Let committed work go: changes to the live stream, jobs to the bell. Safe to repeat."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from vitrine.infra import stream
from vitrine.infra.db import execute, rows
from vitrine.infra.jobs import Ring, ring
from vitrine.services import Services

_UNRELEASED = """
select id, library_id, topic, kind, subject_id, revision, audience, person_id, at
from change where id = any($1::bigint[]) and not released order by id
"""

_WAITING = "select id, queue, run_after from job where id = any($1::uuid[]) and state = 'QUEUED'"
_LET_GO = """
with rung as (update job set rung_at = now() where id = any($2::uuid[]) and state = 'QUEUED')
update change set released = true where id = any($1::bigint[])
"""


async def release(services: Services, changes: Sequence[int], jobs: Sequence[UUID]) -> None:
    """Tell the live stream of changes, ring the bell for queued jobs, and note both. Raises infra.redis.Unavailable.

    Noted last: a crash before it tells and rings twice, which `revision` and the claim make harmless.
    """
    if changes:
        await _append(services, changes)
    if jobs:
        waiting = await rows(_WAITING, list(jobs))
        await ring(services.bell, [Ring(job["id"], job["queue"], job["run_after"]) for job in waiting])
    if changes or jobs:
        await execute(_LET_GO, list(changes), list(jobs))


async def _append(services: Services, ids: Sequence[int]) -> None:
    per_library: dict[UUID, list[dict[str, str]]] = defaultdict(list)
    for change in await rows(_UNRELEASED, list(ids)):
        per_library[change["library_id"]].append(_as_entry(change))
    for library_id, entries in per_library.items():
        await stream.append(services.redis, library_id, entries, services.settings.stream_length)


def _as_entry(change: dict[str, Any]) -> dict[str, str]:
    return {
        "topic": change["topic"],
        "kind": change["kind"],
        "subject": str(change["subject_id"]),
        "revision": str(change["revision"]),
        "audience": change["audience"],
        "person": str(change["person_id"] or ""),
        "at": change["at"].isoformat(),
    }
