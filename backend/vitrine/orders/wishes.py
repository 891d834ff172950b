"""Wishes, read against what the caller may see: which asset, which recipe, which picture marks it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from vitrine.accounts.policy import Actor
from vitrine.assets.errors import AssetNotFound
from vitrine.assets.models import Asset, AssetStatus, MediaKind
from vitrine.assets.queries import visible_assets
from vitrine.errors import Refusal
from vitrine.infra.media.transformation import Transformation
from vitrine.orders.errors import RecipeOrPreset, UnknownPreset, WatermarkNotFound
from vitrine.orders.models import RenditionPreset
from vitrine.orders.policy import check_asset, check_format, check_recipe


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants of one asset: a recipe, or a preset by its name."""

    asset_id: UUID
    recipe: Transformation | None = None
    preset: str | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A wish that can be granted."""

    asset: Asset
    recipe: Transformation

    @property
    def original_id(self) -> UUID:
        """Return the original of an asset that is READY, and so has one."""
        assert self.asset.original_id is not None
        return self.asset.original_id

    @property
    def key(self) -> tuple[UUID, str]:
        """Return what tells this order from every other."""
        return self.asset.id, self.recipe.name


async def read_wishes(actor: Actor, wishes: Sequence[Wish]) -> list[Wanted | Refusal]:
    """Return each wish as it can be granted, or AssetNotFound or a kind of RenditionRefused; in two reads for all."""
    presets = await _presets(actor, {wish.preset for wish in wishes if wish.preset is not None})
    recipes = [*presets.values(), *(wish.recipe for wish in wishes if wish.recipe)]
    ids = {wish.asset_id for wish in wishes} | {mark for recipe in recipes if (mark := marked_with(recipe))}
    seen = await visible_assets(actor.scope, list(ids))
    return [_read(wish, presets, seen) for wish in wishes]


async def _presets(actor: Actor, names: set[str]) -> dict[str, Transformation]:
    if not names:
        return {}
    found = await RenditionPreset.filter(library_id=actor.library_id, name__in=names)
    return {preset.name: Transformation.from_words(preset.words) for preset in found}


def _read(wish: Wish, presets: Mapping[str, Transformation], seen: Mapping[UUID, Asset]) -> Wanted | Refusal:
    try:
        asset = seen.get(wish.asset_id)
        if asset is None:
            raise AssetNotFound
        recipe = with_mark(_recipe(wish, presets), seen)
        check_asset(asset)
        check_format(recipe, asset)
    except Refusal as refusal:
        return refusal
    return Wanted(asset, recipe)


def _recipe(wish: Wish, presets: Mapping[str, Transformation]) -> Transformation:
    if (wish.recipe is None) == (wish.preset is None):
        raise RecipeOrPreset("Give either a recipe or the name of a preset.", field="recipe")
    if wish.recipe is not None:
        check_recipe(wish.recipe)
        return wish.recipe
    if wish.preset is None or wish.preset not in presets:
        raise UnknownPreset("There is no preset of this name: `renditionPresets` lists them.", field="preset")
    return presets[wish.preset]


def marked_with(recipe: Transformation) -> UUID | None:
    """Return the asset that a recipe lays over the picture, if it does; None for a text that names no asset."""
    named = recipe.watermark.asset if recipe.watermark else None
    return UUID(named) if named else None


def with_mark(recipe: Transformation, seen: Mapping[UUID, Asset]) -> Transformation:
    """Return a recipe whose watermark is known by its bytes; `seen` are assets that the caller may see.

    Raises WatermarkNotFound for what is not there, and for what is no picture.
    """
    asset_id = marked_with(recipe)
    if asset_id is None or recipe.watermark is None:
        return recipe
    asset = seen.get(asset_id)
    if asset is None:
        raise WatermarkNotFound("There is no such picture to mark with: choose another one.", field="watermark")
    if asset.kind is not MediaKind.IMAGE or asset.status is not AssetStatus.READY or asset.trashed_at is not None:
        raise WatermarkNotFound("Mark with a picture that is READY and not in the trash.", field="watermark")
    return replace(recipe, watermark=replace(recipe.watermark, sha256=asset.sha256))
