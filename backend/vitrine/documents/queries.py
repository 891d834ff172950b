"""Read the pages and the words of documents. Whoever may see an asset may see these."""

from dataclasses import dataclass

from vitrine.assets.models import Original
from vitrine.documents.recipes import PURPOSE, page_name
from vitrine.errors import BadCursor
from vitrine.infra.db import rows
from vitrine.renditions.models import Rendition

# Characters kept of one document, and the most that is answered at once.
MAX_TEXT = 1_000_000
_CURSOR = "page-"


@dataclass(frozen=True, slots=True)
class Pages:
    """Some pages by number, and whether others with a picture follow."""

    pages: list[tuple[int, Rendition]]
    has_next: bool


async def pages_of(original: Original, first: int, after: int) -> Pages:
    """Return up to `first` pages that follow page `after` and have a picture, in their order."""
    # Names sort like numbers, so this walks the index of (original, recipe).
    found = Rendition.filter(original_id=original.id, recipe__gt=page_name(after), purpose=PURPOSE)
    read = await found.order_by("recipe").limit(first + 1)
    return Pages([(row.details["number"], row) for row in read[:first]], len(read) > first)


def page_cursor(number: int) -> str:
    """Return where a list that ends with this page is taken up again."""
    return f"{_CURSOR}{number}"


def page_after(cursor: str | None) -> int:
    """Return the page behind which a list goes on, 0 for its beginning. Raises BadCursor."""
    if cursor is None:
        return 0
    number = cursor.removeprefix(_CURSOR)
    if not cursor.startswith(_CURSOR) or not number.isascii() or not number.isdigit() or len(number) > 4:
        raise BadCursor
    return int(number)


async def text_of(original: Original, characters: int) -> str | None:
    """Return the beginning of a document's words; None when it has none."""
    found = await rows(
        "select left(text, $2) as text from original_text where original_id = $1", original.id, characters
    )
    return (str(found[0]["text"]) or None) if found else None
