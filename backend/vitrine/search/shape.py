"""What an index is made of: which attributes hold words, which are compared and counted, what ranks a hit."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson

# Where words are found, the most telling first; a hit in an earlier one ranks higher.
WORDS_IN = ("title", "tags", "filename", "description", "camera", "folder", "words")
_EQUAL = (
    "kind",
    "status",
    "format",
    "tag",
    "collection",
    "uploader",
    "camera_key",
    "orientation",
    "size_class",
    "year",
    "month",
    "announced",
    "trashed",
)
# Numbers: instants in microseconds since 1970, bytes, pixels; `tie` decides among equals, as ids do in the database.
_COMPARED = ("created", "captured", "taken", "size", "width", "height", "tie")
_SORTED = ("created", "taken", "size", "tie")
# Hits that an index counts, and hands out in the order of relevance.
MOST_HITS = 10_000
# Values that a facet has at most, the most frequent first.
MOST_BUCKETS = 500
MOST_SYNONYMS = 20

SETTINGS: Mapping[str, Any] = {
    "searchableAttributes": WORDS_IN,
    "filterableAttributes": [
        {
            "attributePatterns": names,
            "features": {"facetSearch": False, "filter": {"equality": True, "comparison": compared}},
        }
        for names, compared in ((_EQUAL, False), (_COMPARED, True))
    ],
    "sortableAttributes": _SORTED,
    # An order that was asked for goes before any ranking. Then how many words are found, how few typos it takes, how
    # near they are to each other, where they are, and whether they are whole: what is exact is above what is like it.
    "rankingRules": ["sort", "words", "typo", "proximity", "attribute", "exactness"],
    # 2023 is no misspelt 2024.
    "typoTolerance": {"disableOnNumbers": True},
    "faceting": {"maxValuesPerFacet": MOST_BUCKETS, "sortFacetValuesBy": {"*": "count"}},
    "pagination": {"maxTotalHits": MOST_HITS},
}


def digest(value: Any) -> str:
    """Return a short name for settings: the same for the same."""
    return hashlib.sha256(orjson.dumps(value, option=orjson.OPT_SORT_KEYS)).hexdigest()[:32]


SHAPE = digest(SETTINGS)


def index_name(library_id: UUID) -> str:
    """Return the name of the index that answers for a library."""
    return f"assets-{library_id.hex}"


def next_name(library_id: UUID) -> str:
    """Return the name of the index that is being built to take its place."""
    return f"{index_name(library_id)}-next"


def synonyms_of(groups: Sequence[Sequence[str]]) -> dict[str, list[str]]:
    """Return groups of words that mean the same as the index wants them: each word with all it stands for."""
    meant: dict[str, set[str]] = {}
    for group in groups:
        for word in group:
            meant.setdefault(word, set()).update(other for other in group if other != word)
    return {word: sorted(others) for word, others in sorted(meant.items())}
