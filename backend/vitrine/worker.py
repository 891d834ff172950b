"""The worker: answers the bell of one queue and puts right what others left. `python -m vitrine.worker image`."""

import asyncio
import os
import sys
from functools import partial

import structlog
import uvloop

from vitrine.infra.jobs import QUEUES, make_worker
from vitrine.logging import configure_logging
from vitrine.renditions import tasks as renditions
from vitrine.services import Services, open_services
from vitrine.settings import load_settings
from vitrine.uploads import tasks as uploads
from vitrine.uploads.sweeping import sweep_uploads
from vitrine.work.reconcile import reconcile
from vitrine.work.runner import run_job

log = structlog.get_logger()

TASKS = {**uploads.TASKS, **renditions.TASKS}
# Fetching and storing one file goes on while others are decoded.
SLOTS_PER_DECODER = 2
# Seconds a job may still run after SIGTERM before it is handed back. Less than any supervisor waits.
GRACE = 10
SWEEP_EVERY = 30.0


async def work(queue: str) -> None:
    """Serve one queue until SIGTERM. Ends with an error when Redis goes away: the supervisor starts it anew."""
    settings = load_settings()
    if queue == "bulk":
        # Nobody waits for it, and on one machine it shares the cores with those somebody waits for.
        os.nice(10)
    configure_logging(settings.log_format)
    decoders = settings.image_children if queue == "image" else 1
    async with open_services(settings, decoders=decoders) as services:
        slots = decoders * SLOTS_PER_DECODER
        worker = await make_worker(settings, queue, slots, partial(run_job, services, TASKS), grace=GRACE)
        chores = [asyncio.create_task(_keep_in_order(services)), asyncio.create_task(_keep_clean(services))]
        log.info("worker_ready", queue=queue, slots=slots)
        try:
            await worker.async_run()
        finally:
            for chore in chores:
                chore.cancel()
            await asyncio.gather(*chores, return_exceptions=True)
            await worker.close()


async def _keep_in_order(services: Services) -> None:
    while True:
        await reconcile(services)
        await asyncio.sleep(services.settings.reconcile_every)


async def _keep_clean(services: Services) -> None:
    while True:
        await sweep_uploads(services)
        await asyncio.sleep(SWEEP_EVERY)


def main() -> None:
    """Read the queue's name from the command line."""
    if len(sys.argv) != 2 or sys.argv[1] not in QUEUES:
        sys.exit(f"usage: python -m vitrine.worker {'|'.join(QUEUES)}")
    try:
        uvloop.run(work(sys.argv[1]))
    except asyncio.CancelledError:
        log.info("worker_stopped")


if __name__ == "__main__":
    main()
