"""Entry points of the workers: compare what has just been looked at."""

from vitrine.assets.models import Asset
from vitrine.duplicates.comparing import compare
from vitrine.renditions.ends import stay_silent
from vitrine.work.claims import Claim
from vitrine.work.runner import Task


async def compare_asset(claim: Claim) -> None:
    """Look for what is like an asset's original. Nobody waits for it, so no failure of it shows on the card."""
    asset = await Asset.get_or_none(id=claim.asset_id).select_related("original")
    if asset is None or asset.original is None or asset.original.infection is not None:
        return
    await compare(claim, asset, asset.original)


TASKS = {"duplicates.compare": Task(compare_asset, stay_silent)}
