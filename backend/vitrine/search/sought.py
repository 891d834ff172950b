"""What somebody looks for: words, a filter, an order. And how the index is asked for it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from vitrine.accounts.policy import Scope
from vitrine.assets.models import AssetStatus
from vitrine.infra.search import Answer
from vitrine.organise.queries import ids_of_tags
from vitrine.search.cursors import ORDERS
from vitrine.search.errors import TooManyWords
from vitrine.search.expressions import Part, joined, parts_of
from vitrine.search.filters import AssetFilter, AssetSort
from vitrine.search.queries import knows_all
from vitrine.search.shape import index_name

# Characters; the index looks at the first ten words anyway.
MOST_TEXT = 500

# Asks the index one thing; what is asked in the same moment goes there together. Raises infra.search.Unavailable and
# NoIndex.
Ask = Callable[[Mapping[str, Any]], Awaitable[Answer]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What is looked for. `text` is empty where no words are; `tags` has the ids of the tags that the filter names."""

    scope: Scope
    text: str
    wanted: AssetFilter
    sort: AssetSort
    tags: Mapping[str, UUID]
    # Whether the index is asked: always for words, and for a filter where it knows all that the database does.
    through_index: bool

    def query(self, *, but: str | None = None, parts: tuple[Part, ...] = (), **more: Any) -> dict[str, Any]:
        """Return the question to the index: the words, the filter but what is about one attribute, and more."""
        return {
            "indexUid": index_name(self.scope.library_id),
            "q": self.text,
            "filter": joined([*parts_of(self.wanted, self.tags), *parts], but=but),
            "matchingStrategy": "all",
            "attributesToRetrieve": ["id"],
            **more,
        }


async def look_for(scope: Scope, text: str | None, wanted: AssetFilter, sort: AssetSort | None) -> Sought:
    """Prepare a search. Without an order it is the newest first, or by relevance where words are looked for.

    Raises TooManyWords.
    """
    words = " ".join((text or "").replace("\0", " ").split())
    if len(words) > MOST_TEXT:
        raise TooManyWords(f"Look for {MOST_TEXT} characters at most.", field="search", limit=MOST_TEXT)
    by_default = AssetSort.RELEVANCE if words else AssetSort.NEWEST
    chosen = by_default if sort is None or (sort is AssetSort.RELEVANCE and not words) else sort
    names = [name for each in (wanted, *wanted.exclude) for name in each.tags or ()]
    tags = await ids_of_tags(scope, names) if names else {}
    through_index = bool(words) or (_is_narrow(wanted) and chosen in _BY_NUMBER and await knows_all(scope.library_id))
    return Sought(scope=scope, text=words, wanted=wanted, sort=chosen, tags=tags, through_index=through_index)


_BY_NUMBER = {sort for sort, order in ORDERS.items() if order.attribute}
_EVERYTHING = AssetFilter()


def _is_narrow(wanted: AssetFilter) -> bool:
    """Tell whether a filter leaves out so much that walking along the newest could take long to meet what it wants.

    The index knows nothing of uploads under way.
    """
    narrow = replace(wanted, created_from=None, created_to=None, trashed=False) != _EVERYTHING
    return narrow and AssetStatus.UPLOADING not in (wanted.status or ())
