"""The worker: answers the bell of one queue and puts right what others left. `python -m vitrine.worker image`."""

import asyncio
import os
import sys
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

import structlog
import uvloop

from vitrine.infra.jobs import QUEUES, make_worker
from vitrine.infra.scratch import sweep_jobs
from vitrine.logging import configure_logging
from vitrine.pictures import tasks as pictures
from vitrine.services import Services, open_services
from vitrine.settings import load_settings
from vitrine.uploads import tasks as uploads
from vitrine.uploads.sweeping import sweep_uploads
from vitrine.work.reconcile import reconcile
from vitrine.work.runner import run_job

log = structlog.get_logger()

TASKS = {**uploads.TASKS, **pictures.TASKS}
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
    sweep_jobs()
    decoders = settings.image_children if queue == "image" else 1
    async with open_services(settings, decoders=decoders) as services:
        slots = decoders * SLOTS_PER_DECODER
        worker = await make_worker(settings, queue, slots, partial(run_job, services, TASKS), grace=GRACE)
        rounds = ((reconcile, settings.reconcile_every), (sweep_uploads, SWEEP_EVERY))
        chores = [asyncio.create_task(_again_and_again(chore, services, every)) for chore, every in rounds]
        log.info("worker_ready", queue=queue, slots=slots)
        try:
            await worker.async_run()
        finally:
            for chore in chores:
                chore.cancel()
            await asyncio.gather(*chores, return_exceptions=True)
            await worker.close()


async def _again_and_again(
    chore: Callable[[Services], Coroutine[Any, Any, None]], services: Services, every: float
) -> None:
    """Do a chore for as long as the worker lives, each round in a task of its own; no failure ends it."""
    while True:
        try:
            await asyncio.create_task(chore(services))
        except Exception:
            log.exception("chore_failed", chore=chore.__name__)
        await asyncio.sleep(every)


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
