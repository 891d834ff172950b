"""PDF documents: pages as pictures, and words. Runs in the child; PDFium executes no script and fetches nothing."""

import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

import pypdfium2
from pypdfium2 import raw

from vitrine.infra.media.errors import Corrupt, Locked, MediaError
from vitrine.infra.media.exif import bounded, clean_text
from vitrine.infra.media.facts import ImageFacts
from vitrine.infra.media.file_types import PDF
from vitrine.infra.media.metadata import read_embedded, unique_keywords, words_of

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

# Pixels of a page's longer edge.
EDGE = 1600
_DPI, _POINTS = 150, 72
# Points. A page may be 200 inches by the standard, and some are larger; what is no size at all is damage.
_LONGEST = 1_000_000.0
# What programs write for want of a title.
_NO_TITLE = re.compile(
    r"(untitled|unbenannt|document|dokument|presentation|präsentation|slide|folie|layout|cover)[\s\d._-]*"
    r"|.*\.(docx?|pptx?|xlsx?|odt|odp|ods|indd|qxd|pub|ai|dvi|ps|eps|tex|pdf|html?|tmp|png|jpe?g|tiff?)",
    re.IGNORECASE,
)
# Characters of all pages together, and seconds of computing after which the rest is left unread.
MAX_TEXT = 1_000_000
_TEXT_SECONDS = 10.0


@contextmanager
def opened(path: Path) -> Iterator[pypdfium2.PdfDocument]:
    """Open the document at `path`. Raises Locked for one with a password, Corrupt for one that cannot be read."""
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if error.err_code in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}:
            raise Locked("This document needs a password. Upload a copy that opens without one.") from error
        raise _damaged() from error
    try:
        if len(document) < 1:
            raise Corrupt("This document has no pages.")
        # What was filled into forms is drawn with the page.
        document.init_forms()
        yield document
    except pypdfium2.PdfiumError as error:
        raise _damaged() from error
    finally:
        document.close()


def _damaged() -> Corrupt:
    return Corrupt("This document cannot be shown: it is damaged, or written in a way we cannot read.")


def picture_of(document: pypdfium2.PdfDocument, number: int) -> "Picture":
    """Draw a page, 1 being the first, on white: upright, its longer edge EDGE pixels. Raises MediaError."""
    page = document[number - 1]
    try:
        longest = max(_size(page))
        bitmap = page.render(scale=EDGE / longest, may_draw_forms=True)
        # PDFium's own memory goes with the bitmap.
        picture: Picture = bitmap.to_pil().convert("RGB")
        bitmap.close()
    finally:
        page.close()
    return picture


def _size(page: pypdfium2.PdfPage) -> tuple[float, float]:
    """Return width and height in points, the page turned as it is meant to be seen."""
    width, height = page.get_size()
    if not (math.isfinite(width) and math.isfinite(height)) or not 0 < max(width, height) < _LONGEST:
        raise Corrupt("A page of this document has no size.")
    return width, height


def first_page(path: Path) -> "Picture":
    """Draw the first page of the document at `path`. Raises MediaError."""
    with opened(path) as document:
        return picture_of(document, 1)


def facts_of_document(path: Path) -> ImageFacts:
    """Return what a document says of itself; its size is that of the first page in pixels at 150 an inch."""
    with opened(path) as document:
        page = document[0]
        width, height = (max(1, round(edge * _DPI / _POINTS)) for edge in _size(page))
        page.close()
        pages = len(document)
        said = document.get_metadata_dict(skip_empty=True)
    info = {name: text for name, value in said.items() if (text := clean_text(value))}
    embedded = read_embedded(path, {})
    words = words_of(embedded)
    return ImageFacts(
        mime=PDF.mime,
        width=width,
        height=height,
        orientation=1,
        frames=1,
        mode="RGB",
        pages=pages,
        # XMP is the newer form here too; what remains is PDF's own dictionary.
        title=_title(words.title or info.get("Title")),
        caption=words.caption or info.get("Subject"),
        creator=words.creator or info.get("Author"),
        copyright=words.copyright,
        keywords=words.keywords or list(unique_keywords(info.get("Keywords", "").replace(";", ",").split(","))),
        raw=embedded.raw() | ({"pdf": bounded(info)} if info else {}),
    )


def _title(title: str | None) -> str | None:
    """Return a title that somebody gave: not one that a program made of a file's name."""
    named = (title or "").removeprefix("Microsoft Word - ").removeprefix("Microsoft PowerPoint - ")
    return None if _NO_TITLE.fullmatch(named) else named or None


def texts(document: pypdfium2.PdfDocument, last: int) -> Iterator[str]:
    """Yield the words of each page up to `last`, as far as characters and time reach; a damaged page has none."""
    room, until = MAX_TEXT, process_time() + _TEXT_SECONDS
    for index in range(min(last, len(document))):
        text = _words(document, index)[:room]
        room -= len(text)
        if text:
            yield text
        if room <= 0 or process_time() > until:
            return


def _words(document: pypdfium2.PdfDocument, index: int) -> str:
    try:
        page = document[index]
        words = page.get_textpage()
        found: str = words.get_text_bounded()
        words.close()
        page.close()
    except (pypdfium2.PdfiumError, MediaError):
        return ""
    return clean_words(found)


def clean_words(text: str) -> str:
    """Return a text without control characters and empty lines, each line without spaces around it."""
    # U+FFFE and U+FFFF stand for a hyphen at the end of a line, and for what could not be told.
    plain = text.replace("\ufffe\r\n", "").replace("\ufffe", "").replace("\r", "\n")
    lines = ("".join(char if char.isprintable() else " " for char in line) for line in plain.split("\n"))
    return "\n".join(kept for line in lines if (kept := " ".join(line.split())))
