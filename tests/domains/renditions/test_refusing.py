"""What may not be ordered is refused with a code and a sentence that says what to do, and nothing is written down."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.client import Client, Refused
from tests.domains.made import make_asset
from tests.domains.people import Person, join
from tests.domains.renditions.ordering import CREATE, order, order_all, painted
from tests.domains.renditions.stocked import named, stock
from tests.domains.uploading import create
from vitrine.assets.models import Asset, AssetStatus, MediaKind
from vitrine.infra.media.transformation import Format, Transformation
from vitrine.orders.actions import WAITING_PER_ASSET, WAITING_PER_PERSON, Ordered, order_renditions
from vitrine.orders.errors import TooManyWaiting
from vitrine.orders.models import RenditionOrder
from vitrine.orders.wishes import Wish
from vitrine.services import Services
from vitrine.work.models import Job

BAD: list[tuple[dict[str, Any], str, str | None]] = [
    ({"width": 0}, "BAD_SIZE", "width"),
    ({"width": -5}, "BAD_SIZE", "width"),
    ({"width": 8193}, "BAD_SIZE", "width"),
    ({"height": 2_000_000_000}, "BAD_SIZE", "height"),
    ({"rotate": 45}, "BAD_ROTATION", "rotate"),
    ({"quality": 0}, "BAD_QUALITY", "quality"),
    ({"quality": 101}, "BAD_QUALITY", "quality"),
    ({"crop": {"x": 0, "y": 0, "width": 0, "height": 1}}, "BAD_CROP", "crop"),
    ({"crop": {"x": 0.5, "y": 0, "width": 0.6, "height": 1}}, "BAD_CROP", "crop"),
    ({"crop": {"x": -0.1, "y": 0, "width": 0.5, "height": 1}}, "BAD_CROP", "crop"),
    ({"crop": {"x": 1e308, "y": 0, "width": 1e308, "height": 1}}, "BAD_CROP", "crop"),
    ({"width": 9, "height": 9, "fit": "COVER", "focus": {"x": 1.1, "y": 0}}, "BAD_FOCUS", "focus"),
    ({"filters": {"blur": 101}}, "BAD_FILTER", "blur"),
    ({"filters": {"blur": -1}}, "BAD_FILTER", "blur"),
    ({"filters": {"sharpen": 6}}, "BAD_FILTER", "sharpen"),
    ({"watermark": {}}, "BAD_WATERMARK", "watermark"),
    ({"watermark": {"text": "both", "asset": "asset_" + "0" * 32}}, "BAD_WATERMARK", "watermark"),
    ({"watermark": {"text": "  "}}, "BAD_WATERMARK", "text"),
    ({"watermark": {"text": "x" * 201}}, "BAD_WATERMARK", "text"),
    ({"watermark": {"text": "a\u0000b"}}, "BAD_WATERMARK", "text"),
    ({"watermark": {"text": "x", "opacity": 0}}, "BAD_WATERMARK", "opacity"),
    ({"watermark": {"text": "x", "opacity": 1.5}}, "BAD_WATERMARK", "opacity"),
    ({"watermark": {"text": "x", "size": 0.01}}, "BAD_WATERMARK", "size"),
    ({"watermark": {"asset": "asset_" + "0" * 32}}, "WATERMARK_NOT_FOUND", "watermark"),
    ({"watermark": {"asset": "nonsense"}}, "WATERMARK_NOT_FOUND", "watermark"),
]


async def _nothing_written() -> bool:
    return not await RenditionOrder.exists() and not await Job.filter(kind="renditions.custom").exists()


@pytest.mark.parametrize(("recipe", "code", "field"), BAD, ids=lambda value: str(value)[:60])
async def test_a_recipe_that_no_picture_can_be_made_to(
    owner: Client, member: Person, recipe: dict[str, Any], code: str, field: str | None
) -> None:
    asset = await make_asset(member, original_id=None)
    answer = await order(owner, named(asset), **recipe)
    assert (answer["__typename"], answer["code"], answer["field"]) == ("RenditionRefused", code, field)
    assert answer["message"].endswith(".")
    assert await _nothing_written()


async def test_either_a_recipe_or_a_preset(owner: Client, member: Person, services: Services, tmp_path: Path) -> None:
    asset = named(await stock(services, member, painted((1, 2, 3)), tmp_path))
    recipe = {"format": "PNG"}
    answers = await order_all(
        owner, [{"asset": asset["id"]}, {"asset": asset["id"], "recipe": recipe, "preset": "Web 1600"}]
    )
    assert [each["code"] for each in answers] == ["RECIPE_OR_PRESET"] * 2
    [unknown] = await order_all(owner, [{"asset": asset["id"], "preset": "Nobody's"}])
    assert (unknown["code"], unknown["field"]) == ("UNKNOWN_PRESET", "preset")


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"status": AssetStatus.PROCESSING}, "NOT_READY_YET"),
        ({"status": AssetStatus.FAILED}, "NOT_READY_YET"),
        ({"status": AssetStatus.QUARANTINED}, "QUARANTINED"),
        ({"kind": MediaKind.AUDIO}, "NOT_A_PICTURE"),
        ({"kind": MediaKind.OTHER}, "NOT_A_PICTURE"),
        ({"trashed_at": datetime(2026, 11, 1, tzinfo=UTC)}, "IN_THE_TRASH"),
    ],
    ids=str,
)
async def test_an_asset_of_which_nothing_can_be_made_now(
    owner: Client, member: Person, services: Services, tmp_path: Path, columns: dict[str, Any], code: str
) -> None:
    asset = await stock(services, member, painted((1, 2, 3)), tmp_path, **columns)
    answer = await order(owner, named(asset), width=20)
    assert (answer["__typename"], answer["code"], answer["field"]) == ("RenditionRefused", code, "asset")
    assert await _nothing_written()


async def test_what_others_are_still_uploading_is_not_there(owner: Client, colleague: Client) -> None:
    upload = await create(owner)
    answer = await order(colleague, upload["asset"], width=20)
    assert (answer["__typename"], answer["code"]) == ("AssetNotFound", "ASSET_NOT_FOUND")
    assert (await order(owner, upload["asset"], width=20))["code"] == "NOT_READY_YET"


async def test_a_format_that_cannot_hold_so_many_pixels(
    owner: Client, member: Person, services: Services, tmp_path: Path
) -> None:
    asset = named(await stock(services, member, painted((1, 2, 3)), tmp_path, width=70_000, height=100))
    for wanted, limit in (("WEBP", 16_383), ("JPEG", 65_500)):
        answer = await order(owner, asset, format=wanted)
        assert (answer["code"], answer["field"], answer["limit"]) == ("FORMAT_TOO_SMALL", "format", limit)
    assert (await order(owner, asset, format="WEBP", width=8000))["__typename"] == "RenditionOrder"
    tenth = {"x": 0.1, "y": 0, "width": 0.1, "height": 1}
    assert (await order(owner, asset, format="WEBP", crop=tenth))["__typename"] == "RenditionOrder"


async def test_one_bad_wish_of_a_batch_keeps_no_other_back(
    owner: Client, member: Person, services: Services, tmp_path: Path
) -> None:
    asset = named(await stock(services, member, painted((1, 2, 3)), tmp_path))
    good, bad = {"format": "PNG", "width": 10}, {"format": "PNG", "width": 0}
    inputs = [
        {"asset": asset["id"], "recipe": bad},
        {"asset": asset["id"], "recipe": good},
        {"asset": "asset_" + "0" * 32, "recipe": good},
        {"asset": "nonsense", "recipe": good},
    ]
    kinds = [answer["__typename"] for answer in await order_all(owner, inputs)]
    assert kinds == ["RenditionRefused", "RenditionOrder", "AssetNotFound", "AssetNotFound"]


@pytest.mark.parametrize("count", [0, 101])
async def test_a_batch_has_one_to_a_hundred(owner: Client, count: int) -> None:
    with pytest.raises(Refused) as refused:
        await owner.graphql(CREATE, inputs=[{"asset": "x", "recipe": {"format": "PNG"}}] * count)
    assert refused.value.codes == ["BAD_USER_INPUT"]


async def test_a_word_that_is_no_format_is_malformed(owner: Client) -> None:
    with pytest.raises(Refused) as refused:
        await owner.graphql(CREATE, inputs=[{"asset": "x", "recipe": {"format": "BMP"}}])
    assert refused.value.codes == ["BAD_REQUEST"]


async def test_nobody_orders_without_signing_in(nobody: Client, owner_key: str) -> None:
    with pytest.raises(Refused) as refused:
        await nobody.graphql(CREATE, inputs=[{"asset": "x", "recipe": {"format": "PNG"}}])
    assert refused.value.codes == ["UNAUTHENTICATED"]


async def _wait(person: Person, asset_id: Any, count: int, begin: int = 0) -> None:
    rows = [
        RenditionOrder(
            library_id=person.library.id,
            asset_id=asset_id,
            recipe=f"custom-{n:016x}",
            words={"format": "PNG", "fit": "INSIDE", "width": 9},
            ordered_by_id=person.user.id,
        )
        for n in range(begin, begin + count)
    ]
    await RenditionOrder.bulk_create(rows)


def _wish(asset: Asset, width: int) -> Wish:
    return Wish(asset_id=asset.id, recipe=Transformation(format=Format.PNG, width=width))


async def test_fifty_of_an_asset_may_wait_whoever_ordered_them(
    quiet: Services, owner_key: str, member: Person, tmp_path: Path
) -> None:
    asset, other = [await stock(quiet, member, painted((1, 2, n)), tmp_path) for n in (3, 4)]
    await _wait(await join(member.library, "Ann"), asset.id, WAITING_PER_ASSET - 1)
    wishes = [_wish(asset, 5), _wish(asset, 6), _wish(other, 5)]
    fits, refused, elsewhere = await order_renditions(quiet, member.actor, wishes)
    assert isinstance(fits, Ordered)
    assert isinstance(elsewhere, Ordered)
    assert isinstance(refused, TooManyWaiting)
    assert (refused.code, refused.limit) == ("TOO_MANY_WAITING", WAITING_PER_ASSET)
    [again] = await order_renditions(quiet, member.actor, wishes[:1])
    assert isinstance(again, Ordered)
    assert again.order.id == fits.order.id, "what waits already takes no other place"


async def test_two_thousand_of_a_person_may_wait(
    quiet: Services, owner_key: str, member: Person, tmp_path: Path
) -> None:
    crowded, asset = [await stock(quiet, member, painted((1, 2, n)), tmp_path) for n in (3, 4)]
    await _wait(member, crowded.id, WAITING_PER_PERSON - 1)
    fits, refused = await order_renditions(quiet, member.actor, [_wish(asset, 5), _wish(asset, 6)])
    assert isinstance(fits, Ordered)
    assert isinstance(refused, TooManyWaiting)
    assert refused.limit == WAITING_PER_PERSON
    [other] = await order_renditions(quiet, (await join(member.library, "Ann")).actor, [_wish(asset, 6)])
    assert isinstance(other, Ordered), "others may go on"


async def test_two_batches_at_once_are_not_both_let_through_to_the_last_place(
    quiet: Services, owner_key: str, member: Person, tmp_path: Path
) -> None:
    asset = await stock(quiet, member, painted((1, 2, 3)), tmp_path)
    await _wait(member, asset.id, WAITING_PER_ASSET - 1)
    batches = [[_wish(asset, width)] for width in range(1, 6)]
    outcomes = await asyncio.gather(*(order_renditions(quiet, member.actor, batch) for batch in batches))
    assert sum(isinstance(outcome, Ordered) for [outcome] in outcomes) == 1
