"""What looks alike comes together, and stays together however often and in whatever order it is compared."""

import asyncio
from uuid import UUID

import pytest

from tests.domains.duplicates.alike import make_original, over
from tests.domains.people import Person
from vitrine.assets.models import Asset, LikenessGroup, MediaKind, Original
from vitrine.duplicates.tasks import TASKS
from vitrine.services import Services
from vitrine.work.models import Job, JobState
from vitrine.work.runner import run_next
from vitrine.work.unit import unit_of_work

# Half of the bits are set, as in the likeness of a picture, the highest among them.
PICTURE = int.from_bytes(bytes.fromhex("f0f0f0f0f0f0f0f0"), "big", signed=True)


def away(bits: int, picture: int = PICTURE) -> int:
    """Return a likeness that differs from another in so many bits."""
    return picture ^ (1 << bits) - 1


async def compare(services: Services, *assets: Asset) -> None:
    """Owe the comparison of assets and do it."""
    async with unit_of_work(services) as work:
        for asset in assets:
            await work.owe("duplicates.compare", queue="index", library_id=asset.library_id, asset_id=asset.id)
    await asyncio.gather(*(run_next(services, TASKS, "index") for _ in assets))
    assert {job.state for job in await Job.filter(kind="duplicates.compare")} == {JobState.DONE}


async def group_of(asset: Asset) -> UUID | None:
    """Return the group of what an asset shows."""
    return (await Original.get(id=asset.original_id)).group_id


async def alike(person: Person, likeness: int | None, **columns: object) -> Asset:
    """Make an asset over an original of its own with this likeness."""
    return await over(await make_original(person, likeness, **columns), person)


@pytest.mark.parametrize("bits", [0, 1, 8])
async def test_pictures_up_to_eight_bits_apart_come_together(quiet: Services, me: Person, bits: int) -> None:
    one, other = await alike(me, PICTURE), await alike(me, away(bits))
    await compare(quiet, other)
    assert await group_of(one) == await group_of(other) is not None
    assert await LikenessGroup.all().count() == 1


@pytest.mark.parametrize("bits", [9, 22])
async def test_pictures_further_apart_stay_apart(quiet: Services, me: Person, bits: int) -> None:
    one, other = await alike(me, PICTURE), await alike(me, away(bits))
    await compare(quiet, other)
    assert await group_of(one) is await group_of(other) is None
    assert await LikenessGroup.all().count() == 0


async def test_comparing_again_changes_nothing(quiet: Services, me: Person) -> None:
    assets = [await alike(me, PICTURE), await alike(me, PICTURE)]
    await compare(quiet, assets[0])
    [group] = await LikenessGroup.all()
    for asset in (*assets, *assets):
        await compare(quiet, asset)
    assert [each.id for each in await LikenessGroup.all()] == [group.id]
    assert [await group_of(asset) for asset in assets] == [group.id] * 2


async def test_two_that_are_compared_at_once_make_one_group(quiet: Services, me: Person) -> None:
    assets = [await alike(me, away(bits)) for bits in (0, 1, 2, 3)]
    await compare(quiet, *assets)
    [group] = await LikenessGroup.all()
    assert [await group_of(asset) for asset in assets] == [group.id] * 4


async def test_what_lies_between_two_groups_makes_them_one(quiet: Services, me: Person) -> None:
    low = [await alike(me, away(0)), await alike(me, away(1))]
    high = [await alike(me, away(14)), await alike(me, away(15))]
    await compare(quiet, low[0])
    await compare(quiet, high[0])
    first, _ = await LikenessGroup.all().order_by("created_at")
    between = await alike(me, away(7))
    await compare(quiet, between)
    assert [group.id for group in await LikenessGroup.all()] == [first.id]
    assert {await group_of(asset) for asset in (*low, *high, between)} == {first.id}


async def test_a_picture_of_another_library_is_nobodys_duplicate(
    quiet: Services, me: Person, other_owner: Person
) -> None:
    mine, theirs = await alike(me, PICTURE), await alike(other_owner, PICTURE)
    await compare(quiet, mine)
    assert await group_of(mine) is await group_of(theirs) is None


async def test_a_film_is_no_duplicate_of_a_picture_nor_of_a_longer_film(quiet: Services, me: Person) -> None:
    picture = await alike(me, PICTURE)
    films = [
        await alike(me, PICTURE, kind=MediaKind.VIDEO, facts={"width": 640, "height": 480, "duration": seconds})
        for seconds in (10.0, 10.4, 25.0)
    ]
    await compare(quiet, films[0])
    found = [await group_of(asset) for asset in (*films, picture)]
    assert found[0] == found[1] is not None
    assert found[2] is found[3] is None


async def test_pages_of_documents_all_look_alike_and_are_not_compared(quiet: Services, me: Person) -> None:
    pages = [await alike(me, PICTURE, kind=MediaKind.DOCUMENT) for _ in range(2)]
    await compare(quiet, pages[0])
    assert await group_of(pages[0]) is None


async def test_pictures_of_other_proportions_are_other_pictures(quiet: Services, me: Person) -> None:
    wide, square = [await alike(me, PICTURE, facts={"width": width, "height": 1000}) for width in (1500, 1000)]
    cropped = await alike(me, PICTURE, facts={"width": 1400, "height": 1000})
    await compare(quiet, wide)
    assert await group_of(wide) == await group_of(cropped) is not None
    assert await group_of(square) is None


async def test_two_assets_over_the_same_bytes_are_duplicates_whatever_they_are(quiet: Services, me: Person) -> None:
    original = await make_original(me, kind=MediaKind.AUDIO, mime_type="audio/mpeg")
    first = await over(original, me)
    await compare(quiet, first)
    assert await group_of(first) is None
    second = await over(original, me)
    await compare(quiet, second)
    assert await group_of(first) == await group_of(second) is not None


async def test_a_group_that_was_dismissed_comes_back_only_for_what_joins_it(quiet: Services, me: Person) -> None:
    assets = [await alike(me, PICTURE), await alike(me, PICTURE)]
    await compare(quiet, *assets)
    group = await LikenessGroup.get()
    group.dismissed_at = group.created_at
    await Asset.all().update(created_at=group.created_at)
    await group.save()
    await compare(quiet, *assets)
    assert (await LikenessGroup.get()).dismissed_at is not None
    await compare(quiet, await alike(me, away(3)))
    assert (await LikenessGroup.get()).dismissed_at is None


async def test_a_third_copy_of_the_same_bytes_brings_a_dismissed_group_back(quiet: Services, me: Person) -> None:
    original = await make_original(me)
    copies = [await over(original, me), await over(original, me)]
    await compare(quiet, *copies)
    group = await LikenessGroup.get()
    group.dismissed_at = (await Asset.all().order_by("-created_at").first()).created_at  # type: ignore[union-attr]  # two are there
    await group.save()
    await compare(quiet, *copies)
    assert (await LikenessGroup.get()).dismissed_at is not None
    await compare(quiet, await over(original, me))
    assert (await LikenessGroup.get()).dismissed_at is None


async def test_an_asset_without_bytes_is_compared_with_nothing(quiet: Services, me: Person) -> None:
    asset = await alike(me, PICTURE)
    await Asset.filter(id=asset.id).update(original_id=None)
    await compare(quiet, asset)
    assert await LikenessGroup.all().count() == 0
