"""Put assets into the trash, and take them out."""

from uuid import UUID

import strawberry

from vitrine.api.arguments import AssetIds
from vitrine.api.assets import AssetResult
from vitrine.api.context import Info
from vitrine.api.each_asset import each_asset
from vitrine.api.permissions import SignedIn
from vitrine.assets.models import Asset
from vitrine.assets.trash import restore_asset, trash_asset


@strawberry.type
class TrashMutation:
    @strawberry.mutation(
        description="Put up to 100 assets into the trash: lists leave them out from then on, and nothing is deleted. "
        "For whoever uploaded them and for the library's owner; others are refused with NOT_YOURS.",
        permission_classes=[SignedIn],
    )
    async def trash_assets(self, info: Info, ids: AssetIds) -> list[AssetResult]:
        async def trash(key: UUID) -> Asset:
            return await trash_asset(info.context.services, info.context.signed_in(), key)

        return await each_asset(ids, trash)

    @strawberry.mutation(
        description="Take up to 100 assets out of the trash: the undo of `trashAssets` and of `keepDuplicate`.",
        permission_classes=[SignedIn],
    )
    async def restore_assets(self, info: Info, ids: AssetIds) -> list[AssetResult]:
        async def restore(key: UUID) -> Asset:
            return await restore_asset(info.context.services, info.context.signed_in(), key)

        return await each_asset(ids, restore)
