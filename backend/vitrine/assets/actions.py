"""Change assets. Every change makes the revision grow and is announced in the same transaction."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from tortoise.expressions import F

from vitrine.assets.changes import AssetChange, tell_everyone
from vitrine.assets.embedded import changes_between, told_by_file
from vitrine.assets.history import record
from vitrine.assets.models import Asset, AssetStatus, Original, OriginalText
from vitrine.work.unit import Debt, Work


async def amend_asset(asset_id: UUID, **columns: Any) -> Asset | None:
    """Write columns and the next revision, and return the asset; None when it is gone. The caller announces it."""
    now = datetime.now(UTC)
    await Asset.filter(id=asset_id).update(revision=F("revision") + 1, updated_at=now, **columns)
    return await Asset.get_or_none(id=asset_id)


async def amend_held(assets: Sequence[Asset], **columns: Any) -> None:
    """Write columns and the next revision of assets whose rows the caller's transaction holds, and note them in these.

    The caller announces it.
    """
    columns["updated_at"] = datetime.now(UTC)
    await Asset.filter(id__in=[asset.id for asset in assets]).update(revision=F("revision") + 1, **columns)
    for asset in assets:
        asset.update_from_dict({"revision": asset.revision + 1, **columns})


async def owe_for_each(work: Work, assets: Sequence[Asset], kind: str, *, queue: str, head_start: int = 0) -> None:
    """Owe a job for each asset, in the name of whoever uploaded it."""
    debts = [Debt(asset.library_id, asset.id, asset.uploaded_by_id) for asset in assets]
    await work.owe_all(kind, debts, queue=queue, head_start=head_start)


async def owe_for(
    work: Work, asset: Asset, kind: str, *, queue: str, head_start: int = 0, not_before: datetime | None = None
) -> None:
    """Owe a job for an asset, in the name of whoever uploaded it."""
    await work.owe(
        kind,
        queue=queue,
        library_id=asset.library_id,
        asset_id=asset.id,
        owner_id=asset.uploaded_by_id,
        head_start=head_start,
        not_before=not_before,
    )


async def adopt_original(asset: Asset, original: Original, **columns: Any) -> Asset | None:
    """Point an asset at its original and copy what the bytes say of themselves; what a person said stays.

    What that changes of the words people see is kept in the history. An asset that says all of this already is returned
    as it is.
    """
    facts = original.facts or {}
    said = {
        "original_id": original.id,
        "sha256": original.sha256,
        "size": original.size,
        "kind": original.kind,
        "mime_type": original.mime_type,
        **{name: facts.get(name) for name in ("width", "height", "duration", "placeholder", "camera")},
        **await told_by_file(asset, facts),
        **columns,
    }
    if all(getattr(asset, name) == value for name, value in said.items()):
        return asset
    await record(asset.id, changes_between(asset, said))
    return await amend_asset(asset.id, **said)


async def keep_text(original: Original, text: str) -> None:
    """Keep the words of a document, in the caller's transaction."""
    await OriginalText.update_or_create({"text": text}, original_id=original.id)


async def fail_asset(work: Work, asset_id: UUID, code: str, reason: str, *, retryable: bool) -> None:
    """Say on the card why processing stopped."""
    asset = await amend_asset(
        asset_id,
        status=AssetStatus.FAILED,
        failure_code=code,
        failure_message=reason,
        failure_retryable=retryable,
        failed_at=datetime.now(UTC),
    )
    if asset:
        await tell_everyone(work, AssetChange.FAILED, asset)
