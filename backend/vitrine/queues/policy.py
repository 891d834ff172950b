"""Who sees a job, and may act on it: the owner of a library all of its jobs, a member those of their own uploads.

What is fetched for a member is an upload of theirs from the beginning, before there is an asset.
"""

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from vitrine.accounts.models import Role
from vitrine.accounts.policy import Actor
from vitrine.assets.models import Asset
from vitrine.imports.actions import KIND as FETCH
from vitrine.work.models import Job


def jobs_of(actor: Actor) -> QuerySet[Job]:
    """Return the jobs an actor may see and act on."""
    jobs = Job.filter(library_id=actor.library_id)
    if actor.role is Role.OWNER:
        return jobs
    own = Asset.filter(library_id=actor.library_id, uploaded_by_id=actor.user_id)
    return jobs.filter(Q(asset_id__in=Subquery(own.values("id"))) | Q(kind=FETCH, owner_id=actor.user_id))
