"""Edit assets."""

from datetime import datetime
from typing import Annotated, Any

import strawberry
from graphql import GraphQLError

from vitrine.api.assets import Asset, AssetNotFound, AssetResult
from vitrine.api.context import Info
from vitrine.api.each_asset import MAX_BATCH
from vitrine.api.nodes import from_id
from vitrine.api.permissions import SignedIn
from vitrine.assets.embedded import taken_at
from vitrine.assets.errors import AssetNotFound as NotFound
from vitrine.organise.editing import Edit, edit_assets
from vitrine.organise.errors import BadText


@strawberry.input(description="What becomes of assets; what is left out stays as it is.")
class UpdateAssetsInput:
    ids: list[strawberry.ID] = strawberry.field(description="1 to 100 assets.")
    title: str | None = strawberry.field(default=strawberry.UNSET, description="1 to 500 characters.")
    description: str | None = strawberry.field(
        default=strawberry.UNSET, description="Up to 10,000 characters; null for none."
    )
    captured_at: datetime | None = strawberry.field(
        default=strawberry.UNSET, description="Counts before what the file says; null for not known."
    )
    add_tags: list[str] = strawberry.field(
        default_factory=list, description="Up to 100 tags to put on; one that is on already keeps its source."
    )
    remove_tags: list[str] = strawberry.field(
        default_factory=list, description="Up to 100 tags to take off. What is read from the file again stays off."
    )

    def read(self) -> Edit:
        """Return the domain's words for it."""
        said: dict[str, Any] = {"title": self.title, "description": self.description}
        columns = {name: value for name, value in said.items() if value is not strawberry.UNSET}
        if self.captured_at is not strawberry.UNSET:
            columns |= taken_at(self.captured_at)
        return Edit(columns=columns, add_tags=self.add_tags, remove_tags=self.remove_tags)


Editing = Annotated[UpdateAssetsInput, strawberry.argument(description="The assets and what changes.")]


@strawberry.type
class EditMutation:
    @strawberry.mutation(
        description="Edit up to 100 assets in one go: title, description, capture time, tags. One answer for each.",
        permission_classes=[SignedIn],
    )
    async def update_assets(self, info: Info, input: Editing) -> list[AssetResult]:  # noqa: A002  # the contract's name
        if not 1 <= len(input.ids) <= MAX_BATCH:
            message = f"One request takes 1 to {MAX_BATCH} assets."
            raise GraphQLError(message, extensions={"code": "BAD_USER_INPUT", "field": "ids"})
        keys = [from_id("asset", each) for each in input.ids]
        wanted = [key for key in keys if key]
        try:
            edited = await edit_assets(info.context.services, info.context.signed_in(), wanted, input.read())
        except BadText as error:
            return [AssetNotFound(code=error.code, message=error.message, field=error.field) for _ in keys]
        missing = NotFound()
        return [
            Asset.of(edited[key])
            if key in edited
            else AssetNotFound(code=missing.code, message=missing.message, field="ids")
            for key in keys
        ]
