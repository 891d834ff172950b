"""Reading an SVG's text so that nothing is fetched and nothing grows: hostile XML is the oldest trick there is."""

import zlib
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from vitrine.infra.media.errors import Bomb, Corrupt, TooLarge, Unsupported

# Drawings of whole cities end below; parsed, they take ten times as much memory.
MAX_TEXT = 24 * 1024 * 1024
_MAX_DEPTH = 200
# Old Illustrator files declare their name spaces as entities, two dozen of them.
_MAX_ENTITIES, _MAX_ENTITY, _MAX_GROWTH = 100, 1000, 4 * 1024 * 1024


class _Parser(DefusedXMLParser):
    """Allows what old editors wrote: a document type, and short entities without others in them."""

    def __init__(self, references: int) -> None:
        super().__init__(forbid_dtd=False, forbid_entities=True, forbid_external=True)
        self._references = references
        self._entities = 0

    def defused_entity_decl(self, *declared: object) -> None:
        """Refuse entities that lead elsewhere or grow."""
        # In expat's order: name, is it a parameter entity, value, base, system id, public id, notation.
        parameter, value, system = declared[1], declared[2], declared[4]
        if not isinstance(value, str) or system or parameter:
            raise _asks_for_files()
        self._entities += 1
        grows = "&" in value or "%" in value or len(value) > _MAX_ENTITY or self._entities > _MAX_ENTITIES
        if grows or len(value) * self._references > _MAX_GROWTH:
            raise Bomb("This drawing's text is made to grow beyond all bounds when it is read. It is not opened.")


def read_text(path: Path) -> bytes:
    """Return an SVG's text, unpacked. Raises TooLarge, Bomb and Corrupt."""
    with path.open("rb") as source:
        text = source.read(MAX_TEXT + 1)
    if text.startswith(b"\x1f\x8b"):
        return _unpacked(text)
    if len(text) > MAX_TEXT:
        raise TooLarge(f"This drawing is too large to be drawn: more than {MAX_TEXT // 1024**2} MB of text.")
    return text


def _unpacked(packed: bytes) -> bytes:
    unpacking = zlib.decompressobj(wbits=31)
    try:
        text = unpacking.decompress(packed, MAX_TEXT + 1)
    except zlib.error as error:
        raise Corrupt("This drawing cannot be unpacked: it is damaged.") from error
    if len(text) > MAX_TEXT:
        raise Bomb(f"This drawing unpacks to more than {MAX_TEXT // 1024**2} MB of text. It is not opened.")
    if not unpacking.eof:
        raise Corrupt("This drawing is cut short: its end is missing. Try to upload it again from where it came.")
    return text


def parse(text: bytes) -> Element:
    """Return the root of an SVG. Raises Bomb, Corrupt, and Unsupported for one that is made of other files."""
    parser = _Parser(text.count(b"&"))
    try:
        parser.feed(text)
        root: Element = parser.close()
    except DefusedXmlException as error:
        raise _asks_for_files() from error
    except (ParseError, ValueError) as error:
        raise Corrupt(f"This drawing cannot be read: it is not whole XML ({error}).") from error
    _check_depth(root)
    return root


def _asks_for_files() -> Unsupported:
    return Unsupported("This drawing asks for the text of other files, which is never given. Save it as plain SVG.")


def _check_depth(root: Element) -> None:
    """Refuse what is nested so deeply that a recursive reader runs out of stack."""
    level = [root]
    for _ in range(_MAX_DEPTH):
        level = [child for element in level for child in element]
        if not level:
            return
    raise Bomb(f"This drawing is nested deeper than {_MAX_DEPTH} levels. It is not opened.")
