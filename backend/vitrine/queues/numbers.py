"""How much waits, runs, was done and could not be done, in one library."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from vitrine.infra.attendance import workers_of
from vitrine.infra.db import rows
from vitrine.infra.jobs import QUEUES
from vitrine.infra.redis import Client, Unavailable

# Minutes over which the pace is taken.
PACE_OVER = 5
# Groups of dead letters that are told; there are only so many causes.
GROUPS = 200

# Each part names the state by which its index is made. What waits and what runs is little, whatever was done before.
_COUNT = """
with waiting as (
  select queue, count(*) filter (where run_after <= now()) as depth,
    count(*) filter (where run_after > now()) as delayed, min(run_after) filter (where run_after <= now()) as oldest
  from job where state = 'QUEUED' and queue = any($2::text[]) and library_id = $1 group by queue),
running as (select queue, count(*) as jobs from job where state = 'RUNNING' and library_id = $1 group by queue),
done as (
  select queue, count(*) as jobs from job
  where state = 'DONE' and finished_at > now() - make_interval(mins => $3) and library_id = $1 group by queue),
dead as (select queue, count(*) as jobs from job where state = 'DEAD' and library_id = $1 group by queue)
select q.name, coalesce(waiting.depth, 0) as depth, coalesce(waiting.delayed, 0) as delayed,
  floor(extract(epoch from now() - waiting.oldest))::float as oldest_seconds,
  coalesce(running.jobs, 0) as running, coalesce(done.jobs, 0)::float / $3 as per_minute, coalesce(dead.jobs, 0) as dead
from unnest($2::text[]) with ordinality as q (name, place)
left join waiting on waiting.queue = q.name left join running on running.queue = q.name
left join done on done.queue = q.name left join dead on dead.queue = q.name
order by q.place
"""
_DEAD = """
select error_code as cause, kind, count(*) as count, max(finished_at) as latest,
       (array_agg(error order by finished_at desc))[1] as message
from job where library_id = $1 and state = 'DEAD' and error_code is not null
group by error_code, kind order by count(*) desc, error_code, kind limit $2
"""


@dataclass(frozen=True, slots=True)
class QueueNumbers:
    """One queue as one library sees it, but for `workers`, who serve all libraries; None while they cannot be counted.

    `per_minute` is over the last five minutes, `oldest_seconds` that of what may be done now.
    """

    name: str
    depth: int
    delayed: int
    oldest_seconds: float | None
    running: int
    workers: int | None
    per_minute: float
    dead: int


async def queue_numbers(redis: Client, library_id: UUID) -> list[QueueNumbers]:
    """Count what each queue holds for a library."""
    workers = await _workers(redis)
    counted = await rows(_COUNT, library_id, list(QUEUES), PACE_OVER)
    return [QueueNumbers(**row, workers=workers.get(row["name"])) for row in counted]


async def _workers(redis: Client) -> dict[str, int]:
    try:
        return await workers_of(redis, QUEUES)
    except Unavailable:
        return {}


@dataclass(frozen=True, slots=True)
class DeadGroup:
    """Dead letters of one cause and kind; `message` is what the latest of them says."""

    cause: str
    kind: str
    count: int
    latest: datetime
    message: str


async def dead_groups(library_id: UUID) -> Sequence[DeadGroup]:
    """Return a library's dead letters by cause and kind, the most frequent first."""
    return [DeadGroup(**row) for row in await rows(_DEAD, library_id, GROUPS)]
