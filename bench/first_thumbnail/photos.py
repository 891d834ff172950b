"""A hundred photos of 12 to 24 MP, the same in every run, painted once and kept in the folder for temporary files."""

import tempfile
from pathlib import Path

from PIL import Image, ImageChops

from bench.renditions.pictures import make_pictures

SIZES = ((4032, 3024), (4928, 3264), (5472, 3648), (6000, 4000))
_CACHE = Path(tempfile.gettempdir()) / "vitrine-bench-photos"


def photos(count: int) -> list[Path]:
    """Return so many JPEGs (quality 90, 4:2:0); 100 of them take half a minute and 600 MB the first time."""
    _CACHE.mkdir(exist_ok=True)
    paths = [_CACHE / f"{number:03}.jpg" for number in range(count)]
    if not all(path.exists() for path in paths):
        _paint(paths)
    return paths


def _paint(paths: list[Path]) -> None:
    with tempfile.TemporaryDirectory() as folder, Image.open(make_pictures(Path(folder))["24 MP"]) as opened:
        scene = opened.convert("RGB")
    for number, path in enumerate(paths):
        width, height = SIZES[number % len(SIZES)]
        # Each shows another part of the same scene, so no two files are alike.
        view = ImageChops.offset(scene, 59 * number, 37 * number).crop((0, 0, width, height))
        unfinished = path.with_suffix(".part")
        view.save(unfinished, "JPEG", quality=90, subsampling=2)
        unfinished.replace(path)
