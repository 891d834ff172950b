"""Recipes, as partners write them."""

from typing import Any
from uuid import UUID

import strawberry

from vitrine.api.nodes import from_id, to_id
from vitrine.api.scalars import JSON
from vitrine.infra.media import transformation as made
from vitrine.infra.media.transformation import Fit, Flip, Format, Position

strawberry.enum(
    Fit,
    name="RenditionFit",
    description="INSIDE: the whole picture inside the box. COVER: fills the box, cut around `focus`.",
)
strawberry.enum(Flip, name="RenditionFlip", description="HORIZONTAL swaps left and right, VERTICAL top and bottom.")
strawberry.enum(
    Format, name="RenditionFormat", description="JPEG has no transparency: what shines through becomes white."
)
strawberry.enum(
    Position, name="WatermarkPosition", description="One of nine places, or TILED all over the picture at a slant."
)


@strawberry.input(description="A place in a picture: 0, 0 is its upper left corner and 1, 1 its lower right one.")
class PointInput:
    x: float = strawberry.field(description="Share of the width, 0 to 1.")
    y: float = strawberry.field(description="Share of the height, 0 to 1.")

    def read(self) -> made.Point:
        """Return the point."""
        return made.Point(x=self.x, y=self.y)


@strawberry.input(description="A part of the upright picture, in shares of its edges: 0 to 1.")
class BoxInput:
    x: float = strawberry.field(description="Where it begins, from the left.")
    y: float = strawberry.field(description="Where it begins, from the top.")
    width: float = strawberry.field(description="How wide it is; `x` and `width` together are at most 1.")
    height: float = strawberry.field(description="How high it is; `y` and `height` together are at most 1.")

    def read(self) -> made.Box:
        """Return the box."""
        return made.Box(x=self.x, y=self.y, width=self.width, height=self.height)


@strawberry.input(description="What is done to the resized picture.")
class FiltersInput:
    greyscale: bool = strawberry.field(default=False, description="Without colours.")
    blur: float = strawberry.field(default=0, description="Radius of a Gaussian in pixels of the result, 0 to 100.")
    sharpen: float = strawberry.field(default=0, description="Strength of an unsharp mask, 0 to 5; 1 is usual.")

    def read(self) -> made.Filters:
        """Return the filters."""
        return made.Filters(greyscale=self.greyscale, blur=self.blur, sharpen=self.sharpen)


@strawberry.input(description="What is laid over the picture: a text, or another picture.")
class WatermarkInput:
    text: str | None = strawberry.field(default=None, description="Up to 200 characters; or else give `asset`.")
    asset: strawberry.ID | None = strawberry.field(
        default=None, description="A READY picture of the library, with its transparency; or else give `text`."
    )
    position: Position = strawberry.field(default=Position.BOTTOM_RIGHT, description="Where it lies.")
    opacity: float = strawberry.field(default=0.5, description="Above 0, and at most 1.")
    size: float = strawberry.field(
        default=0.3, description="Its longer edge as a share of the result's shorter edge, 0.02 to 1."
    )

    def read(self) -> made.Watermark:
        """Return the watermark. An id that is none of ours names an asset that nobody has."""
        asset = None if self.asset is None else str(from_id("asset", self.asset) or UUID(int=0))
        return made.Watermark(text=self.text, asset=asset, position=self.position, opacity=self.opacity, size=self.size)


@strawberry.input(
    description="What a rendition shall be. Done in this order, from the upright picture: crop, rotate, flip, resize, "
    "filters, watermark. Nothing is ever enlarged."
)
class RecipeInput:
    width: int | None = strawberry.field(default=None, description="Pixels at most, 1 to 8,192.")
    height: int | None = strawberry.field(default=None, description="Pixels at most, 1 to 8,192.")
    fit: Fit = strawberry.field(default=Fit.INSIDE, description="Matters when both edges are given.")
    focus: PointInput | None = strawberry.field(
        default=None,
        description="What COVER keeps in sight, in the picture after crop, rotate and flip; or its middle.",
    )
    crop: BoxInput | None = strawberry.field(default=None, description="The part to take; the whole without it.")
    rotate: int = strawberry.field(default=0, description="Clockwise: 0, 90, 180 or 270 degrees.")
    flip: Flip | None = strawberry.field(default=None, description="Mirrored, after it was turned.")
    filters: FiltersInput | None = strawberry.field(default=None, description="What is done to the resized picture.")
    watermark: WatermarkInput | None = strawberry.field(default=None, description="What is laid over it at last.")
    format: Format = strawberry.field(description="How the file is written.")
    quality: int = strawberry.field(default=80, description="1 to 100; a PNG loses nothing and has none.")

    def read(self) -> made.Transformation:
        """Return the recipe, as yet unchecked."""
        return made.Transformation(
            format=self.format,
            width=self.width,
            height=self.height,
            fit=self.fit,
            focus=self.focus.read() if self.focus else None,
            crop=self.crop.read() if self.crop else None,
            rotate=self.rotate,
            flip=self.flip,
            filters=self.filters.read() if self.filters else made.Filters(),
            watermark=self.watermark.read() if self.watermark else None,
            quality=self.quality,
        )


def shown_words(words: made.Words) -> JSON:
    """Return a kept recipe so that it can be sent back as a RecipeInput."""
    shown: dict[str, Any] = dict(words)
    if mark := words.get("watermark"):
        shown["watermark"] = {name: value for name, value in mark.items() if name != "sha256"}
        if "asset" in mark:
            shown["watermark"]["asset"] = to_id("asset", UUID(mark["asset"]))
    return JSON(shown)
