"""Pictures that tests paint themselves, and what they see in those that are made of them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from vitrine.infra.media.recipe import Rendered
from vitrine.infra.media.transformation import Format, Transformation

Pixels = NDArray[np.int16]
# The fixture `make`.
Make = Callable[..., Any]


def png(**wishes: Any) -> Transformation:
    """Whatever is lost is not lost in encoding."""
    return Transformation(format=Format.PNG, **wishes)


def pixels(picture: Image.Image) -> Pixels:
    return np.asarray(picture.convert("RGB"), dtype=np.int16)


def opened(made: Rendered) -> Image.Image:
    with Image.open(made.path) as picture:
        picture.load()
        return picture


def paint(width: int, height: int) -> Image.Image:
    """Paint a picture whose every pixel tells where it is: red grows to the right, green downwards."""
    across, down = np.meshgrid(np.linspace(0, 255, width), np.linspace(0, 255, height))
    return Image.fromarray(np.dstack([across, down, np.full_like(across, 90)]).astype(np.uint8))


def save(picture: Image.Image, folder: Path, name: str = "source.png", orientation: int = 1) -> Path:
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture.save(folder / name, exif=exif)
    return folder / name


def half_clear() -> Image.Image:
    """Red at the left; at the right nothing, over a hidden blue."""
    picture = Image.new("RGBA", (200, 100), (0, 0, 255, 0))
    picture.paste((255, 0, 0, 255), (0, 0, 100, 100))
    return picture
