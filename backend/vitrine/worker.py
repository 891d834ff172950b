"""The worker: answers the bell of one queue and puts right what others left. `python -m vitrine.worker image`."""

import asyncio
import os
import socket
import sys
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import uuid4

import structlog
import uvloop

from vitrine.infra import db, redis
from vitrine.infra.attendance import SAY_EVERY, say_gone, say_here
from vitrine.infra.jobs import QUEUES, make_worker
from vitrine.infra.scratch import sweep_jobs
from vitrine.logging import configure_logging
from vitrine.orders.sweeping import sweep_orders
from vitrine.queues.tasks import TASKS
from vitrine.search.indexing import Indexer
from vitrine.services import Services, open_services
from vitrine.settings import Settings, load_settings
from vitrine.trash.sweeping import sweep_trash
from vitrine.uploads.sweeping import sweep_stray_arrivals, sweep_uploads
from vitrine.work.claims import is_due
from vitrine.work.forgetting import forget_jobs
from vitrine.work.reconcile import reconcile
from vitrine.work.runner import ring_again, run_next

log = structlog.get_logger()

# Seconds between two looks for what the index has to be told; an edit shall be found within one.
INDEX_EVERY = 0.1
# Seconds between two looks for work that nobody was heard to ring for.
LISTEN_EVERY = 2.0
SWEEP_EVERY = 30.0
FORGET_EVERY = 600.0
STRAYS_EVERY = 6 * 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """How a worker serves its queue.

    `nice` makes room for what somebody waits for, where queues share the cores. A job may go on for `grace` seconds
    after SIGTERM before it is handed back: less than any supervisor waits.
    """

    slots: int
    decoders: int = 1
    nice: int = 0
    grace: int = 10


def posts(settings: Settings) -> dict[str, Post]:
    """Return how each queue is served."""
    children = settings.image_children
    return {
        # Fetching and storing one file goes on while another is decoded.
        "image": Post(slots=2 * children, decoders=children),
        # A film takes minutes and all the cores there are, and a first thumbnail comes before it. A step of one that is
        # nearly done is worth waiting for.
        "video": Post(slots=settings.video_jobs, nice=5, grace=25),
        "bulk": Post(slots=2, nice=10),
        # Waits for other servers more than it computes.
        "index": Post(slots=4, decoders=0),
    }


async def work(queue: str) -> None:
    """Serve one queue until SIGTERM. Ends with an error when Redis goes away: the supervisor starts it anew."""
    settings = load_settings()
    if unknown := set(settings.queue_per_minute).difference(QUEUES):
        sys.exit(f"VITRINE_QUEUE_PER_MINUTE: there is no queue {', '.join(sorted(unknown))}, only {', '.join(QUEUES)}.")
    post = posts(settings)[queue]
    os.nice(post.nice)
    configure_logging(settings.log_format)
    sweep_jobs()
    async with open_services(settings, decoders=post.decoders) as services:
        name = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"
        run = partial(run_next, services, TASKS, queue)
        worker = await make_worker(settings, queue, post.slots, run, grace=post.grace)
        rounds: list[tuple[Callable[[Services], Coroutine[Any, Any, None]], float]] = [
            (partial(_say_here, queue, name), SAY_EVERY),
            (partial(_listen_closely, queue, lambda: len(worker.tasks) < post.slots), LISTEN_EVERY),
            (reconcile, settings.reconcile_every),
            (sweep_uploads, SWEEP_EVERY),
            (sweep_orders, SWEEP_EVERY),
            (sweep_trash, SWEEP_EVERY),
            (sweep_stray_arrivals, STRAYS_EVERY),
            (forget_jobs, FORGET_EVERY),
        ]
        if queue == "index":
            rounds.append((Indexer().keep, INDEX_EVERY))
        chores = [asyncio.create_task(_again_and_again(chore, services, every)) for chore, every in rounds]
        log.info("worker_ready", queue=queue, slots=post.slots)
        try:
            await worker.async_run()
        finally:
            for chore in chores:
                chore.cancel()
            await asyncio.gather(*chores, return_exceptions=True)
            await worker.close()
            with suppress(*redis.Unavailable):
                await say_gone(services.redis, queue, name)


async def _say_here(queue: str, name: str, services: Services) -> None:
    # Where Redis is away nobody asks who is there.
    with suppress(*redis.Unavailable):
        await say_here(services.redis, queue, name)


async def _listen_closely(queue: str, is_idle: Callable[[], bool], services: Services) -> None:
    """Ring once for work that waits beside an idle slot: whoever was killed with a bell in hand took its ring along."""
    with suppress(*db.Unavailable):
        if is_idle() and await is_due(queue):
            await ring_again(services, queue)


async def _again_and_again(
    chore: Callable[[Services], Coroutine[Any, Any, None]], services: Services, every: float
) -> None:
    """Do a chore for as long as the worker lives, each round in a task of its own; no failure ends it."""
    while True:
        try:
            await asyncio.create_task(chore(services))
        except Exception:
            log.exception("chore_failed", chore=repr(chore))
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
