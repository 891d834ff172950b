"""Paint landscapes: pictures for a demonstration, made from a number and always the same."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Colour = tuple[int, int, int]
Raster = NDArray[np.float64]

# Sky at the top, sky at the horizon, the nearest hill: hours of a day.
PALETTES: tuple[tuple[Colour, Colour, Colour], ...] = (
    ((38, 70, 125), (244, 190, 140), (30, 38, 52)),
    ((92, 150, 205), (223, 236, 240), (40, 74, 58)),
    ((24, 26, 56), (150, 92, 120), (12, 14, 26)),
    ((120, 170, 190), (250, 240, 220), (90, 88, 62)),
    ((200, 120, 90), (255, 214, 150), (70, 36, 44)),
    ((160, 178, 190), (232, 236, 236), (66, 84, 96)),
)
SHAPES = ((1280, 853), (853, 1280), (1280, 960), (1280, 720), (1024, 1024), (1280, 548))
HILLS = 4


def paint(seed: int, path: Path) -> tuple[int, int]:
    """Write a landscape as JPEG to `path` and return its width and height in pixels; one seed, one picture."""
    random = np.random.default_rng(seed)
    width, height = SHAPES[seed % len(SHAPES)]
    top, horizon, near = (np.array(colour, float) for colour in PALETTES[seed % 7 % len(PALETTES)])
    picture = _sky(width, height, top, horizon)
    _sun(picture, random)
    for hill in range(HILLS):
        _hill(picture, random, depth=hill / (HILLS - 1), far=horizon, near=near)
    picture += random.normal(0, 2.5, picture.shape)
    Image.fromarray(np.clip(picture, 0, 255).astype(np.uint8)).save(path, "JPEG", quality=88)
    return width, height


def _sky(width: int, height: int, top: Raster, horizon: Raster) -> Raster:
    down = np.linspace(0, 1, height)[:, None, None] ** 0.8
    return np.broadcast_to(top * (1 - down) + horizon * down, (height, width, 3)).copy()


def _sun(picture: Raster, random: np.random.Generator) -> None:
    height, width, _ = picture.shape
    across, up = random.uniform(0.2, 0.8) * width, random.uniform(0.2, 0.5) * height
    rows, columns = np.ogrid[:height, :width]
    distance = np.hypot(columns - across, rows - up) / height
    glow = np.exp(-distance * 6)[..., None] * 90 + (distance < random.uniform(0.03, 0.06))[..., None] * 70
    picture += glow * np.array([1.0, 0.9, 0.7])


def _hill(picture: Raster, random: np.random.Generator, *, depth: float, far: Raster, near: Raster) -> None:
    height, width, _ = picture.shape
    across = np.linspace(0, 1, width)
    ridge = np.zeros(width)
    for octave in range(1, 7):
        ridge += np.sin(across * np.pi * 2 * octave * random.uniform(0.6, 1.4) + random.uniform(0, 7)) / octave**1.3
    line = height * (0.5 + 0.38 * depth) - ridge * height * 0.045 * (1.3 - depth / 2)
    below = np.arange(height)[:, None] > line[None, :]
    picture[below] = far * (1 - depth) * 0.75 + near * (0.25 + 0.75 * depth)
