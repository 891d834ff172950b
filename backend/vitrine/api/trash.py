"""Put assets into the trash, and take them out."""

from typing import Annotated
from uuid import UUID

import strawberry

from vitrine.api.arguments import AssetIds
from vitrine.api.assets import AssetNotFound, AssetResult
from vitrine.api.context import Info
from vitrine.api.each_asset import NOBODY, check_batch, each_asset
from vitrine.api.nodes import Refusal, from_id
from vitrine.api.permissions import SignedIn
from vitrine.assets.models import Asset
from vitrine.assets.trash import restore_asset, trash_asset
from vitrine.errors import Refusal as Refused
from vitrine.trash.actions import MOST, delete_asset, empty_trash


@strawberry.type(description="An asset that is gone for good.")
class DeletedAsset:
    id: strawberry.ID = strawberry.field(description="What it was called by; nothing answers to it any more.")


@strawberry.type(description="What came of emptying the trash.")
class EmptiedTrash:
    deleted: int = strawberry.field(description="Assets that are gone for good.")
    more: bool = strawberry.field(description="Whether there may be more: ask again then.")


@strawberry.type(description="Why the trash is not emptied, and what to do.")
class TrashRefused(Refusal):
    pass


EmptyTrashResult = Annotated[
    EmptiedTrash | TrashRefused, strawberry.union("EmptyTrashResult", description="What is gone, or why nothing is.")
]
DeletedResult = Annotated[
    DeletedAsset | AssetNotFound, strawberry.union("DeletedResult", description="The asset that is gone, or why not.")
]


@strawberry.type
class TrashMutation:
    @strawberry.mutation(
        description="Put up to 100 assets into the trash: lists leave them out from then on. "
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

    @strawberry.mutation(
        description="Delete up to 100 assets for good that are in the trash. For whoever uploaded them and for the "
        "library's owner. Bytes that no other asset shows leave storage within half an hour. There is no undo.",
        permission_classes=[SignedIn],
    )
    async def delete_assets(self, info: Info, ids: AssetIds) -> list[DeletedResult]:
        check_batch(ids)
        return [await _deleted(info, each) for each in ids]

    @strawberry.mutation(
        description=f"Delete for good what is in the trash, up to {MOST:,} assets of it. There is no undo. For who "
        "manages the library; others are refused with NOT_YOURS.",
        permission_classes=[SignedIn],
    )
    async def empty_trash(self, info: Info) -> EmptyTrashResult:
        try:
            deleted = await empty_trash(info.context.services, info.context.signed_in())
        except Refused as error:
            return TrashRefused(code=error.code, message=error.message, field=None)
        return EmptiedTrash(deleted=deleted, more=deleted >= MOST)


async def _deleted(info: Info, text: strawberry.ID) -> DeletedAsset | AssetNotFound:
    try:
        await delete_asset(info.context.services, info.context.signed_in(), from_id("asset", text) or NOBODY)
    except Refused as error:
        return AssetNotFound(code=error.code, message=error.message, field=error.field)
    return DeletedAsset(id=text)
