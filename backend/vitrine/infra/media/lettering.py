"""Words as pictures: in a font of the system that has all their characters, or in the one that Pillow brings."""

import unicodedata
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from vitrine.infra.media.errors import Unsupported

_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
_ENDINGS = {".ttf", ".otf", ".ttc"}
# Before all others of the system, in this order: plain, upright and wide in scripts.
_PREFERRED = ("DejaVuSans.ttf", "NotoSans-Regular.ttf", "NotoSansCJK-Regular.ttc", "LiberationSans-Regular.ttf")
# Looked through for characters that few fonts have; each takes a few milliseconds.
_MOST_FONTS = 300
_MEASURED_AT = 100
_SMALLEST, _LARGEST = 8, 2000
# What is drawn around a letter, as a share of its size: so that white is seen on white.
_OUTLINE = 0.05

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


def lettered(text: str, longer_edge: int) -> Image.Image:
    """Return `text` in white with a dark outline on nothing, its longer edge about so many pixels.

    Smaller than can be read is not drawn: then it comes out longer. Raises Unsupported when no font here has all of it.
    """
    opened = _font_for(text)
    measured = _extent(text, opened, _MEASURED_AT)
    size = round(_MEASURED_AT * longer_edge / max(1, measured[2] - measured[0], measured[3] - measured[1]))
    size = max(_SMALLEST, min(size, _LARGEST))
    left, upper, right, lower = _extent(text, opened, size)
    picture = Image.new("RGBA", (max(1, right - left), max(1, lower - upper)), (0, 0, 0, 0))
    ImageDraw.Draw(picture).multiline_text(
        (-left, -upper),
        text,
        "white",
        _opened(opened, size),
        align="center",
        stroke_width=_outline(size),
        stroke_fill=(0, 0, 0, 160),
    )
    return picture


def _extent(text: str, path: str | None, size: int) -> tuple[int, int, int, int]:
    blank = ImageDraw.Draw(Image.new("L", (1, 1)))
    box = blank.multiline_textbbox((0, 0), text, _opened(path, size), align="center", stroke_width=_outline(size))
    return int(box[0]) - 1, int(box[1]) - 1, int(box[2]) + 1, int(box[3]) + 1


def _outline(size: int) -> int:
    return max(1, round(size * _OUTLINE))


def _opened(path: str | None, size: int) -> Font:
    """Return a font at a size in pixels; None is the one in Pillow itself."""
    return ImageFont.load_default(size) if path is None else ImageFont.truetype(path, size)


def _font_for(text: str) -> str | None:
    drawn = {char for char in text if unicodedata.category(char)[0] not in "ZCM"}
    for path in (None, *_fonts_here()):
        if not _missing(path, drawn):
            return path
    unknown = "".join(sorted(drawn)[-5:])
    raise Unsupported(f"No font on this server has all of these characters: {unknown}. Mark with a picture instead.")


@lru_cache(maxsize=1)
def _fonts_here() -> tuple[str, ...]:
    found = [path for folder in _FOLDERS for path in folder.rglob("*") if path.suffix.lower() in _ENDINGS]
    return tuple(str(path) for path in sorted(found, key=_rank)[:_MOST_FONTS])


def _rank(path: Path) -> tuple[int, str]:
    return (_PREFERRED.index(path.name) if path.name in _PREFERRED else len(_PREFERRED)), path.name


def _missing(path: str | None, chars: set[str]) -> bool:
    """Tell whether a font draws any of these as the box that stands for what it does not have."""
    try:
        font = _opened(path, 24)
        nothing = bytes(font.getmask("\U0010ffff"))
        return any(bytes(font.getmask(char)) == nothing for char in chars)
    except OSError:
        # A file that is no font after all.
        return True
