"""Why a hit was found: which words, where, and how sure that is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from vitrine.search.documents import MATCH_BEGINS, MATCH_ENDS
from vitrine.search.shape import WORDS_IN

# Words around what matched in a long text.
_AROUND = 24
_LONG = ("description", "words")

# What a query asks for, to be told why.
ASKED: Mapping[str, Any] = {
    "showRankingScore": True,
    "attributesToHighlight": WORDS_IN,
    "attributesToCrop": _LONG,
    "cropLength": _AROUND,
    "highlightPreTag": MATCH_BEGINS,
    "highlightPostTag": MATCH_ENDS,
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text, and whether it is what was looked for."""

    text: str
    matched: bool


@dataclass(frozen=True, slots=True)
class Highlight:
    """Where words were found: a field, as partners know it, and its text in pieces."""

    field: str
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class Match:
    """Why an asset was found. `score` is 1 for what could not fit better, and near 0 for what hardly fits."""

    score: float
    highlights: list[Highlight]


_FIELDS = {"words": "document.text"}


def match_of(hit: Mapping[str, Any]) -> Match:
    """Read what the index says of a hit."""
    formatted = hit.get("_formatted", {})
    found = [Highlight(_FIELDS.get(name, name), each) for name in WORDS_IN for each in _found_in(formatted.get(name))]
    return Match(float(hit.get("_rankingScore", 0.0)), found)


def _found_in(value: Any) -> Iterator[list[Piece]]:
    for text in value if isinstance(value, list) else [value]:
        if text and MATCH_BEGINS in text:
            yield _pieces(text)


def _pieces(text: str) -> list[Piece]:
    pieces = []
    for number, part in enumerate(text.split(MATCH_BEGINS)):
        matched, _, rest = part.partition(MATCH_ENDS) if number else ("", "", part)
        pieces += [Piece(matched, matched=True), Piece(rest, matched=False)]
    return [piece for piece in pieces if piece.text]
