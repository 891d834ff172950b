"""Cancel jobs, and try those again that ended unsuccessfully."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from vitrine.accounts.policy import Actor
from vitrine.assets.again import process_again
from vitrine.assets.models import Asset, AssetStatus
from vitrine.queues.errors import CauseStays, JobNotFound, JobNotStopped, JobOver
from vitrine.queues.policy import jobs_of
from vitrine.renditions.ends import RETRYABLE, say_failed
from vitrine.services import Services
from vitrine.work.interventions import CANCELLED, PutBack, cancel, put_back
from vitrine.work.models import Job, JobState
from vitrine.work.runner import Task
from vitrine.work.unit import Work, unit_of_work

# Jobs put back at once by their cause: about a second.
AT_ONCE = 500


async def cancel_job(services: Services, tasks: Mapping[str, Task], actor: Actor, job_id: UUID) -> Job:
    """Call a job off; its card says so, and that it can be tried again. What was finished of it stays.

    A body that is running is stopped within a second, and whatever programs it had started are killed. Raises
    JobNotFound, JobOver.
    """
    async with unit_of_work(services) as work:
        await _job(actor, job_id)
        cancelled = await cancel(work, job_id)
        if cancelled is None:
            raise JobOver
        if task := tasks.get(cancelled.claim.kind):
            await task.give_up(work, cancelled.claim, cancelled.code, cancelled.reason)
        return await Job.get(id=job_id)


async def retry_job(services: Services, tasks: Mapping[str, Task], actor: Actor, job_id: UUID) -> Job:
    """Put a dead or cancelled job back into its queue as new, and its card back to PROCESSING.

    Raises JobNotFound, JobNotStopped, CauseStays.
    """
    async with unit_of_work(services) as work:
        job = await _job(actor, job_id)
        if job.error_code not in RETRYABLE and job.state is JobState.DEAD:
            raise CauseStays("ids")
        again = await put_back(work, [job_id])
        if not again:
            raise JobNotStopped
        await _take_up(work, tasks, again)
        return await Job.get(id=job_id)


@dataclass(frozen=True, slots=True)
class Retried:
    """How many jobs were put back, and how many of the same cause are still where they were."""

    count: int
    remaining: int


async def retry_by_cause(
    services: Services, tasks: Mapping[str, Task], actor: Actor, cause: str, kind: str | None = None
) -> Retried:
    """Put back up to 500 jobs that ended for one cause, the oldest first. Raises CauseStays."""
    if cause not in RETRYABLE:
        raise CauseStays("cause")
    state = JobState.CANCELLED if cause == CANCELLED else JobState.DEAD
    meant = jobs_of(actor).filter(state=state, error_code=cause, **({"kind": kind} if kind else {}))
    async with unit_of_work(services) as work:
        ids = await meant.order_by("finished_at").limit(AT_ONCE).values_list("id", flat=True)
        again = await put_back(work, [UUID(str(each)) for each in ids])
        await _take_up(work, tasks, again)
        return Retried(len(again), await meant.count())


async def _job(actor: Actor, job_id: UUID) -> Job:
    job = await jobs_of(actor).get_or_none(id=job_id)
    if job is None:
        raise JobNotFound
    return job


async def _take_up(work: Work, tasks: Mapping[str, Task], again: Sequence[PutBack]) -> None:
    """Put those cards back to PROCESSING that say what these jobs had ended for, and whatever else says so."""
    for each in again:
        task = tasks.get(each.kind)
        if task and task.take_up and each.asset_id and each.error_code:
            await task.take_up(work, each.asset_id, each.error_code)
    # Only a job whose end is told on the card leads to READY.
    told = {each.asset_id: each.error_code for each in again if _tells(tasks, each.kind)}
    failed = Asset.filter(id__in=[each for each in told if each], status=AssetStatus.FAILED)
    for asset in await failed.order_by("id").select_for_update():
        if asset.failure_code == told[asset.id]:
            await process_again(work, asset.id)


def _tells(tasks: Mapping[str, Task], kind: str) -> bool:
    task = tasks.get(kind)
    return task is not None and task.give_up is say_failed
