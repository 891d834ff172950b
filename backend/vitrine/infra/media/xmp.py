"""XMP: metadata as RDF in XML, read without trusting it.

Format: ISO 16684-1. Parsed by defusedxml: no entities, no DTD, nothing fetched.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from vitrine.infra.media.exif import clean_text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_PACKET = 1024 * 1024
_MAX_VALUES = 2000
_MAX_LIST = 500
_MAX_DEPTH = 6
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_LISTS = {f"{_RDF}Bag", f"{_RDF}Seq"}
# Files choose their own prefixes; these are the usual ones.
_PREFIXES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/xap/1.0/rights/": "xmpRights",
    "http://ns.adobe.com/xap/1.0/mm/": "xmpMM",
    "http://ns.adobe.com/photoshop/1.0/": "photoshop",
    "http://ns.adobe.com/exif/1.0/": "exif",
    "http://cipa.jp/exif/1.0/": "exifEX",
    "http://ns.adobe.com/exif/1.0/aux/": "aux",
    "http://ns.adobe.com/tiff/1.0/": "tiff",
    "http://ns.adobe.com/lightroom/1.0/": "lr",
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/": "Iptc4xmpCore",
    "http://iptc.org/std/Iptc4xmpExt/2008-02-29/": "Iptc4xmpExt",
    "http://ns.adobe.com/pdf/1.3/": "pdf",
    "http://ns.adobe.com/camera-raw-settings/1.0/": "crs",
    "http://www.digikam.org/ns/1.0/": "digiKam",
    "http://ns.microsoft.com/photo/1.0/": "MicrosoftPhoto",
    "http://ns.adobe.com/xmp/note/": "xmpNote",
    "http://ns.useplus.org/ldf/xmp/1.0/": "plus",
    "http://ns.acdsee.com/iptc/1.0/": "acdsee",
    "http://www.metadataworkinggroup.com/schemas/regions/": "mwg-rs",
}
# Previews and the history of edits: large, and of no use outside the program that wrote them.
_SKIPPED = {"xmp:Thumbnails", "xmpMM:History", "xmpMM:Ingredients", "xmpMM:Pantry", "photoshop:DocumentAncestors"}
_FORBIDDEN = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])
_START = re.compile(rb"<(?:\w+:)?xmpmeta[\s>]|<(?:\w+:)?RDF[\s>]")

Properties = Mapping[str, Any]


def read_xmp(packet: bytes) -> dict[str, Any]:
    """Return the properties of a packet: texts, lists of texts, or nested objects, by "prefix:name".

    Of texts in several languages the default one, or else the first. Empty for what cannot be parsed.
    """
    if not packet or len(packet) > MAX_PACKET:
        return {}
    root = _parsed(packet)
    if root is None:
        return {}
    found: dict[str, Any] = {}
    room = _Room(_MAX_VALUES)
    for description in root.iterfind(f".//{_RDF}RDF/{_RDF}Description") if root.tag != f"{_RDF}RDF" else root:
        found.update(_properties(description, room, 0))
    return found


@dataclass(slots=True)
class _Room:
    """How many more values there is room for."""

    left: int


def _parsed(packet: bytes) -> "Element | None":
    for text in (packet.strip(b"\0"), _mended(packet)):
        try:
            root: Element = fromstring(text, forbid_dtd=True)
        except (ParseError, DefusedXmlException, ValueError, LookupError):
            continue
        return root
    return None


def _mended(packet: bytes) -> bytes:
    """Return what lies between the outer tags, in UTF-8 whatever it was written in, without what XML forbids."""
    start = _START.search(packet)
    end = packet.rfind(b">")
    body = packet[start.start() : end + 1] if start else packet
    return body.decode("utf-8", errors="replace").translate(_FORBIDDEN).encode()


def _properties(element: "Element", room: _Room, depth: int) -> dict[str, Any]:
    written = [(name, clean_text(value)) for name, value in element.attrib.items()]
    found: list[tuple[str, Any]] = [
        (_name(name), value) for name, value in written if not name.startswith((_RDF, _LANGUAGE))
    ]
    for child in islice(element, max(0, room.left)):
        name = _name(child.tag)
        if name not in _SKIPPED:
            found.append((name, _value(child, room, depth + 1)))
    return {name: value for name, value in found if value not in (None, [], {})}


def _value(element: "Element", room: _Room, depth: int) -> Any:
    room.left -= 1
    if room.left < 0 or depth > _MAX_DEPTH:
        return None
    inner = element[0] if len(element) else None
    if inner is None:
        nested = _properties(element, room, depth) if len(element.attrib) else {}
        return clean_text(element.text) or clean_text(element.get(f"{_RDF}resource")) or nested
    if inner.tag == f"{_RDF}Alt":
        return _in_default_language(inner, room, depth)
    if inner.tag in _LISTS:
        return [value for item in list(inner)[:_MAX_LIST] if (value := _value(item, room, depth + 1)) not in (None, {})]
    if inner.tag == f"{_RDF}Description":
        return _properties(inner, room, depth)
    return _properties(element, room, depth)


def _in_default_language(alternatives: "Element", room: _Room, depth: int) -> Any:
    items = list(alternatives)[:_MAX_LIST]
    chosen = next((item for item in items if item.get(_LANGUAGE) == "x-default"), items[0] if items else None)
    return _value(chosen, room, depth + 1) if chosen is not None else None


def _name(tag: str) -> str:
    namespace, _, name = tag.rpartition("}")
    uri = namespace.lstrip("{")
    prefix = _PREFIXES.get(uri)
    if prefix is None:
        # The last word of its address.
        prefix = next(reversed(re.findall(r"\w+", uri)), "")
    return f"{prefix}:{name}" if prefix else name
