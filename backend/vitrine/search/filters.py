"""Which assets are meant, and in which order: said once, for the database and for the index alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from vitrine.assets.models import AssetStatus, MediaKind, Orientation, SizeClass


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetFilter:
    """Which assets to read; every part that is set narrows the rest. Instants are UTC, `from` included, `to` not.

    Of a list any value will do, and none where it is empty. What has no value for a part does not match it.
    """

    kind: Sequence[MediaKind] | None = None
    status: Sequence[AssetStatus] | None = None
    mime_type: Sequence[str] | None = None
    # By name; capitals count.
    tags: Sequence[str] | None = None
    # Directly in this one: a place, which no facet looks beyond.
    place: UUID | None = None
    # Directly in any of these.
    collections: Sequence[UUID] | None = None
    uploaded_by: Sequence[UUID] | None = None
    camera: Sequence[str] | None = None
    orientation: Sequence[Orientation] | None = None
    size_class: Sequence[SizeClass] | None = None
    # Of the capture, by the camera's own clock, or else of the announcement, in UTC; months as 202611.
    year: Sequence[int] | None = None
    month: Sequence[int] | None = None
    created_from: datetime | None = None
    created_to: datetime | None = None
    captured_from: datetime | None = None
    captured_to: datetime | None = None
    # Pixels, bytes.
    min_width: int | None = None
    min_height: int | None = None
    min_size: int | None = None
    max_size: int | None = None
    # What matches any of these is left out; their own `trashed` and `exclude` say nothing.
    exclude: "Sequence[AssetFilter]" = ()
    # What is in the trash, and nothing else; or what is not.
    trashed: bool = False


class AssetSort(StrEnum):
    RELEVANCE = "RELEVANCE"
    NEWEST = "NEWEST"
    OLDEST = "OLDEST"
    CAPTURED_NEWEST = "CAPTURED_NEWEST"
    NAME = "NAME"
    LARGEST = "LARGEST"
