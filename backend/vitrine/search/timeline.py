"""How many assets each month brought: enough to lay out a whole gallery."""

from dataclasses import dataclass

import structlog
from tortoise.expressions import RawSQL
from tortoise.functions import Count as CountOf

from vitrine.accounts.policy import Scope
from vitrine.assets.models import AssetStatus
from vitrine.search.filters import AssetFilter, AssetSort
from vitrine.search.matching import matching
from vitrine.search.queries import knows_all
from vitrine.search.seeking import Away
from vitrine.search.shape import MOST_BUCKETS
from vitrine.search.sought import Ask, look_for

log = structlog.get_logger()

_MONTH = "announced"


@dataclass(frozen=True, slots=True)
class Month:
    """How many assets came in a month (UTC), written "2026-11"."""

    month: str
    count: int


async def months(scope: Scope, wanted: AssetFilter, ask: Ask) -> list[Month]:
    """Count matches by the month in which they were announced, the newest month first.

    The index has these numbers ready; the database reads every row for them.
    """
    if AssetStatus.UPLOADING not in (wanted.status or ()) and await knows_all(scope.library_id):
        try:
            sought = await look_for(scope, None, wanted, AssetSort.NEWEST)
            found = (await ask(sought.query(limit=0, facets=[_MONTH])))["facetDistribution"].get(_MONTH, {})
        except Away as error:
            log.warning("timeline_counted_by_hand", error=repr(error))
        else:
            if len(found) < MOST_BUCKETS:
                return [Month(month, count) for month, count in sorted(found.items(), reverse=True)]
    return await _from_database(scope, wanted)


async def _from_database(scope: Scope, wanted: AssetFilter) -> list[Month]:
    month = RawSQL("""to_char("asset"."created_at" at time zone 'UTC', 'YYYY-MM')""")
    counted = matching(scope, wanted).annotate(month=month, count=CountOf("id")).group_by("month")
    read = await counted.order_by("-month").values("month", "count")
    return [Month(**row) for row in read]
