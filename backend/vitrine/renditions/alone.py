"""Work on one original from one job only, however many assets show the same bytes."""

from vitrine.assets.models import Original
from vitrine.infra.db import rows, transaction
from vitrine.work.claims import Claim, Progress
from vitrine.work.runner import NotYet

# Of two jobs that begin together, the lock lets one look after the other has said its step.
_ONE_AT_A_TIME = "select pg_advisory_xact_lock(hashtextextended($1::text, 0))"
_ANOTHER = """
select 1 from job join asset on asset.id = job.asset_id
where asset.original_id = $1 and job.kind = $2 and job.id <> $3 and job.state = 'RUNNING' and job.step is not null
limit 1
"""


async def begin_alone(claim: Claim, original: Original, step: Progress) -> None:
    """Begin a job's first step, unless another of its kind is at work on the same bytes.

    Two encoders may make different bytes of one original, and a list of places in one would lead nowhere in the other.
    Raises NotYet, Fenced.
    """
    async with transaction():
        await rows(_ONE_AT_A_TIME, f"{claim.kind} {original.id}")
        if await rows(_ANOTHER, original.id, claim.kind, claim.job_id):
            raise NotYet("SAME_BYTES", "The same bytes are being worked on for another asset.")
        claim.progress = step
        await claim.renew()
