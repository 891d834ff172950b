"""What somebody wants of a picture, in words: the same wish always has the same words, and these the same name.

Nothing is checked here: see orders/policy.py for what may be wished, and transform.py for how it is done.
"""

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

from vitrine.infra.media.recipe import Rendered

# Part of every name: raise it when the same words come to mean other pixels.
_EDITION = 1
# Finer than any picture shows: a hundredth of a pixel of 100 px, a pixel of 10,000.
_DIGITS = 4
# Of every rendition that was made to a transformation.
PURPOSE = "custom"

Words = dict[str, Any]


class Fit(StrEnum):
    INSIDE = "INSIDE"
    COVER = "COVER"


class Flip(StrEnum):
    HORIZONTAL = "HORIZONTAL"
    VERTICAL = "VERTICAL"


class Format(StrEnum):
    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WEBP"
    AVIF = "AVIF"

    @property
    def extension(self) -> str:
        """Return the usual ending of this format's files."""
        return "jpg" if self is Format.JPEG else self.value.lower()

    @property
    def mime(self) -> str:
        """Return the media type of this format."""
        return f"image/{self.value.lower()}"


class Position(StrEnum):
    TOP_LEFT = "TOP_LEFT"
    TOP = "TOP"
    TOP_RIGHT = "TOP_RIGHT"
    LEFT = "LEFT"
    CENTRE = "CENTRE"
    RIGHT = "RIGHT"
    BOTTOM_LEFT = "BOTTOM_LEFT"
    BOTTOM = "BOTTOM"
    BOTTOM_RIGHT = "BOTTOM_RIGHT"
    TILED = "TILED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A place in a picture: 0, 0 is its upper left corner and 1, 1 its lower right one."""

    x: float = 0.5
    y: float = 0.5

    def words(self) -> Words:
        """Return it as from_words of its owner reads it."""
        return {"x": _number(self.x), "y": _number(self.y)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A part of a picture; all four are shares of its edges."""

    x: float = 0.0
    y: float = 0.0
    width: float = 1.0
    height: float = 1.0

    def words(self) -> Words:
        """Return it as from_words of its owner reads it."""
        return {name: _number(getattr(self, name)) for name in ("x", "y", "width", "height")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """`blur` is a Gaussian's radius in pixels of the result, `sharpen` the strength of an unsharp mask."""

    greyscale: bool = False
    blur: float = 0.0
    sharpen: float = 0.0

    def words(self) -> Words:
        """Return those that do something."""
        said = {"greyscale": self.greyscale, "blur": _number(self.blur), "sharpen": _number(self.sharpen)}
        return {name: value for name, value in said.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Watermark:
    """A text, or the picture whose bytes hash to `sha256`; `asset` is only the way it was named.

    `size` is the longer edge of what is drawn, as a share of the result's shorter edge.
    """

    text: str | None = None
    asset: str | None = None
    sha256: str | None = None
    position: Position = Position.BOTTOM_RIGHT
    opacity: float = 0.5
    size: float = 0.3

    def words(self) -> Words:
        """Return it as from_words of its owner reads it."""
        said = {"text": self.text, "asset": self.asset, "sha256": self.sha256}
        named = {name: value for name, value in said.items() if value}
        numbers = {"opacity": _number(self.opacity), "size": _number(self.size)}
        return named | {"position": self.position.value} | numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Transformation:
    """Cut, turn, mirror, resize, filter, mark, encode: in this order, from the upright picture.

    `width` and `height` are pixels of the result; without both it keeps the size of what was cut. `rotate` is clockwise
    degrees. `quality` is 1 to 100; PNG has none.
    """

    format: Format
    width: int | None = None
    height: int | None = None
    fit: Fit = Fit.INSIDE
    focus: Point | None = None
    crop: Box | None = None
    rotate: int = 0
    flip: Flip | None = None
    filters: Filters = Filters()
    watermark: Watermark | None = None
    quality: int = 80

    def words(self) -> Words:
        """Return all that matters for the result, as JSON: numbers rounded, and nothing that changes nothing."""
        covers = self.fit is Fit.COVER and self.width is not None and self.height is not None
        said = {
            "width": self.width,
            "height": self.height,
            "fit": Fit.COVER.value if covers else Fit.INSIDE.value,
            "focus": (self.focus or Point()).words() if covers else None,
            "crop": self.crop.words() if self.crop and self.crop.words() != Box().words() else None,
            "rotate": self.rotate % 360,
            "flip": self.flip.value if self.flip else None,
            "filters": self.filters.words(),
            "watermark": self.watermark.words() if self.watermark else None,
            "format": self.format.value,
            "quality": None if self.format is Format.PNG else self.quality,
        }
        return {name: value for name, value in said.items() if value}

    @property
    def name(self) -> str:
        """Return the recipe's name: `custom-` and 16 hexadecimal digits that stand for its words."""
        words = self.words()
        if "watermark" in words:
            # Whichever asset shows these bytes.
            words["watermark"].pop("asset", None)
        text = json.dumps([_EDITION, words], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return f"custom-{hashlib.sha256(text.encode()).hexdigest()[:16]}"

    def rendered(self, path: Path, size: int, width: int, height: int) -> Rendered:
        """Return the file at `path` as what was made to this recipe."""
        return Rendered(
            name=self.name,
            purpose=PURPOSE,
            extension=self.format.extension,
            mime=self.format.mime,
            path=path,
            size=size,
            width=width,
            height=height,
            details=self.words(),
        )

    @classmethod
    def from_words(cls, words: Words) -> Self:
        """Rebuild what `words` returned."""
        plain = {name: words[name] for name in ("width", "height", "rotate", "quality") if name in words}
        made: dict[str, Any] = {"format": Format(words["format"]), "fit": Fit(words["fit"])}
        for name, kind in (("focus", Point), ("crop", Box), ("filters", Filters)):
            if name in words:
                made[name] = kind(**words[name])
        if "flip" in words:
            made["flip"] = Flip(words["flip"])
        if said := words.get("watermark"):
            made["watermark"] = Watermark(**said | {"position": Position(said["position"])})
        return cls(**plain, **made)


def _number(value: float) -> float | int:
    """Round, and write 1.0 as 1, so that however a number was written it is the same number."""
    rounded = round(float(value), _DIGITS)
    return int(rounded) if rounded == int(rounded) else rounded
