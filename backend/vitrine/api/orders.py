"""Orders and presets, as partners see them."""

from datetime import datetime

import strawberry

from vitrine.api.accounts import User
from vitrine.api.context import Info
from vitrine.api.nodes import Node, Refusal, to_id
from vitrine.api.recipes import shown_words
from vitrine.api.renditions import Rendition, shown
from vitrine.api.scalars import JSON
from vitrine.assets.models import Asset as AssetRow
from vitrine.orders import models
from vitrine.orders.models import OrderState

strawberry.enum(OrderState, description="WAITING for a worker, READY to be looked at, or FAILED: order it again.")


@strawberry.type(
    description="A rendition that somebody asked for. The same recipe of the same asset is one order, and the same "
    "bytes are made into it once, whichever asset shows them."
)
class RenditionOrder(Node):
    row: strawberry.Private[models.RenditionOrder]
    asset_row: strawberry.Private[AssetRow]
    recipe: JSON = strawberry.field(description="As a RecipeInput, without what changes nothing.")
    state: OrderState = strawberry.field(description="Where it stands; the asset's events tell when that changes.")
    failure: str | None = strawberry.field(description="Why it could not be made, as a sentence for a person.")
    failure_code: str | None = strawberry.field(description="Stable; switch on this.")
    created_at: datetime = strawberry.field(description="When it was first ordered.")

    @classmethod
    def of(cls, row: models.RenditionOrder, asset: AssetRow) -> "RenditionOrder":
        return cls(
            id=to_id("order", row.id),
            row=row,
            asset_row=asset,
            recipe=shown_words(row.words),
            state=row.state,
            failure=row.failure_message,
            failure_code=row.failure_code,
            created_at=row.created_at,
        )

    @strawberry.field(description="What was made; null until it is READY.")
    async def rendition(self, info: Info) -> Rendition | None:
        if self.row.state is not OrderState.READY or self.asset_row.original_id is None:
            return None
        made = await info.context.loaders.made.load((self.asset_row.original_id, self.row.recipe))
        return shown(info.context, self.asset_row, made) if made else None

    @strawberry.field(description="Who ordered it last.")
    async def ordered_by(self, info: Info) -> User:
        person = await info.context.loaders.person.load(self.row.ordered_by_id)
        assert person is not None  # a foreign key holds it
        return User.of(person)


@strawberry.type(description="A recipe under a name, for everybody in the library.")
class RenditionPreset:
    name: str = strawberry.field(description="What it is called; there is one of each name.")
    recipe: JSON = strawberry.field(description="As a RecipeInput, without what changes nothing.")

    @classmethod
    def of(cls, row: models.RenditionPreset) -> "RenditionPreset":
        return cls(name=row.name, recipe=shown_words(row.words))


@strawberry.type(description="Why a rendition cannot be ordered or a preset not be kept, and what to do.")
class RenditionRefused(Refusal):
    limit: int | None = strawberry.field(description="The number that was passed, if one was.")
