"""Ask the index several things in one round trip."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from vitrine.infra.search import Answer, SearchServer

# Two questions that agree in these have the same hits: one answers both if only one of them wants to see any.
_SAME = ("indexUid", "q", "filter", "matchingStrategy")


async def ask_all(server: SearchServer, questions: Sequence[Mapping[str, Any]]) -> list[Answer]:
    """Answer every question, in order. Raises infra.search.Unavailable, NoIndex, SearchRefused."""
    merged: dict[Hashable, dict[str, Any]] = {}
    places = []
    for question in questions:
        key: Hashable = tuple(question[name] for name in _SAME)
        if key in merged and question["limit"] and merged[key]["limit"]:
            key = (key, len(merged))
        merged[key] = _both(merged.get(key), question)
        places.append(key)
    answers = dict(zip(merged, await server.search(list(merged.values())), strict=True))
    return [answers[place] for place in places]


def _both(one: Mapping[str, Any] | None, other: Mapping[str, Any]) -> dict[str, Any]:
    if one is None:
        return dict(other)
    shown, counted = (other, one) if other["limit"] else (one, other)
    return {**counted, **shown, "facets": [*one.get("facets", ()), *other.get("facets", ())]}
