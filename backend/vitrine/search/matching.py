"""A filter, as the database is asked."""

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from vitrine.accounts.policy import Scope
from vitrine.assets.models import Asset, AssetStatus
from vitrine.assets.policy import visible_to
from vitrine.collections.models import CollectionItem
from vitrine.organise.queries import tagged_with
from vitrine.search.filters import AssetFilter

# A column that may be without a value: NULL neither matches nor fails to match, which no one means who leaves out.
_MAY_BE_NULL = {"camera", "orientation", "width", "height", "captured_utc"}
# No year or month has this number.
_NEVER = -1


def matching(scope: Scope, wanted: AssetFilter, among: Sequence[UUID] | None = None) -> QuerySet[Asset]:
    """Return what matches a filter, of all assets or among a few. Uploads under way are left out unless asked for."""
    found = visible_to(scope).filter(trashed_at__isnull=not wanted.trashed)
    if among is not None:
        found = found.filter(id__in=among)
    if wanted.status is None:
        found = found.filter(~Q(status=AssetStatus.UPLOADING))
    for condition, _ in _conditions(scope, wanted, among):
        found = found.filter(condition)
    for each in wanted.exclude:
        if left_out := [_never(*part) for part in _conditions(scope, each, among)]:
            found = found.filter(reduce(or_, left_out))
    return found


def _never(condition: Q, column: str) -> Q:
    """Return what does not match a condition on a column, what has no value among it."""
    empty: dict[str, Any] = {f"{column}__isnull": True}
    return ~condition | Q(**empty) if column in _MAY_BE_NULL else ~condition


def _conditions(scope: Scope, wanted: AssetFilter, among: Sequence[UUID] | None) -> Iterator[tuple[Q, str]]:
    """Yield each condition with the column that it is about."""
    # Said twice, so that of a tag on half of all assets only these few are read.
    few: dict[str, Any] = {} if among is None else {"asset_id__in": among}
    compared: dict[str, Any] = {
        "kind__in": wanted.kind,
        "status__in": wanted.status,
        "mime_type__in": wanted.mime_type,
        "uploaded_by_id__in": wanted.uploaded_by,
        "camera__in": wanted.camera,
        "orientation__in": wanted.orientation,
        "size_class__in": wanted.size_class,
        "taken_month__in": wanted.month,
        "created_at__gte": wanted.created_from,
        "created_at__lt": wanted.created_to,
        "captured_utc__gte": wanted.captured_from,
        "captured_utc__lt": wanted.captured_to,
        "width__gte": wanted.min_width,
        "height__gte": wanted.min_height,
        "size__gte": wanted.min_size,
        "size__lte": wanted.max_size,
    }
    for name, value in compared.items():
        if value is not None:
            said: dict[str, Any] = {name: value}
            yield Q(**said), name.rpartition("__")[0]
    if wanted.year is not None:
        yield _in_years(wanted.year), "taken_month"
    if wanted.tags is not None:
        yield Q(id__in=Subquery(tagged_with(scope, wanted.tags).filter(**few).values("asset_id"))), "id"
    for collections in (None if wanted.place is None else [wanted.place], wanted.collections):
        if collections is None:
            continue
        items = CollectionItem.filter(collection_id__in=list(collections), **few)
        yield Q(id__in=Subquery(items.values("asset_id"))), "id"


def _in_years(years: Sequence[int]) -> Q:
    spans = [Q(taken_month__gte=year * 100, taken_month__lt=year * 100 + 100) for year in years]
    return reduce(or_, spans, Q(taken_month=_NEVER))
