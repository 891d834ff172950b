"""Decide about what a malware scanner held back."""

from uuid import UUID

import strawberry

from vitrine.api.arguments import AssetIds
from vitrine.api.assets import AssetResult
from vitrine.api.context import Info
from vitrine.api.each_asset import each_asset
from vitrine.api.permissions import SignedIn
from vitrine.assets.models import Asset
from vitrine.uploads.scanning import release_asset


@strawberry.type
class QuarantineMutation:
    @strawberry.mutation(
        description="Take up to 100 assets out of quarantine and process them on: what the scanner said of their bytes "
        "is forgotten, for every asset with the same bytes. For the library's owner; others are refused with "
        "NOT_YOURS.",
        permission_classes=[SignedIn],
    )
    async def release_assets(self, info: Info, ids: AssetIds) -> list[AssetResult]:
        async def release(key: UUID) -> Asset:
            return await release_asset(info.context.services, info.context.signed_in(), key)

        return await each_asset(ids, release)
