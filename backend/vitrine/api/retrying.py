"""Try assets again that failed."""

from uuid import UUID

import strawberry
from graphql import GraphQLError

from vitrine.api.arguments import AssetIds
from vitrine.api.assets import Asset, AssetNotFound, AssetResult
from vitrine.api.context import Info
from vitrine.api.nodes import from_id
from vitrine.api.permissions import SignedIn
from vitrine.assets import errors
from vitrine.renditions.actions import retry_asset

MAX_BATCH = 100
NOBODY = UUID(int=0)


async def _retry(info: Info, text: str) -> Asset | AssetNotFound:
    # An id that is none of ours names no asset, like one that was removed.
    key = from_id("asset", text) or NOBODY
    try:
        return Asset.of(await retry_asset(info.context.services, info.context.signed_in(), key))
    except (errors.AssetNotFound, errors.NothingToRetry) as error:
        return AssetNotFound(code=error.code, message=error.message, field=error.field)


@strawberry.type
class RetryMutation:
    @strawberry.mutation(
        description="Try up to 100 failed assets again. Where that cannot help, the answer says so.",
        permission_classes=[SignedIn],
    )
    async def retry_assets(self, info: Info, ids: AssetIds) -> list[AssetResult]:
        if not 1 <= len(ids) <= MAX_BATCH:
            message = f"One request takes 1 to {MAX_BATCH} assets."
            raise GraphQLError(message, extensions={"code": "BAD_USER_INPUT", "field": "ids"})
        return [await _retry(info, each) for each in ids]
