"""Taking out of an SVG all that acts or leads elsewhere: only what lies in the drawing itself is drawn."""

import base64
import binascii
import re
from io import BytesIO
from urllib.parse import unquote_to_bytes
from xml.etree.ElementTree import Element

from PIL import Image, UnidentifiedImageError

from vitrine.infra.media.errors import Bomb, TooLarge

# What acts, and what shows another document.
_REMOVED = {"script", "handler", "listener", "foreignObject", "iframe", "object", "embed", "audio", "video", "link"}
_POINTING = {"href", "src", "data", "base"}
_PICTURES = {"image/png": "PNG", "image/jpeg": "JPEG", "image/jpg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP"}
_EMBEDDED = re.compile(r"\s*data:(?P<mime>[\w/+.-]+)(?P<parameters>[^,]*),(?P<data>.*)", re.DOTALL)
_URL = re.compile(r"""url\(\s*(?P<quote>["']?)\s*(?P<target>[^)]*)\)""", re.IGNORECASE)
_IMPORT = re.compile(r"@import[^;]*(;|$)", re.IGNORECASE)
_REFERENCE = re.compile(r"""url\(\s*["']?\s*#([^"')\s]+)""", re.IGNORECASE)
# Each embedded pixel takes four bytes while it is drawn.
_MAX_EMBEDDED_PIXELS = 64_000_000
# Elements as drawn, with all that is used again counted again.
_MAX_DRAWN = 1_000_000


def clean(root: Element) -> None:
    """Strip `root` in place. Raises TooLarge for embedded pictures beyond measure."""
    pixels = 0
    for element in root.iter():
        for child in [child for child in element if local(child.tag) in _REMOVED]:
            element.remove(child)
        for name in list(element.attrib):
            if local(name).lower().startswith("on"):
                del element.attrib[name]
            elif local(name) in _POINTING:
                pixels += _kept_target(element, name)
            else:
                element.attrib[name] = _without_urls(element.attrib[name])
        if local(element.tag) == "style" and element.text:
            element.text = _without_urls(_IMPORT.sub("", element.text))
    if pixels > _MAX_EMBEDDED_PIXELS:
        limit = _MAX_EMBEDDED_PIXELS // 1_000_000
        raise TooLarge(f"The pictures inside this drawing have too many pixels: more than {limit} million.")


def local(name: object) -> str:
    """Return a tag's or an attribute's name without its name space; comments have none."""
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def _kept_target(element: Element, name: str) -> int:
    """Keep a pointer to a part of this drawing or to an embedded picture; return that picture's pixels."""
    target = element.attrib[name].strip()
    if target.startswith("#"):
        return 0
    pixels = _embedded_pixels(target)
    if not pixels:
        del element.attrib[name]
    return pixels


def _embedded_pixels(target: str) -> int:
    """Return how many pixels an embedded picture has, 0 for whatever is none."""
    parts = _EMBEDDED.fullmatch(target)
    picture_format = _PICTURES.get(parts["mime"].lower()) if parts else None
    if parts is None or picture_format is None:
        return 0
    try:
        content = unquote_to_bytes(parts["data"])
        if "base64" in parts["parameters"].lower():
            content = base64.b64decode(content)
        with Image.open(BytesIO(content), formats=[picture_format]) as picture:
            return picture.width * picture.height
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return _MAX_EMBEDDED_PIXELS + 1
    except (binascii.Error, UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return 0


def _without_urls(value: str) -> str:
    """Return a style with every address in it replaced that is not of this drawing."""
    if "url" not in value.lower():
        return value
    return _URL.sub(lambda found: found[0] if found["target"].startswith("#") else "none", value)


def check_use(root: Element) -> None:
    """Refuse a drawing whose parts use one another until there are millions. Raises Bomb."""
    named = {element.attrib["id"]: element for element in root.iter() if "id" in element.attrib}
    counted: dict[Element, int] = {}
    try:
        drawn = _drawn(root, named, counted)
    except RecursionError:
        drawn = _MAX_DRAWN + 1
    if drawn > _MAX_DRAWN:
        raise Bomb("This drawing uses its parts again and again, until there are millions of them. It is not opened.")


def _drawn(element: Element, named: dict[str, Element], counted: dict[Element, int]) -> int:
    """Return how many elements are drawn for one, itself included; whatever uses itself is cut there."""
    if element in counted:
        return counted[element]
    counted[element] = 1
    used = [named[name] for name in _references(element) if name in named]
    counted[element] = min(1 + sum(_drawn(each, named, counted) for each in (*element, *used)), _MAX_DRAWN + 1)
    return counted[element]


def _references(element: Element) -> list[str]:
    found = []
    for name, value in element.attrib.items():
        if local(name) == "href" and value.strip().startswith("#"):
            found.append(value.strip()[1:])
        elif "url" in value:
            found += _REFERENCE.findall(value)
    return found
