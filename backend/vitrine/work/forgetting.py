"""Forget jobs that ended long ago. Dead letters stay until somebody decides about them."""

import structlog

from vitrine.infra import db
from vitrine.infra.db import execute
from vitrine.services import Services

log = structlog.get_logger()
KEPT_DAYS = 30
AT_ONCE = 10_000

# Whatever was owed so long ago and is still there is little: one walk along an index for each library.
_FORGET = """
delete from job where id in (
  select j.id from library l join job j on j.library_id = l.id and j.queued_at < now() - make_interval(days => $1)
  where j.state in ('DONE', 'CANCELLED') and j.finished_at < now() - make_interval(days => $1)
  limit $2 for update of j skip locked)
"""


async def forget_jobs(services: Services) -> None:  # noqa: ARG001  # chores are given services
    """Delete up to 10,000 jobs that were done or cancelled more than 30 days ago."""
    try:
        await execute(_FORGET, KEPT_DAYS, AT_ONCE)
    except db.Unavailable as error:
        log.warning("forgetting_postponed", error=repr(error))
