"""Renditions to order: made by workers, once for the same bytes, for everybody who may see the asset."""

import asyncio
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PIL import Image

from tests.client import Client
from tests.domains.live.watching import watching
from tests.domains.made import make_asset
from tests.domains.people import Person
from tests.domains.renditions.ordering import (
    NODE,
    done,
    made,
    order,
    order_all,
    orders_of,
    painted,
    seen,
)
from tests.domains.renditions.stocked import named, stock, stock_all
from tests.domains.uploading import photo, read_asset, ready
from tests.domains.uploads.stored import all_done
from tests.machine import Machine
from vitrine.assets.models import AssetStatus, MediaKind, Original
from vitrine.orders.models import RenditionOrder
from vitrine.renditions.models import Rendition
from vitrine.services import Services
from vitrine.work.models import Job

FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "AVIF": "image/avif"}


@pytest.mark.parametrize("wanted", FORMATS)
async def test_a_rendition_is_made_as_it_was_ordered(owner: Client, wanted: str) -> None:
    asset = await ready(owner, photo("Aqua.jpg"))
    rendition = await made(owner, asset, format=wanted, width=200, height=100, fit="COVER", quality=70)
    assert (rendition["mimeType"], rendition["width"], rendition["height"]) == (FORMATS[wanted], 200, 100)
    assert rendition["purpose"] == "custom"
    picture = await seen(rendition)
    assert (Image.MIME[picture.format or ""], picture.size) == (FORMATS[wanted], (200, 100))


async def test_an_order_says_all_that_was_asked_for_and_can_be_sent_back_as_it_is(owner: Client) -> None:
    asset = await ready(owner, photo("Aqua.jpg"))
    recipe: dict[str, Any] = {
        "format": "WEBP",
        "width": 90,
        "height": 60,
        "fit": "COVER",
        "focus": {"x": 0.25, "y": 0.5},
        "crop": {"x": 0.1, "y": 0.1, "width": 0.5, "height": 0.5},
        "rotate": 90,
        "flip": "VERTICAL",
        "filters": {"greyscale": True, "blur": 1.5, "sharpen": 0.5},
        "watermark": {"text": "© me", "position": "TOP", "opacity": 0.75, "size": 0.5},
        "quality": 55,
    }
    first = await order(owner, asset, **recipe)
    assert first["recipe"] == recipe
    assert first["orderedBy"] == {"name": "Owner"}
    again = await order(owner, asset, **first["recipe"])
    assert again["id"] == first["id"]
    assert (await done(owner, first))["state"] == "READY"


async def test_nothing_is_made_before_a_worker_comes_and_then_each_asset_has_one_job_and_the_same_bytes_are_made_once(
    app: Machine, owner: Client
) -> None:
    body = photo()
    first, second = await ready(owner, body), await ready(owner, body)
    await all_done()
    await app.halt("worker-image", "worker-bulk")
    orders = [await order(owner, asset, width=width) for asset in (first, second) for width in range(10, 14)]
    assert [(each["state"], each["rendition"], each["failure"]) for each in orders] == [("WAITING", None, None)] * 8
    await asyncio.sleep(0.3)
    assert {each["state"] for each in await orders_of(owner, first)} == {"WAITING"}
    assert await Job.filter(kind="renditions.custom").count() == 2
    await app.run()
    finished = [await done(owner, each) for each in orders]
    assert [each["rendition"]["width"] for each in finished] == [10, 11, 12, 13] * 2
    assert await Rendition.filter(purpose="custom").count() == 4


async def test_the_same_recipe_however_it_is_written_is_one_order(owner: Client) -> None:
    asset = await ready(owner)
    ways: list[dict[str, Any]] = [
        {"width": 60},
        {"width": 60, "quality": 80, "fit": "INSIDE", "rotate": 0},
        {"width": 60, "rotate": 360, "filters": {}},
        {"width": 60, "fit": "COVER", "focus": {"x": 0.1, "y": 0.1}},
        {"width": 60, "crop": {"x": 0, "y": 0, "width": 1, "height": 1}},
        {"width": 60, "crop": {"x": 0.00001, "y": 0, "width": 1.0, "height": 0.99999}},
        {"width": 60, "filters": {"blur": 0, "greyscale": False}},
    ]
    inputs = [{"asset": asset["id"], "recipe": {"format": "JPEG"} | way} for way in ways]
    answers = await order_all(owner, inputs)
    assert len({answer["id"] for answer in answers}) == 1
    [other] = await order_all(owner, [{"asset": asset["id"], "recipe": {"format": "JPEG", "width": 60, "quality": 79}}])
    assert other["id"] != answers[0]["id"]
    assert len(await orders_of(owner, asset)) == 2


async def test_what_was_made_of_the_same_bytes_before_is_ready_at_once(owner: Client) -> None:
    body = photo()
    first, second = await ready(owner, body), await ready(owner, body)
    rendition = await made(owner, first, width=50)
    again = await order(owner, first, width=50)
    elsewhere = await order(owner, second, width=50)
    assert (again["state"], elsewhere["state"]) == ("READY", "READY")
    assert again["rendition"]["size"] == elsewhere["rendition"]["size"] == rendition["size"]
    assert again["rendition"]["recipe"] == elsewhere["rendition"]["recipe"]
    assert (await seen(elsewhere["rendition"])).width == 50
    assert await Rendition.filter(purpose="custom").count() == 1


async def test_a_hundred_assets_are_ordered_in_one_request(
    owner: Client, services: Services, member: Person, tmp_path: Path
) -> None:
    assets = await stock_all(services, member, [painted((n, 100, 200), (40, 30)) for n in range(100)], tmp_path)
    inputs = [{"asset": named(asset)["id"], "recipe": {"format": "PNG", "width": 20}} for asset in assets]
    answers = await order_all(owner, inputs)
    assert {answer["state"] for answer in answers} == {"WAITING"}
    assert {job.queue for job in await Job.filter(kind="renditions.custom")} == {"bulk"}, "nobody's thumbnail waits"
    finished = [await done(owner, answer, within=60) for answer in answers]
    assert {each["state"] for each in finished} == {"READY"}
    for n in (0, 57, 99):
        assert (await seen(finished[n]["rendition"])).getpixel((5, 5)) == (n, 100, 200)


async def test_a_few_share_the_queue_of_new_uploads_which_still_come_first(owner: Client) -> None:
    await order(owner, await ready(owner), width=30)
    jobs = {job.kind: job for job in await Job.all()}
    assert jobs["renditions.custom"].queue == jobs["uploads.receive"].queue == "image"
    assert jobs["renditions.custom"].head_start == 0 < jobs["uploads.receive"].head_start


async def test_a_film_is_ordered_from_its_poster(
    owner: Client, services: Services, member: Person, tmp_path: Path
) -> None:
    asset = await stock(services, member, painted((9, 9, 9)), tmp_path, kind=MediaKind.VIDEO)
    poster = await stock(services, member, painted((200, 30, 30), (320, 180)), tmp_path)
    original = await Original.get(id=asset.original_id)
    await Original.filter(id=original.id).update(kind=MediaKind.VIDEO, mime_type="video/mp4")
    await Rendition.create(
        original=original,
        recipe="poster-1280",
        purpose="poster",
        key=(await Original.get(id=poster.original_id)).key,
        mime_type="image/png",
        width=320,
        height=180,
        size=500,
    )
    rendition = await made(owner, named(asset), format="PNG", width=160)
    assert (await seen(rendition)).getpixel((80, 45)) == (200, 30, 30)


async def test_members_order_too_and_everybody_sees_what_was_made(owner: Client, colleague: Client) -> None:
    asset = await ready(owner)
    ordered = await order(colleague, asset, width=33)
    assert ordered["orderedBy"] == {"name": "Mem"}
    await done(colleague, ordered)
    [shown] = await orders_of(owner, asset)
    assert (shown["id"], shown["state"]) == (ordered["id"], "READY")


async def test_another_library_neither_orders_nor_sees(owner: Client, stranger: Client) -> None:
    asset = await ready(owner)
    ordered = await order(owner, asset, width=33)
    [answer] = await order_all(stranger, [{"asset": asset["id"], "recipe": {"format": "JPEG", "width": 33}}])
    assert (answer["__typename"], answer["code"]) == ("AssetNotFound", "ASSET_NOT_FOUND")
    assert (await stranger.graphql(NODE, id=ordered["id"]))["node"] is None
    assert await RenditionOrder.all().count() == 1


async def test_the_same_bytes_in_another_library_are_made_there_again(owner: Client, stranger: Client) -> None:
    body = photo()
    mine, theirs = await ready(owner, body), await ready(stranger, body)
    await made(owner, mine, width=44)
    assert (await order(stranger, theirs, width=44))["state"] == "WAITING"


async def test_whoever_watches_hears_of_it(owner: Client, colleague: Client) -> None:
    asset = await ready(owner)
    await all_done()
    before = (await read_asset(owner, asset["id"]) or {})["revision"]
    async with watching(colleague) as watch:
        await order(owner, asset, width=21)
        event = await watch.until_kind("UPDATED", asset["id"])
        assert event["revision"] == before + 1
    [shown] = await orders_of(colleague, asset)
    assert shown["state"] == "READY"
    again = await ready(owner, photo())
    assert await orders_of(owner, again) == []


async def test_orders_are_listed_the_newest_first_and_no_more_than_fifty(owner: Client, member: Person) -> None:
    asset = await ready(owner)
    key = UUID(hex=asset["id"].removeprefix("asset_"))
    for n in range(60):
        await RenditionOrder.create(
            library_id=member.library.id,
            asset_id=key,
            recipe=f"custom-{n:016x}",
            words={"format": "PNG", "fit": "INSIDE", "width": n + 1},
            state="FAILED",
            ordered_by_id=member.user.id,
        )
    assert [each["recipe"]["width"] for each in await orders_of(owner, asset)] == list(range(60, 10, -1))


async def test_what_was_ordered_is_not_taken_for_the_thumbnail(owner: Client) -> None:
    asset = await ready(owner, photo("Aqua.jpg"))
    await made(owner, asset, width=1000, filters={"blur": 90})
    now = await read_asset(owner, asset["id"])
    assert now is not None
    assert "custom" not in {now["thumbnail"]["purpose"], *(each["purpose"] for each in now["renditions"])}


async def test_a_removed_asset_takes_its_orders_with_it(owner: Client, quiet: Services, member: Person) -> None:
    asset = await make_asset(member, status=AssetStatus.READY)
    await RenditionOrder.create(
        library_id=member.library.id, asset_id=asset.id, recipe="custom-0", words={}, ordered_by_id=member.user.id
    )
    await asset.delete()
    assert await RenditionOrder.all().count() == 0
