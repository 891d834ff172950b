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


async def append_changes(services: Services, ids: Sequence[int]) -> None:
    """Append changes to their libraries' streams, then mark them released. Raises infra.redis.Unavailable.

    A crash in between appends them twice: delivery is at least once, and `revision` makes that harmless.
    """
    if not ids:
        return
    per_library: dict[UUID, list[dict[str, str]]] = defaultdict(list)
    for change in await rows(_UNRELEASED, list(ids)):
        per_library[change["library_id"]].append(_as_entry(change))
    for library_id, entries in per_library.items():
        await stream.append(services.redis, library_id, entries, services.settings.stream_length)
    await execute("update change set released = true where id = any($1::bigint[])", list(ids))


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


async def ring_jobs(services: Services, ids: Sequence[UUID]) -> None:
    """Ring the bell for queued jobs. Raises infra.redis.Unavailable."""
    if not ids:
        return
    waiting = await rows(
        "select id, queue, run_after, head_start from job where id = any($1::uuid[]) and state = 'QUEUED'", list(ids)
    )
    await ring(services.bell, [Ring(job["id"], job["queue"], job["run_after"], job["head_start"]) for job in waiting])
