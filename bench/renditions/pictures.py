"""Photo-like pictures, the same in every run: 1/f noise, soft and sharp shapes, fine lines, sensor grain.

The photo of 12 MP is there in every format that people upload; a PNG with alpha is one cut out, soft at its edge.
"""

from pathlib import Path

import numpy as np
import pillow_heif
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

SIZES = {"24 MP": (6000, 4000), "12 MP": (4032, 3024)}
_OCTAVES = ((8, 60), (16, 44), (32, 32), (64, 24), (128, 17), (256, 12), (512, 8), (1024, 5), (2048, 3))


def make_pictures(folder: Path) -> dict[str, Path]:
    """Write one JPEG for each of SIZES (quality 90, 4:2:0, on its side by EXIF) and return where they are."""
    return {name: path for name, (path, _) in _photos(folder).items()}


def make_formats(folder: Path) -> dict[str, Path]:
    """Write the pictures of make_pictures, and the photo of 12 MP in every other format; return where they are."""
    photos = _photos(folder)
    made = {name: path for name, (path, _) in photos.items()}
    pillow_heif.register_heif_opener()
    _, photo = photos["12 MP"]
    for name, ending, options in (
        ("12 MP WebP", "webp", {"quality": 85, "method": 0}),
        ("12 MP AVIF", "avif", {"quality": 65, "speed": 10}),
        ("12 MP HEIC", "heic", {"quality": 60, "enc_params": {"preset": "ultrafast"}}),
        ("12 MP PNG", "png", {"compress_level": 3}),
    ):
        made[name] = folder / f"photo.{ending}"
        photo.save(made[name], **options)
    made["12 MP PNG, alpha"] = folder / "alpha.png"
    _cut_out(photo).save(made["12 MP PNG, alpha"], compress_level=3)
    return made


def _photos(folder: Path) -> dict[str, tuple[Path, Image.Image]]:
    chance = np.random.default_rng(7)
    turned = Image.Exif()
    turned[0x0112] = 6
    made = {}
    for name, (width, height) in SIZES.items():
        path = folder / f"{width}x{height}.jpg"
        photo = _photo(chance, width, height)
        photo.save(path, quality=90, subsampling=2, exif=turned)
        made[name] = (path, photo)
    return made


def _cut_out(photo: Image.Image) -> Image.Image:
    mask = Image.new("L", (256, 192))
    ImageDraw.Draw(mask).ellipse([20, 15, 236, 177], fill=255)
    cut = photo.copy()
    cut.putalpha(mask.filter(ImageFilter.GaussianBlur(6)).resize(photo.size))
    return cut


def _photo(chance: np.random.Generator, width: int, height: int) -> Image.Image:
    picture = Image.fromarray(_landscape(chance, width, height))
    _discs(ImageDraw.Draw(picture), chance, width, height)
    picture = Image.blend(picture, picture.filter(ImageFilter.GaussianBlur(6)), 0.5)
    _lines(ImageDraw.Draw(picture), chance, width, height)
    grain = chance.normal(0, 6, (height, width, 1)).astype(np.int16)
    return Image.fromarray((np.asarray(picture).astype(np.int16) + grain).clip(0, 255).astype(np.uint8))


def _landscape(chance: np.random.Generator, width: int, height: int) -> NDArray[np.uint8]:
    """Sum noise of nine wavelengths, most of it grey, over a sky that pales upwards."""
    light = np.zeros((height, width, 3), np.float32)
    for cells, strength in _OCTAVES:
        noise = chance.standard_normal((max(2, height * cells // width), cells, 3)).astype(np.float32)
        noise = 0.7 * noise.mean(axis=2, keepdims=True) + 0.3 * noise
        for channel in range(3):
            layer = Image.fromarray(noise[..., channel]).resize((width, height), Image.Resampling.BICUBIC)
            light[..., channel] += strength * np.asarray(layer)
    rows = np.linspace(1, 0, height, dtype=np.float32)[:, None, None]
    light += (120 + 50 * rows) * np.array([0.9, 1.0, 1.1], np.float32)
    return np.asarray(light.clip(0, 255), np.uint8)


def _discs(pen: ImageDraw.ImageDraw, chance: np.random.Generator, width: int, height: int) -> None:
    for _ in range(60):
        x, y, radius = (int(chance.integers(low, high)) for low, high in ((0, width), (0, height), (20, 300)))
        pen.ellipse([x - radius, y - radius, x + radius, y + radius], fill=_colour(chance))


def _lines(pen: ImageDraw.ImageDraw, chance: np.random.Generator, width: int, height: int) -> None:
    for _ in range(400):
        x, y = int(chance.integers(0, width)), int(chance.integers(0, height))
        to = (x + int(chance.integers(-200, 200)), y + int(chance.integers(-200, 200)))
        pen.line([x, y, *to], fill=_colour(chance), width=int(chance.integers(1, 5)))


def _colour(chance: np.random.Generator) -> tuple[int, int, int]:
    red, green, blue = (int(value) for value in chance.integers(0, 255, 3))
    return red, green, blue
