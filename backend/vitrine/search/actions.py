"""Say what an index shall know beside the assets, and have it built anew."""

import asyncio
from collections.abc import Callable, Sequence
from uuid import UUID, uuid4

from vitrine.infra.db import transaction
from vitrine.search.errors import BadSynonyms
from vitrine.search.models import SearchIndex, SynonymGroup

MAX_GROUPS = 500
MAX_WORDS = 20
MAX_WORD = 100
# Seconds between two looks at how far it is.
LOOK_EVERY = 1.0


async def set_synonyms(library_id: UUID, groups: Sequence[Sequence[str]]) -> list[list[str]]:
    """Have these groups of words mean the same in a library, in place of those it had; return them as they are kept.

    The index knows them within seconds. Raises BadSynonyms.
    """
    cleaned = [_cleaned(group) for group in groups]
    if len(cleaned) > MAX_GROUPS:
        raise BadSynonyms(f"Keep {MAX_GROUPS} groups at most.", field="groups", limit=MAX_GROUPS)
    async with transaction():
        await SynonymGroup.filter(library_id=library_id).delete()
        await SynonymGroup.bulk_create(
            SynonymGroup(id=uuid4(), library_id=library_id, words=words, place=place)
            for place, words in enumerate(cleaned)
        )
    return cleaned


def _cleaned(group: Sequence[str]) -> list[str]:
    """Return the words of a group, each once; capitals are nobody's concern."""
    words = list(dict.fromkeys(" ".join(word.replace("\0", " ").split()).casefold() for word in group))
    if not all(words) or not 2 <= len(words) <= MAX_WORDS:
        raise BadSynonyms(f"Give each group 2 to {MAX_WORDS} words.", field="groups", limit=MAX_WORDS)
    if any(len(word) > MAX_WORD for word in words):
        raise BadSynonyms(f"Shorten every word to {MAX_WORD} characters.", field="groups", limit=MAX_WORD)
    return words


async def rebuild_all(say: Callable[[str], None]) -> None:
    """Have the index of every library built anew, beside those that serve, and wait until the last is in its place.

    The worker of the queue `index` builds them; `say` is told how far it is.
    """
    await SearchIndex.all().update(rebuilding=True, rebuilt_up_to=None)
    while left := await SearchIndex.filter(rebuilding=True):
        # Ids are random, so that they tell how many come before.
        share = sum((index.rebuilt_up_to.int >> 64) / 2**64 for index in left if index.rebuilt_up_to) / len(left)
        say(f"{len(left)} to build, {share:.0%} of it done")
        await asyncio.sleep(LOOK_EVERY)
    say("every index is built")
