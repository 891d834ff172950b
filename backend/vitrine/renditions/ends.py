"""What is written down when a job cannot be done."""

from vitrine.assets.actions import fail_asset
from vitrine.work.claims import Claim
from vitrine.work.unit import Work

# Reasons that may be gone by the next time.
RETRYABLE = {"STORAGE_UNAVAILABLE", "CRASHED", "TIMED_OUT", "HOST_FAILED", "INTERNAL"}


async def say_failed(work: Work, claim: Claim, code: str, reason: str) -> None:
    """Put the reason on the asset's card."""
    await fail_asset(work, claim.asset_id, code, reason, retryable=code in RETRYABLE)


async def stay_silent(work: Work, claim: Claim, code: str, reason: str) -> None:
    """Leave the asset as it is; the dead letter says why."""
