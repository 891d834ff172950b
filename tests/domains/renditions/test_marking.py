"""Watermarks by another asset: its bytes count, not which asset shows them."""

from datetime import UTC, datetime
from pathlib import Path

from tests.client import Client
from tests.domains.people import Person
from tests.domains.renditions.ordering import Answer, done, made, order, painted, seen
from tests.domains.renditions.stocked import named, stock
from tests.domains.uploading import create
from vitrine.assets.models import Asset, AssetStatus, MediaKind, Original
from vitrine.orders.models import RenditionOrder
from vitrine.renditions.models import Rendition
from vitrine.services import Services

RED, GREY = (255, 0, 0), (110, 110, 110)


def _marked(asset: Asset) -> Answer:
    return {"watermark": {"asset": named(asset)["id"], "position": "CENTRE", "opacity": 1, "size": 0.5}}


async def test_a_picture_is_laid_over_another(
    owner: Client, member: Person, services: Services, tmp_path: Path
) -> None:
    ground = await stock(services, member, painted(GREY, (200, 200)), tmp_path)
    mark = await stock(services, member, painted((*RED, 255), (300, 300)), tmp_path)
    picture = await seen(await made(owner, named(ground), format="PNG", **_marked(mark)))
    assert picture.getpixel((100, 100)) == RED
    assert picture.getpixel((10, 10)) == GREY
    edge = [picture.getpixel((x, 100)) == RED for x in range(200)]
    assert sum(edge) == 100


async def test_the_same_bytes_mark_alike_whichever_asset_shows_them(
    owner: Client, member: Person, services: Services, tmp_path: Path
) -> None:
    ground = await stock(services, member, painted(GREY, (50, 50)), tmp_path)
    first, second = [await stock(services, member, painted(RED), tmp_path) for _ in range(2)]
    third = await stock(services, member, painted((254, 0, 0)), tmp_path)
    ordered = await done(owner, await order(owner, named(ground), **_marked(first)))
    again = await order(owner, named(ground), **_marked(second))
    assert (again["id"], again["state"]) == (ordered["id"], "READY")
    assert (await order(owner, named(ground), **_marked(third)))["id"] != ordered["id"]


async def test_an_order_names_the_asset_it_was_marked_with_and_not_its_hash(
    owner: Client, member: Person, services: Services, tmp_path: Path
) -> None:
    ground = await stock(services, member, painted(GREY), tmp_path)
    mark = await stock(services, member, painted(RED), tmp_path)
    ordered = await order(owner, named(ground), **_marked(mark))
    assert ordered["recipe"]["watermark"] == _marked(mark)["watermark"]


async def test_only_pictures_of_the_library_that_are_ready_can_mark(
    owner: Client, colleague: Client, member: Person, other_owner: Person, services: Services, tmp_path: Path
) -> None:
    ground = await stock(services, member, painted(GREY), tmp_path)
    foreign = await stock(services, other_owner, painted(RED), tmp_path)
    film = await stock(services, member, painted((1, 1, 1)), tmp_path, kind=MediaKind.VIDEO)
    failed = await stock(services, member, painted((2, 2, 2)), tmp_path, status=AssetStatus.FAILED)
    withheld = await stock(services, member, painted((3, 3, 3)), tmp_path, status=AssetStatus.QUARANTINED)
    thrown_away = await stock(services, member, painted((4, 4, 4)), tmp_path, trashed_at=datetime.now(UTC))
    for mark in (foreign, film, failed, withheld, thrown_away):
        answer = await order(owner, named(ground), **_marked(mark))
        assert (answer["__typename"], answer["code"]) == ("RenditionRefused", "WATERMARK_NOT_FOUND")
    uploading = (await create(owner))["asset"]["id"]
    answer = await order(colleague, named(ground), watermark={"asset": uploading})
    assert answer["code"] == "WATERMARK_NOT_FOUND"
    assert not await RenditionOrder.exists()


async def test_a_mark_that_went_away_meanwhile_fails_the_order_and_no_other(
    owner: Client, member: Person, services: Services, tmp_path: Path
) -> None:
    ground = await stock(services, member, painted(GREY), tmp_path)
    mark = await stock(services, member, painted(RED), tmp_path)
    await services.storage.delete(f"originals/{member.library.id}/{mark.sha256}.png")
    lost = await done(owner, await order(owner, named(ground), **_marked(mark)))
    assert (lost["state"], lost["failureCode"], lost["rendition"]) == ("FAILED", "WATERMARK_GONE", None)
    assert lost["failure"].endswith(".")
    assert (await made(owner, named(ground), width=20))["width"] == 20
    await stock(services, member, painted(RED), tmp_path)
    again = await done(owner, await order(owner, named(ground), **_marked(mark)))
    assert (again["id"], again["state"], again["failure"]) == (lost["id"], "READY", None)


async def test_an_infected_mark_is_not_given_out(
    owner: Client, member: Person, services: Services, tmp_path: Path
) -> None:
    ground = await stock(services, member, painted(GREY), tmp_path)
    mark = await stock(services, member, painted(RED), tmp_path)
    await Original.filter(id=mark.original_id).update(infection="Test.Signature")
    lost = await done(owner, await order(owner, named(ground), **_marked(mark)))
    assert (lost["state"], lost["failureCode"]) == ("FAILED", "WATERMARK_GONE")
    assert not await Rendition.filter(purpose="custom").exists()
