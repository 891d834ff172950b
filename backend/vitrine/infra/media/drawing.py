"""SVG drawings as pictures: read carefully, stripped of what acts, drawn at the size that is wanted."""

import math
import re
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import Element, tostring

import resvg_py
from PIL import Image

from vitrine.infra.media.confinement import allow_cpu
from vitrine.infra.media.drawing_clean import check_use, clean, local
from vitrine.infra.media.drawing_text import parse, read_text
from vitrine.infra.media.errors import Corrupt
from vitrine.infra.media.file_types import FileType
from vitrine.infra.media.opened import Opened

_PIXELS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4, "q": 96 / 101.6}
_PIXELS |= {"em": 16.0, "rem": 16.0, "ex": 8.0}
_LENGTH = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*([a-zA-Z]*)\s*")
# What browsers give a drawing that names no size: CSS 2.1, 10.3.2.
_UNSIZED = (300.0, 150.0)
# Beyond this a size is no wish to be met, only a number.
_LARGEST = 1_000_000
# Of computing: the most intricate maps take two.
_SECONDS = 5.0
_LETTERS = {"text", "tspan", "textPath"}


def open_drawing(path: Path, found: FileType, edge: int) -> Opened:
    """Draw the SVG at `path` with its longer edge at `edge` pixels, larger or smaller than it calls itself.

    With 0 nothing is drawn, and the picture is a single pixel. Raises TooLarge, Bomb, Corrupt and Unsupported.
    """
    root = parse(read_text(path))
    if local(root.tag) != "svg":
        raise Corrupt("This file is named like an SVG drawing, but does not begin as one.")
    natural = _natural_size(root)
    size = (_pixels(natural[0]), _pixels(natural[1]))
    if edge == 0:
        return Opened(picture=Image.new("RGBA", (1, 1)), found=found, size=size)
    clean(root)
    check_use(root)
    # Filters and dashes can be written that would be drawn for ever.
    allow_cpu(_SECONDS)
    return Opened(picture=_drawn(root, natural, edge), found=found, size=size)


def _drawn(root: Element, natural: tuple[float, float], edge: int) -> Image.Image:
    scale = edge / max(natural)
    if "viewBox" not in root.attrib:
        root.set("viewBox", f"0 0 {natural[0]:g} {natural[1]:g}")
    for name, length in zip(("width", "height"), natural, strict=True):
        root.set(name, str(max(1, round(length * scale))))
    letters = any(local(element.tag) in _LETTERS for element in root.iter())
    try:
        # Looking through the system's fonts takes longer than most drawings.
        drawn = resvg_py.svg_to_bytes(svg_string=tostring(root, "unicode"), skip_system_fonts=not letters)
    except ValueError as error:
        # Among others what uses itself: the renderer counts, and gives up.
        raise Corrupt("This drawing cannot be drawn: it is damaged, or made of parts without end.") from error
    return Image.open(BytesIO(drawn), formats=["PNG"])


def _pixels(length: float) -> int:
    return max(1, min(_LARGEST, round(length)))


def _natural_size(root: Element) -> tuple[float, float]:
    """Return the size a drawing calls its own, in pixels, as browsers find it. Raises Corrupt when it is nothing."""
    width, height = _length(root.get("width")), _length(root.get("height"))
    box = _box(root.get("viewBox"))
    if box and width is None and height is None:
        width, height = box
    elif box and width is None and height is not None:
        width = height * box[0] / box[1]
    elif box and height is None and width is not None:
        height = width * box[1] / box[0]
    size = (_UNSIZED[0] if width is None else width, _UNSIZED[1] if height is None else height)
    if min(size) <= 0:
        raise Corrupt("This drawing has no size: its width or height is nothing.")
    # A line a million times longer than wide has room for neither.
    longest = max(size)
    return max(size[0], longest / _LARGEST), max(size[1], longest / _LARGEST)


def _length(value: str | None) -> float | None:
    """Return a length in pixels; None for shares of a page that is not there, and for nonsense."""
    parts = _LENGTH.fullmatch(value or "")
    unit = _PIXELS.get(parts[2].lower()) if parts else None
    if parts is None or unit is None:
        return None
    length = float(parts[1]) * unit
    return length if math.isfinite(length) and length >= 0 else None


def _box(value: str | None) -> tuple[float, float] | None:
    """Return the width and height of a view box; None when it has none."""
    parts = [_length(part) for part in re.split(r"[\s,]+", (value or "").strip())][2:]
    if len(parts) != 2 or not parts[0] or not parts[1]:
        return None
    return parts[0], parts[1]
