"""Find what an original looks like, and keep together what is alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from vitrine.assets.models import Asset, LikenessGroup, MediaKind, Original
from vitrine.infra.db import rows
from vitrine.work.claims import Claim
from vitrine.work.unit import unit_of_work

# Of 64 bits, by measurement on photographs: copies that were made smaller, recompressed, brightened or lost 2 % of
# their edges differ by at most 8, of those that lost 5 % nine in ten; the nearest two pictures of other things by 22.
MAX_DISTANCE = 8
# A part of the shorter to the longer edge by which two pictures that are alike may differ: a copy cropped a little.
MAX_STRETCH = 0.15
# Seconds by which two films with the same poster may differ and still be one film.
MAX_LENGTHENING = 1.0
# A page is white with grey lines, whatever is written on it: documents are only compared by their bytes.
COMPARED = (MediaKind.IMAGE, MediaKind.VIDEO)
AT_MOST = 1000

_ALIKE = """
select id from original
where library_id = $1 and id <> $2 and bit_count((likeness # $3)::bit(64)) <= $4
limit $5
"""
# Of two comparisons in one library that join the same pictures, the second sees what the first did.
_ONE_AT_A_TIME = "select id from library where id = $1 for no key update"


async def compare(claim: Claim, asset: Asset, original: Original) -> None:
    """Put an original into one group with all that look like it or, if another asset shows the same bytes, by itself.

    Doing it again changes nothing: a group that was dismissed comes back only for what has joined since.
    """
    alike = await look_alikes(original)
    twice = await Asset.filter(original_id=original.id).exclude(id=asset.id).exists()
    if not alike and not twice:
        return
    async with unit_of_work(claim.services):
        await claim.hold()
        await rows(_ONE_AT_A_TIME, original.library_id)
        await _join(asset, await Original.filter(id__in=[original.id, *alike]))


async def look_alikes(original: Original) -> list[UUID]:
    """Return the originals of the same library that look like one (15 ms among 100,000)."""
    if original.likeness is None or original.kind not in COMPARED:
        return []
    values = (original.library_id, original.id, original.likeness, MAX_DISTANCE, AT_MOST)
    found = await Original.filter(id__in=[row["id"] for row in await rows(_ALIKE, *values)], kind=original.kind)
    return [other.id for other in found if same_shape(_shape(original), _shape(other))]


@dataclass(frozen=True, slots=True)
class Shape:
    """Width and height in pixels, and seconds; 0 where there is none."""

    width: int
    height: int
    duration: float


def _shape(original: Original) -> Shape:
    facts: dict[str, Any] = original.facts or {}
    return Shape(facts.get("width") or 0, facts.get("height") or 0, facts.get("duration") or 0.0)


def same_shape(one: Shape, other: Shape) -> bool:
    """Tell whether two pictures or films can be copies of one: nearly the same proportions, the same length."""
    if abs(one.duration - other.duration) > MAX_LENGTHENING:
        return False
    if not (one.width and one.height and other.width and other.height):
        return True
    ratio = (one.width * other.height) / (one.height * other.width)
    return 1 - MAX_STRETCH <= ratio <= 1 / (1 - MAX_STRETCH)


async def _join(asset: Asset, originals: Sequence[Original]) -> None:
    ids = {original.group_id for original in originals if original.group_id}
    groups = await LikenessGroup.filter(id__in=list(ids)).order_by("created_at", "id")
    first = groups[0] if groups else await LikenessGroup.create(id=uuid4(), library_id=asset.library_id)
    others = [group.id for group in groups[1:]]
    joining = [original.id for original in originals if original.group_id != first.id]
    if joining:
        await Original.filter(id__in=joining).update(group_id=first.id)
        await Original.filter(group_id__in=others).update(group_id=first.id)
        await LikenessGroup.filter(id__in=others).delete()
    if first.dismissed_at and (joining or asset.created_at > first.dismissed_at):
        await LikenessGroup.filter(id=first.id).update(dismissed_at=None)
