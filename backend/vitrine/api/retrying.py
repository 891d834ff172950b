"""Try assets again that failed, and process others anew."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from vitrine.api.arguments import AssetIds
from vitrine.api.assets import AssetResult
from vitrine.api.context import Info
from vitrine.api.each_asset import each_asset
from vitrine.api.permissions import SignedIn
from vitrine.assets.models import Asset
from vitrine.renditions.actions import retry_asset
from vitrine.uploads.reprocessing import reprocess_asset


@strawberry.input(description="Which assets to process again, and when.")
class ReprocessInput:
    ids: list[strawberry.ID] = strawberry.field(description="1 to 100 ids of assets that are READY.")
    not_before: datetime | None = strawberry.field(
        default=None, description="Let it wait until then: for the night, say. Without it, as soon as nobody waits."
    )


Reprocess = Annotated[ReprocessInput, strawberry.argument(description="Which assets, and when.")]


@strawberry.type
class RetryMutation:
    @strawberry.mutation(
        description="Try up to 100 failed assets again. Where that cannot help, the answer says so.",
        permission_classes=[SignedIn],
    )
    async def retry_assets(self, info: Info, ids: AssetIds) -> list[AssetResult]:
        async def retry(key: UUID) -> Asset:
            return await retry_asset(info.context.services, info.context.signed_in(), key)

        return await each_asset(ids, retry)

    @strawberry.mutation(
        description="Process READY assets again, behind everything that people wait for: what is missing under the "
        "present recipes is made, metadata are read again where Vitrine has learnt to read more, and nothing is made "
        "twice. They stay READY, and keep what they have if it fails. For whoever uploaded them and for the library's "
        "owner.",
        permission_classes=[SignedIn],
    )
    async def reprocess_assets(self, info: Info, input: Reprocess) -> list[AssetResult]:  # noqa: A002  # the contract's name
        async def reprocess(key: UUID) -> Asset:
            return await reprocess_asset(info.context.services, info.context.signed_in(), key, input.not_before)

        return await each_asset(input.ids, reprocess)
