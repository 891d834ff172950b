"""Empty what has been in the trash for long enough, and storage of what no row knows any more."""

from datetime import timedelta

import structlog

from vitrine.infra import db
from vitrine.infra.db import rows
from vitrine.infra.storage.answers import StorageUnavailable
from vitrine.services import Services
from vitrine.trash.actions import delete_what_is_over
from vitrine.trash.models import DoomedObject

log = structlog.get_logger()

AT_ONCE = 200
# Seconds. A decoder that was at work for what is gone, or a download that began before, is done with it by then.
GRACE = 15 * 60

_DOOMED = """
select key, is_folder from doomed_object where at < now() - make_interval(secs => $1) order by at limit $2
"""


async def sweep_trash(services: Services) -> None:
    """Delete some of what is over, and some of the objects it leaves. Whatever fails is met again next time."""
    try:
        days = services.settings.trash_days
        if days and (deleted := await delete_what_is_over(services, timedelta(days=days))):
            log.info("trash_emptied", assets=deleted)
        await sweep_doomed(services)
    except (*db.Unavailable, StorageUnavailable) as error:
        log.warning("sweep_postponed", error=repr(error))


async def sweep_doomed(services: Services, grace: float = GRACE) -> None:
    """Delete objects that no row knows any more. Raises StorageUnavailable."""
    for row in await rows(_DOOMED, grace, AT_ONCE):
        if row["is_folder"]:
            async for stored in services.storage.list(row["key"]):
                await services.storage.delete(stored.key)
        else:
            await services.storage.delete(row["key"])
        await DoomedObject.filter(key=row["key"]).delete()
