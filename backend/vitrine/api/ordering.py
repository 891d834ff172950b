"""Order renditions and keep presets: the doors."""

from typing import Annotated
from uuid import UUID

import strawberry
from graphql import GraphQLError

from vitrine.api.assets import AssetNotFound
from vitrine.api.context import Info
from vitrine.api.nodes import from_id
from vitrine.api.orders import RenditionOrder, RenditionPreset, RenditionRefused
from vitrine.api.permissions import Manages, SignedIn
from vitrine.api.recipes import RecipeInput
from vitrine.assets import errors
from vitrine.errors import Refusal
from vitrine.orders.actions import Ordered, order_renditions
from vitrine.orders.errors import RenditionRefused as Refused
from vitrine.orders.presets import delete_preset, save_preset
from vitrine.orders.queries import presets_of
from vitrine.orders.wishes import Wish

MAX_BATCH = 100
# An id that is none of ours names no asset, like one that was removed.
NOTHING = UUID(int=0)


@strawberry.input(description="A rendition to be made of an asset: give either a recipe or a preset.")
class CreateRenditionInput:
    asset: strawberry.ID = strawberry.field(
        description="A READY asset: a picture; a film, of which its poster is taken; or a PDF, its first page."
    )
    recipe: RecipeInput | None = strawberry.field(default=None, description="What it shall be.")
    preset: str | None = strawberry.field(default=None, description="The name of one of `renditionPresets`.")

    def read(self) -> Wish:
        """Return the wish, as yet unchecked."""
        recipe = self.recipe.read() if self.recipe else None
        return Wish(asset_id=from_id("asset", self.asset) or NOTHING, recipe=recipe, preset=self.preset)


@strawberry.input(description="A recipe to be kept under a name.")
class SaveRenditionPresetInput:
    name: str = strawberry.field(description="1 to 100 characters; a preset of this name is replaced.")
    recipe: RecipeInput = strawberry.field(description="What it makes.")


CreateRenditionResult = Annotated[
    RenditionOrder | RenditionRefused | AssetNotFound,
    strawberry.union("CreateRenditionResult", description="The order, or why not."),
]
RenditionPresetResult = Annotated[
    RenditionPreset | RenditionRefused,
    strawberry.union("RenditionPresetResult", description="The preset, or why not."),
]
Wishes = Annotated[list[CreateRenditionInput], strawberry.argument(description="1 to 100 renditions.")]
NewPreset = Annotated[SaveRenditionPresetInput, strawberry.argument(description="The preset.")]
PresetName = Annotated[str, strawberry.argument(description="The name of a preset.")]


def _answered(outcome: Ordered | Refusal) -> RenditionOrder | RenditionRefused | AssetNotFound:
    match outcome:
        case Ordered(order, asset):
            return RenditionOrder.of(order, asset)
        case errors.AssetNotFound():
            return AssetNotFound(code=outcome.code, message=outcome.message, field=outcome.field)
        case _:
            return _refused(outcome)


def _refused(error: Refusal) -> RenditionRefused:
    return RenditionRefused(code=error.code, message=error.message, field=error.field, limit=error.limit)


@strawberry.type
class OrderQuery:
    @strawberry.field(description="Recipes that the library keeps, by name.", permission_classes=[SignedIn])
    async def rendition_presets(self, info: Info) -> list[RenditionPreset]:
        return [RenditionPreset.of(row) for row in await presets_of(info.context.signed_in().library_id)]


@strawberry.type
class OrderMutation:
    @strawberry.mutation(
        description="Order up to 100 renditions. What was made before is READY at once; the rest is made by workers, "
        "and the asset's events tell when. Ordering again is harmless, and tries what failed once more.",
        permission_classes=[SignedIn],
    )
    async def create_renditions(self, info: Info, inputs: Wishes) -> list[CreateRenditionResult]:
        if not 1 <= len(inputs) <= MAX_BATCH:
            message = f"One request takes 1 to {MAX_BATCH} renditions."
            raise GraphQLError(message, extensions={"code": "BAD_USER_INPUT", "field": "inputs"})
        wishes = [each.read() for each in inputs]
        outcomes = await order_renditions(info.context.services, info.context.signed_in(), wishes)
        return [_answered(each) for each in outcomes]

    @strawberry.mutation(
        description="Keep a recipe under a name, in place of what had it. Takes the permission `library.manage`.",
        permission_classes=[SignedIn, Manages],
    )
    async def save_rendition_preset(self, info: Info, input: NewPreset) -> RenditionPresetResult:  # noqa: A002  # the contract's name
        try:
            return RenditionPreset.of(await save_preset(info.context.signed_in(), input.name, input.recipe.read()))
        except Refused as error:
            return _refused(error)

    @strawberry.mutation(
        description="Forget a preset; what was made with it stays. Takes the permission `library.manage`.",
        permission_classes=[SignedIn, Manages],
    )
    async def delete_rendition_preset(self, info: Info, name: PresetName) -> RenditionPresetResult:
        try:
            return RenditionPreset.of(await delete_preset(info.context.signed_in(), name))
        except Refused as error:
            return _refused(error)
