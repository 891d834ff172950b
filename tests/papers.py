"""PDF documents, written by hand where a test needs many pages or odd ones."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its size in points, how far it is turned, and one line of words in its middle."""

    words: str = ""
    width: float = 595
    height: float = 842
    turned: int = 0


def pdf(sheets: Sequence[Sheet], info: str = "") -> bytes:
    """Return a document of these pages; `info` is the inside of its dictionary of words, in PDF's own syntax."""
    pages = [f"{4 + 2 * index} 0 R" for index in range(len(sheets))]
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(sheets)} /Kids [{' '.join(pages)}] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for index, sheet in enumerate(sheets):
        drawing = f"BT /F1 24 Tf {sheet.width / 4:.0f} {sheet.height / 2:.0f} Td ({sheet.words}) Tj ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {sheet.width} {sheet.height}] /Rotate {sheet.turned} "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * index} 0 R >>"
        )
        objects.append(f"<< /Length {len(drawing)} >>\nstream\n{drawing}\nendstream")
    objects.append(f"<< {info} >>")
    return _written(objects)


def _written(objects: Sequence[str]) -> bytes:
    body, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    return (
        f"{body}xref\n0 {size}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {size} /Root 1 0 R /Info {size - 1} 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    ).encode("latin-1")
