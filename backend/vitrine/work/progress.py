"""Tell of progress, at most twice a second per job; the first word of each step goes out at once."""

import asyncio
from dataclasses import dataclass, field
from time import monotonic

import structlog

from vitrine.infra import redis, stream
from vitrine.work.claims import Claim, Progress

log = structlog.get_logger()
EVERY = 0.5


@dataclass(slots=True)
class Reporter:
    """Reports for one claim. `revision` is the asset's, so that readers can place the report."""

    claim: Claim
    revision: int
    _last: float = field(default=-EVERY)
    _step: str = ""

    async def report(self, progress: Progress) -> None:
        """Keep the progress for the next heartbeat and, if it is time, publish it."""
        self.claim.progress = progress
        now = monotonic()
        if progress.step == self._step and now - self._last < EVERY:
            return
        self._last, self._step = now, progress.step
        message = {
            "asset": str(self.claim.asset_id),
            "revision": self.revision,
            "step": progress.step,
            "done": progress.done,
            "total": progress.total,
            "unit": progress.unit,
            "eta": progress.eta,
        }
        try:
            await stream.publish_progress(self.claim.services.redis, self.claim.library_id, message)
        except redis.Unavailable as error:
            log.info("progress_not_published", error=repr(error))
        task = asyncio.current_task()
        if task and task.cancelling():
            # The Redis client waits with Python 3.11's `wait_for`, which can swallow a cancellation: the lease was
            # lost, or this worker has to go.
            raise asyncio.CancelledError
