"""Count what is found by every value of a facet, each facet as if nothing had been chosen in it."""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from vitrine.search.documents import camera_of
from vitrine.search.errors import UnknownFacet
from vitrine.search.expressions import parts_of
from vitrine.search.sought import Ask, Sought


@dataclass(frozen=True, slots=True)
class Counted:
    """How many are found with a value: an id in hex, or what is compared, as `AssetFilter` has it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of a facet, the most frequent first (years and months: the newest), and those chosen in the filter."""

    name: str
    buckets: list[Counted]


@dataclass(frozen=True, slots=True)
class Kind:
    """A facet: its attribute in the index, what a filter chose in it, and how a value is read."""

    attribute: str
    chosen: Callable[[Sought], Sequence[str] | None]
    read: Callable[[str], str] = str


def _chosen(name: str, write: Callable[[Any], str] = str) -> Callable[[Sought], Sequence[str] | None]:
    def read(sought: Sought) -> Sequence[str] | None:
        values = getattr(sought.wanted, name)
        return None if values is None else [write(each) for each in values]

    return read


def _chosen_tags(sought: Sought) -> Sequence[str] | None:
    names = sought.wanted.tags
    return None if names is None else [sought.tags[each].hex for each in names if each in sought.tags]


def _hex(row_id: UUID) -> str:
    return row_id.hex


FACETS: Mapping[str, Kind] = {
    "KIND": Kind("kind", _chosen("kind")),
    "FORMAT": Kind("format", _chosen("mime_type")),
    "TAG": Kind("tag", _chosen_tags),
    "COLLECTION": Kind("collection", _chosen("collections", _hex)),
    "UPLOADER": Kind("uploader", _chosen("uploaded_by", _hex)),
    "CAMERA": Kind("camera_key", _chosen("camera"), camera_of),
    "YEAR": Kind("year", _chosen("year")),
    "MONTH": Kind("month", _chosen("month")),
    "ORIENTATION": Kind("orientation", _chosen("orientation")),
    "SIZE": Kind("size_class", _chosen("size_class")),
    "STATUS": Kind("status", _chosen("status")),
}
_BY_TIME = {"YEAR", "MONTH"}


async def count_facets(sought: Sought, ask: Ask, names: Sequence[str]) -> list[Facet]:
    """Count some facets, in the order they are named. Raises UnknownFacet, infra.search.Unavailable, NoIndex."""
    for name in names:
        if name not in FACETS:
            message = f"There is no facet {name!r:.60}: take some of {', '.join(FACETS)}."
            raise UnknownFacet(message, field="names")
    narrowed = {part.attribute for part in parts_of(sought.wanted, sought.tags)}
    plain = [name for name in names if FACETS[name].attribute not in narrowed]
    # One question for all in which nothing is chosen or left out, and one for each other.
    asked = [plain, *([name] for name in names if name not in plain)] if plain else [[name] for name in names]
    answers = await asyncio.gather(*(_ask_for(sought, ask, each, narrowed) for each in asked))
    counted = {name: counts for answer in answers for name, counts in answer.items()}
    return [_facet(sought, name, counted[name]) for name in names]


async def _ask_for(
    sought: Sought, ask: Ask, names: Sequence[str], narrowed: Collection[str]
) -> dict[str, dict[str, int]]:
    """Ask for facets in which nothing is chosen or left out, or for one without what is."""
    attributes = list(dict.fromkeys(FACETS[name].attribute for name in names))
    but = attributes[0] if attributes[0] in narrowed else None
    answer = await ask(sought.query(but=but, limit=0, facets=attributes))
    found = answer["facetDistribution"]
    return {name: found.get(FACETS[name].attribute, {}) for name in names}


def _facet(sought: Sought, name: str, counts: Mapping[str, int]) -> Facet:
    kind = FACETS[name]
    buckets = [Counted(kind.read(value), count) for value, count in counts.items()]
    there = {bucket.value for bucket in buckets}
    buckets += [Counted(value, 0) for value in kind.chosen(sought) or () if value not in there]
    if name in _BY_TIME:
        buckets.sort(key=lambda bucket: bucket.value, reverse=True)
    return Facet(name, buckets)
