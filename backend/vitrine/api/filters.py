"""Which assets, as partners say it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry
from graphql import GraphQLError

from vitrine.api.nodes import from_id
from vitrine.api.scalars import BigInt
from vitrine.assets.models import AssetStatus, MediaKind, Orientation, SizeClass
from vitrine.search import filters
from vitrine.search.filters import AssetSort

MAX_VALUES = 100
# An id that is none of ours names nothing, and nothing is in it.
NOWHERE = UUID(int=0)
strawberry.enum(
    AssetSort,
    description="RELEVANCE, and NAME where words are looked for, end after 10,000 hits; every other order pages "
    "without end. CAPTURED_NEWEST leaves out what has no capture time.",
)
strawberry.enum(Orientation, description="Of the picture as it is meant to be seen; a square is one to within 2 %.")
strawberry.enum(SizeClass, description="Of the original; a MB has 1,000,000 bytes.")


@strawberry.input(
    description="Which assets; every part that is given narrows the rest, and of a list any value will do. `From` is "
    "included, `To` is not. What has no value for a part does not match it."
)
class AssetFilter:
    kind: list[MediaKind] | None = strawberry.field(default=None, description="Any of these kinds.")
    status: list[AssetStatus] | None = strawberry.field(
        default=None,
        description="Any of these. Your own uploads under way are listed only when UPLOADING is here; no search and no "
        "facet knows of them.",
    )
    mime_type: list[str] | None = strawberry.field(default=None, description="Of any of these types: `image/jpeg`.")
    tags: list[str] | None = strawberry.field(default=None, description="With any of these tags, by name.")
    collection: strawberry.ID | None = strawberry.field(default=None, description="Directly in this collection.")
    collections: list[strawberry.ID] | None = strawberry.field(
        default=None, description="Directly in any of these collections."
    )
    uploaded_by: list[strawberry.ID] | None = strawberry.field(default=None, description="Uploaded by any of these.")
    camera: list[str] | None = strawberry.field(default=None, description="Taken with any of these cameras.")
    orientation: list[Orientation] | None = strawberry.field(default=None, description="Of any of these shapes.")
    size_class: list[SizeClass] | None = strawberry.field(default=None, description="Of any of these sizes.")
    year: list[int] | None = strawberry.field(
        default=None, description="Taken in any of these years by the camera's clock, or else announced in it, in UTC."
    )
    month: list[str] | None = strawberry.field(
        default=None, description='Taken, or else announced, in any of these months: "2026-11".'
    )
    created_from: datetime | None = strawberry.field(default=None, description="Announced then or later.")
    created_to: datetime | None = strawberry.field(default=None, description="Announced before then.")
    captured_from: datetime | None = strawberry.field(
        default=None, description="Taken then or later, where UTC is known."
    )
    captured_to: datetime | None = strawberry.field(default=None, description="Taken before then, where UTC is known.")
    min_width: int | None = strawberry.field(default=None, description="So many pixels wide at least.")
    min_height: int | None = strawberry.field(default=None, description="So many pixels high at least.")
    min_size: BigInt | None = strawberry.field(default=None, description="Bytes that the original has at least.")
    max_size: BigInt | None = strawberry.field(default=None, description="Bytes that the original has at most.")
    exclude: list["AssetFilter"] | None = strawberry.field(
        default=None,
        description="What matches any of these is left out, and one of them is matched by what matches all its parts; "
        "their own `trashed` and `exclude` say nothing.",
    )
    trashed: bool = strawberry.field(
        default=False, description="What is in the trash, and nothing else; otherwise what is not."
    )

    def read(self) -> filters.AssetFilter:
        """Return the domain's filter; an id of nobody matches nothing. Raises a GraphQL error for endless lists."""
        for name, values in vars(self).items():
            if isinstance(values, list) and len(values) > MAX_VALUES:
                raise _bad(name, f"takes up to {MAX_VALUES} values.")
        return filters.AssetFilter(
            kind=self.kind,
            status=self.status,
            mime_type=_texts(self.mime_type),
            tags=_texts(self.tags),
            place=None if self.collection is None else from_id("collection", self.collection) or NOWHERE,
            collections=_ids("collection", self.collections),
            uploaded_by=_ids("user", self.uploaded_by),
            camera=_texts(self.camera),
            orientation=self.orientation,
            size_class=self.size_class,
            year=None if self.year is None else [each for each in self.year if 0 <= each < 10_000],
            month=None if self.month is None else [_month(each) for each in self.month],
            created_from=self.created_from,
            created_to=self.created_to,
            captured_from=self.captured_from,
            captured_to=self.captured_to,
            min_width=self.min_width,
            min_height=self.min_height,
            min_size=self.min_size,
            max_size=self.max_size,
            exclude=[each.read() for each in self.exclude or ()],
            trashed=self.trashed,
        )


def _ids(kind: str, ids: Sequence[strawberry.ID] | None) -> list[UUID] | None:
    return None if ids is None else [found for each in ids if (found := from_id(kind, each))]


def _texts(texts: Sequence[str] | None) -> list[str] | None:
    # Nothing that is kept holds a NUL, which the database would not even be asked about.
    return None if texts is None else [each for each in texts if "\0" not in each]


def _month(text: str) -> int:
    year, _, month = text.partition("-")
    if len(text) != 7 or not (text.isascii() and year.isdecimal() and month.isdecimal() and 1 <= int(month) <= 12):
        raise _bad("month", 'is written year-month: "2026-11".')
    return int(year) * 100 + int(month)


def _bad(name: str, reason: str) -> GraphQLError:
    return GraphQLError(f"`{name}` {reason}", extensions={"code": "BAD_USER_INPUT", "field": name})


Filter = Annotated[AssetFilter | None, strawberry.argument(description="Which assets; without it, all you may see.")]
Sort = Annotated[
    AssetSort | None,
    strawberry.argument(description="In which order; else the newest first, or the best where words are looked for."),
]
Search = Annotated[
    str | None,
    strawberry.argument(
        description='Words to look for: all of them, with small typos; the last one may be a beginning. `"in quotes"` '
        "is looked for as it is, and `-word` is left out. 500 characters at most."
    ),
]
