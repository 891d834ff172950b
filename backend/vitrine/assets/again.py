"""Take up again what had stopped."""

from uuid import UUID

from vitrine.assets.actions import amend_asset
from vitrine.assets.changes import AssetChange, tell_everyone
from vitrine.assets.models import Asset, AssetStatus
from vitrine.work.unit import Work

# Nothing stands in the way of this asset any more.
NO_FAILURE = {"failure_code": None, "failure_message": None, "failure_retryable": False, "failed_at": None}


async def process_again(work: Work, asset_id: UUID) -> Asset | None:
    """Put an asset back to PROCESSING and take the reason off its card; the caller owes the job that goes on."""
    again = await amend_asset(asset_id, status=AssetStatus.PROCESSING, **NO_FAILURE)
    if again:
        await tell_everyone(work, AssetChange.UPDATED, again)
    return again
