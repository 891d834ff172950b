"""Entry points of the workers: everything of a sound that comes after its first look."""

from pathlib import Path

from vitrine.assets.models import Asset
from vitrine.infra.media.errors import MediaError
from vitrine.infra.scratch import job_folder, need_room
from vitrine.renditions.actions import fetch, give_up_or_try_again
from vitrine.renditions.alone import begin_alone
from vitrine.renditions.ends import say_failed
from vitrine.sounds.making import make_shape, make_web_copy
from vitrine.work.claims import Claim, Progress
from vitrine.work.progress import Reporter
from vitrine.work.runner import Task

# Times the size of the file that must be free: its copy is smaller than it is, or the file itself.
ROOM = 2


async def make_copy(claim: Claim) -> None:
    """Draw a sound's shape, if nobody has yet, and make the copy that plays everywhere."""
    asset = await Asset.get_or_none(id=claim.asset_id).select_related("original")
    if asset is None or asset.original is None:
        return
    original = asset.original
    await begin_alone(claim, original, Progress("fetch", 0, 1, "steps"))
    with job_folder() as folder:
        need_room(Path(folder), ROOM * original.size)
        fetched = await fetch(claim.services.storage, original.key, Path(folder))
        try:
            await make_shape(claim, original, fetched.path)
            await make_web_copy(claim, original, fetched.path, Reporter(claim, asset.revision))
        except MediaError as error:
            give_up_or_try_again(error)


TASKS = {"sounds.web_copy": Task(make_copy, say_failed)}
