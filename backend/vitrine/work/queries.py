"""Read what is owed."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from vitrine.work.models import Job


async def jobs_of_assets(asset_ids: Sequence[UUID]) -> dict[UUID, list[Job]]:
    """Return the jobs of some assets, oldest first, in one read; the caller has checked that they are visible."""
    found: dict[UUID, list[Job]] = defaultdict(list)
    for job in await Job.filter(asset_id__in=asset_ids).order_by("queued_at"):
        if job.asset_id:
            found[job.asset_id].append(job)
    return found
