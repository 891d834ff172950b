"""Copies of a photo as people and programs make them."""

from collections.abc import Callable, Mapping
from io import BytesIO

from PIL import Image, ImageEnhance
from PIL.Image import Image as Picture


def opened(body: bytes) -> Picture:
    """Decode a photo."""
    return Image.open(BytesIO(body)).convert("RGB")


def saved(picture: Picture, form: str = "JPEG", quality: int = 85) -> bytes:
    """Encode a picture."""
    body = BytesIO()
    picture.save(body, form, quality=quality)
    return body.getvalue()


def smaller(picture: Picture, edge: int) -> Picture:
    """Fit a picture into a square."""
    small = picture.copy()
    small.thumbnail((edge, edge))
    return small


def trimmed(picture: Picture, part: float) -> Picture:
    """Cut so much off each dimension, half of it at either end."""
    across, down = int(picture.width * part / 2), int(picture.height * part / 2)
    return picture.crop((across, down, picture.width - across, picture.height - down))


COPIES: Mapping[str, Callable[[Picture], bytes]] = {
    "made smaller": lambda picture: saved(smaller(picture, 320)),
    "recompressed": lambda picture: saved(picture, quality=30),
    "as another type": lambda picture: saved(picture, "WEBP", 60),
    "brightened": lambda picture: saved(ImageEnhance.Brightness(picture).enhance(1.2)),
    "without colour": lambda picture: saved(picture.convert("L").convert("RGB")),
    "trimmed by 2 %": lambda picture: saved(trimmed(picture, 0.02)),
}
