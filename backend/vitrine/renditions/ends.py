"""What is written down when a job cannot be done."""

from vitrine.assets.actions import fail_asset
from vitrine.assets.models import Asset, AssetStatus
from vitrine.work.claims import Claim
from vitrine.work.unit import Work

# Reasons that may be gone by the next time.
RETRYABLE = {
    "STORAGE_UNAVAILABLE",
    "REMOTE_UNAVAILABLE",
    "CRASHED",
    "TIMED_OUT",
    "HOST_FAILED",
    "INTERNAL",
    "CANCELLED",
}
# What comes after READY is owed in the background, and what is processed again keeps what it has: a dead letter tells
# whoever runs Vitrine. What is in quarantine stays there.
_STANDS = (AssetStatus.READY, AssetStatus.QUARANTINED)


async def say_failed(work: Work, claim: Claim, code: str, reason: str) -> None:
    """Put the reason on the asset's card, unless people look at the asset already or must not."""
    if await Asset.filter(id=claim.asset_id, status__in=_STANDS).exists():
        return
    await fail_asset(work, claim.asset_id, code, reason, retryable=code in RETRYABLE)


async def stay_silent(work: Work, claim: Claim, code: str, reason: str) -> None:
    """Leave the asset as it is; the dead letter says why."""
