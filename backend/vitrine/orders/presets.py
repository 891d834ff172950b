"""Keep recipes under names, for everybody in a library."""

from vitrine.accounts.policy import Actor
from vitrine.assets.queries import visible_assets
from vitrine.infra.media.transformation import Fit, Format, Transformation
from vitrine.libraries.models import Library
from vitrine.orders.errors import TooManyPresets, UnknownPreset
from vitrine.orders.models import RenditionPreset
from vitrine.orders.policy import check_recipe, clean_preset_name
from vitrine.orders.wishes import marked_with, with_mark

MAX_PRESETS = 100
# What a new library begins with: examples that are of use, to be changed or deleted like any other.
FIRST_PRESETS = {
    "Web 1600": Transformation(format=Format.JPEG, width=1600, height=1600, quality=82),
    "Square 1080": Transformation(format=Format.JPEG, width=1080, height=1080, fit=Fit.COVER, quality=85),
    "Slide 1920 × 1080": Transformation(format=Format.JPEG, width=1920, height=1080, fit=Fit.COVER, quality=85),
    "Print PNG": Transformation(format=Format.PNG),
}


async def save_preset(actor: Actor, name: str, recipe: Transformation) -> RenditionPreset:
    """Keep a recipe under a name, in place of what had this name. The caller made sure that the actor may.

    Raises a kind of RenditionRefused.
    """
    cleaned = clean_preset_name(name)
    check_recipe(recipe)
    marks = [mark] if (mark := marked_with(recipe)) else []
    words = with_mark(recipe, await visible_assets(actor.scope, marks)).words()
    known = await RenditionPreset.get_or_none(library_id=actor.library_id, name=cleaned)
    if known is None and await RenditionPreset.filter(library_id=actor.library_id).count() >= MAX_PRESETS:
        raise TooManyPresets(f"A library keeps {MAX_PRESETS} presets: delete one first.", limit=MAX_PRESETS)
    preset, _ = await RenditionPreset.update_or_create({"words": words}, library_id=actor.library_id, name=cleaned)
    return preset


async def delete_preset(actor: Actor, name: str) -> RenditionPreset:
    """Forget a preset and return what it was; what was made with it stays. Raises UnknownPreset."""
    preset = await RenditionPreset.get_or_none(library_id=actor.library_id, name=" ".join(name.split()))
    if preset is None:
        raise UnknownPreset("There is no preset of this name: `renditionPresets` lists them.", field="name")
    await preset.delete()
    return preset


async def give_first_presets(library: Library) -> None:
    """Put the first presets into a new library, in the transaction that founds it."""
    rows = [
        RenditionPreset(library_id=library.id, name=name, words=recipe.words())
        for name, recipe in FIRST_PRESETS.items()
    ]
    await RenditionPreset.bulk_create(rows)
