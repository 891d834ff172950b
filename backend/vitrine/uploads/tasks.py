"""Entry points of the workers: receive uploads, and clear up after those that ended otherwise."""

from pathlib import Path

from vitrine.assets.models import Asset
from vitrine.infra.scratch import job_folder, need_room
from vitrine.renditions.actions import fetch
from vitrine.renditions.ends import say_failed
from vitrine.uploads.models import Upload
from vitrine.uploads.receiving import STEPS, check_claims, check_kept, show
from vitrine.work.claims import Claim, Progress
from vitrine.work.progress import Reporter
from vitrine.work.runner import Task

# Times the size of the file: as much again for what is made of it.
ROOM = 2


async def receive(claim: Claim) -> None:
    """Turn an uploaded object into an original with a thumbnail; repeating it finds what is there already.

    Only bytes that were hashed here become an original: what lies under the upload's key can still be overwritten by
    whoever holds its signature.
    """
    asset = await Asset.get_or_none(id=claim.asset_id).select_related("original")
    upload = await Upload.filter(asset_id=claim.asset_id).order_by("created_at").first()
    if asset is None or upload is None:
        return
    reporter = Reporter(claim, asset.revision)
    await reporter.report(Progress("receive", 0, STEPS, "steps"))
    with job_folder() as folder:
        need_room(Path(folder), ROOM * upload.size)
        source = asset.original.key if asset.original else upload.key
        fetched = await fetch(claim.services.storage, source, Path(folder))
        if asset.original is None:
            await check_claims(claim, upload, fetched)
        else:
            check_kept(asset.original, fetched)
        await show(reporter, asset, upload, fetched)


TASKS = {"uploads.receive": Task(receive, say_failed)}
