"""What happens to assets, told in the transaction in which it happens."""

from enum import StrEnum

from vitrine.assets.models import Asset, AssetStatus
from vitrine.work.models import Audience
from vitrine.work.unit import Work


class AssetChange(StrEnum):
    CREATED = "CREATED"
    UPDATED = "UPDATED"
    PROGRESS = "PROGRESS"
    READY = "READY"
    FAILED = "FAILED"
    TRASHED = "TRASHED"
    RESTORED = "RESTORED"
    REMOVED = "REMOVED"
    RESYNC = "RESYNC"


async def tell_everyone(work: Work, kind: AssetChange, asset: Asset) -> None:
    """Announce a change to all who may see the asset."""
    await work.announce(kind.value, library_id=asset.library_id, subject_id=asset.id, revision=asset.revision)


async def tell_uploader(work: Work, kind: AssetChange, asset: Asset) -> None:
    """Announce a change to the person who uploads the asset, and nobody else."""
    await _tell(work, kind, asset, Audience.ONLY)


async def tell_others(work: Work, kind: AssetChange, asset: Asset) -> None:
    """Announce a change to all but the uploader."""
    await _tell(work, kind, asset, Audience.OTHERS)


async def tell_whoever_sees(work: Work, kind: AssetChange, asset: Asset) -> None:
    """Announce a change to all who may see the asset as it is: until it has arrived, its uploader alone."""
    tell = tell_uploader if asset.status is AssetStatus.UPLOADING else tell_everyone
    await tell(work, kind, asset)


async def _tell(work: Work, kind: AssetChange, asset: Asset, audience: Audience) -> None:
    await work.announce(
        kind.value,
        library_id=asset.library_id,
        subject_id=asset.id,
        revision=asset.revision,
        audience=audience,
        person_id=asset.uploaded_by_id,
    )
