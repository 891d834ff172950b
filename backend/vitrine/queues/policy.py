"""Who sees a job, and may act on it: the owner of a library all of its jobs, a member those of their own uploads."""

from tortoise.expressions import Subquery
from tortoise.queryset import QuerySet

from vitrine.accounts.models import Role
from vitrine.accounts.policy import Actor
from vitrine.assets.models import Asset
from vitrine.work.models import Job


def jobs_of(actor: Actor) -> QuerySet[Job]:
    """Return the jobs an actor may see and act on."""
    jobs = Job.filter(library_id=actor.library_id)
    if actor.role is Role.OWNER:
        return jobs
    own = Asset.filter(library_id=actor.library_id, uploaded_by_id=actor.user_id)
    return jobs.filter(asset_id__in=Subquery(own.values("id")))
