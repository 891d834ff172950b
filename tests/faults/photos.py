"""Small photos, no two alike, the same ones for the same seed."""

import hashlib
import io
from dataclasses import dataclass

import numpy as np
from PIL import Image


@dataclass(frozen=True, slots=True)
class Photo:
    """A file about to be uploaded."""

    name: str
    data: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def small_photos(count: int, seed: int, *, twins: int = 0) -> list[Photo]:
    """Return JPEGs of 640x480; the last `twins` of them hold the bytes of the first under names of their own."""
    random = np.random.default_rng(seed)
    photos = [Photo(f"photo-{number:03}.jpg", _encoded(_scene(random, 640, 480), "JPEG")) for number in range(count)]
    for number in range(twins):
        photos[count - 1 - number] = Photo(photos[count - 1 - number].name, photos[number].data)
    return photos


def large_photo(seed: int) -> Photo:
    """Return a small JPEG with 9 MB behind its end that no decoder looks at: it is sent like any large file."""
    [photo] = small_photos(1, seed)
    return Photo(f"large-{seed}.jpg", photo.data + np.random.default_rng(seed).bytes(9 * 1024**2))


def slow_photo() -> Photo:
    """Return a PNG that takes a decoder about a second."""
    return Photo("slow.png", _encoded(_scene(np.random.default_rng(1), 8000, 6000), "PNG"))


def _scene(random: np.random.Generator, width: int, height: int) -> Image.Image:
    rough = random.integers(0, 255, (12, 16, 3), dtype=np.uint8)
    return Image.fromarray(rough).resize((width, height), Image.Resampling.BICUBIC)


def _encoded(picture: Image.Image, format_: str) -> bytes:
    file = io.BytesIO()
    picture.save(file, format_, quality=85, compress_level=1)
    return file.getvalue()
