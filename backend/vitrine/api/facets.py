"""Facets, as partners see them: values as a filter takes them, with the names that people read."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import strawberry

from vitrine.api.context import Context
from vitrine.api.nodes import to_id
from vitrine.search import facets
from vitrine.search.seeking import Away
from vitrine.search.sought import Ask, Sought

_SUBTYPES = {"image/svg+xml": "SVG", "image/x-raw": "RAW", "image/vnd.adobe.photoshop": "PSD", "audio/mpeg": "MP3"}


@strawberry.type(description="One value of a facet.")
class FacetBucket:
    value: str = strawberry.field(description="What the filter of the same name takes.")
    label: str = strawberry.field(description="What people read.")
    count: int = strawberry.field(description="How many are found with it.")
    selected: bool = strawberry.field(description="Whether the filter has it.")


@strawberry.type(description="How many are found with each value of one thing.")
class Facet:
    name: str = strawberry.field(description="As it was asked for.")
    buckets: list[FacetBucket] = strawberry.field(
        description="At most 500, the most frequent first; years and months from the newest. What is selected is "
        "always among them."
    )


async def read_facets(context: Context, sought: Sought, ask: Ask, names: Sequence[str]) -> list[Facet] | None:
    """Count facets; None while the index is away. Raises UnknownFacet."""
    try:
        counted = await facets.count_facets(sought, ask, names)
    except Away:
        return None
    return [await _facet(context, sought, each) for each in counted]


async def _facet(context: Context, sought: Sought, facet: facets.Facet) -> Facet:
    chosen = set(facets.FACETS[facet.name].chosen(sought) or ())
    said = await _said(context, facet)
    buckets = [
        FacetBucket(value=value, label=label, count=each.count, selected=each.value in chosen)
        for each in facet.buckets
        if (found := said.get(each.value)) is not None
        for value, label in [found]
    ]
    return Facet(name=facet.name, buckets=buckets)


async def _said(context: Context, facet: facets.Facet) -> Mapping[str, tuple[str, str]]:
    """Return value and label of each bucket; what is gone from the database by now has neither."""
    values = [bucket.value for bucket in facet.buckets]
    match facet.name:
        case "TAG":
            tags = await context.loaders.tag.load_many([UUID(each) for each in values])
            return {tag.id.hex: (tag.name, tag.name) for tag in tags if tag}
        case "COLLECTION":
            collections = await context.loaders.collection.load_many([UUID(each) for each in values])
            return {each.id.hex: (to_id("collection", each.id), each.name) for each in collections if each}
        case "UPLOADER":
            people = await context.loaders.person.load_many([UUID(each) for each in values])
            return {each.id.hex: (to_id("user", each.id), each.name) for each in people if each}
        case "MONTH":
            months = {each: f"{int(each) // 100:04}-{int(each) % 100:02}" for each in values}
            return {each: (month, month) for each, month in months.items()}
        case "FORMAT":
            return {each: (each, _format(each)) for each in values}
        case _:
            return {each: (each, each) for each in values}


def _format(mime_type: str) -> str:
    return _SUBTYPES.get(mime_type) or mime_type.rpartition("/")[2].removeprefix("x-").upper()
