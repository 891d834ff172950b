"""Orders that cannot be made: said of the order, never of the asset; and orders that nobody works on."""

from pathlib import Path
from typing import Any

import pytest

from tests.client import Client
from tests.domains.people import Person
from tests.domains.renditions.ordering import done, made, order, order_all, orders_of, painted
from tests.domains.renditions.stocked import named, stock
from tests.domains.uploading import read_asset, ready
from tests.machine import Machine
from vitrine.assets.models import Asset
from vitrine.orders.models import OrderState, RenditionOrder
from vitrine.orders.sweeping import sweep_orders
from vitrine.services import Services
from vitrine.work.models import Job, JobState


async def test_one_that_cannot_be_made_fails_alone_and_says_why(
    owner: Client, member: Person, services: Services, tmp_path: Path
) -> None:
    asset = await stock(services, member, painted((1, 2, 3)), tmp_path)
    recipes: list[dict[str, Any]] = [{"watermark": {"text": "\U00013080"}}, {"width": 20}]
    inputs = [{"asset": named(asset)["id"], "recipe": {"format": "PNG"} | recipe} for recipe in recipes]
    bad, good = [await done(owner, each) for each in await order_all(owner, inputs)]
    assert (bad["state"], bad["failureCode"]) == ("FAILED", "UNSUPPORTED")
    assert "font" in bad["failure"]
    assert (good["state"], good["failure"]) == ("READY", None)
    now = await read_asset(owner, named(asset)["id"])
    assert now is not None
    assert (now["status"], now["failure"]) == ("READY", None)
    assert [job["state"] for job in now["jobs"] if job["kind"] == "renditions.custom"] == ["DONE"]


async def test_a_damaged_original_fails_the_order_and_not_the_card(
    owner: Client, member: Person, services: Services, tmp_path: Path
) -> None:
    asset = await stock(services, member, painted((1, 2, 3))[:60], tmp_path)
    failed = await done(owner, await order(owner, named(asset), width=20))
    assert (failed["state"], failed["failureCode"]) == ("FAILED", "CORRUPT")
    assert (await Asset.get(id=asset.id)).status == "READY"


async def test_ordering_again_tries_again(owner: Client, member: Person, services: Services, tmp_path: Path) -> None:
    asset = await stock(services, member, painted((1, 2, 3)), tmp_path)
    await services.storage.delete(f"originals/{member.library.id}/{asset.sha256}.png")
    failed = await done(owner, await order(owner, named(asset), width=20))
    assert (failed["state"], failed["failureCode"]) == ("FAILED", "BYTES_GONE")
    await stock(services, member, painted((1, 2, 3)), tmp_path)
    assert (await made(owner, named(asset), width=20))["width"] == 20
    assert [each["id"] for each in await orders_of(owner, named(asset))] == [failed["id"]]


async def test_more_than_a_child_may_use_is_told_of_the_order(
    owner: Client, member: Person, services: Services, tmp_path: Path
) -> None:
    """A bomb that was kept before anybody knew: what it would take is refused, and the worker goes on."""
    from PIL import Image

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Image, "MAX_IMAGE_PIXELS", None)
        Image.new("1", (15_000, 15_000)).save(tmp_path / "bomb.png")
    asset = await stock(services, member, (tmp_path / "bomb.png").read_bytes(), tmp_path)
    failed = await done(owner, await order(owner, named(asset), width=20))
    assert failed["state"] == "FAILED"
    assert failed["failureCode"] in {"TOO_LARGE", "BOMB"}


async def test_what_is_ordered_while_its_job_ends_is_owed_again(
    quiet: Services, owner_key: str, member: Person, tmp_path: Path
) -> None:
    asset = await stock(quiet, member, painted((1, 2, 3)), tmp_path)
    await _waits(member, asset)
    await sweep_orders(quiet)
    job = await Job.get(asset_id=asset.id)
    assert (job.kind, job.state, job.owner_id) == ("renditions.custom", JobState.QUEUED, member.user.id)
    await Job.filter(id=job.id).update(state=JobState.DONE)
    await sweep_orders(quiet)
    assert (await Job.get(id=job.id)).state is JobState.QUEUED
    await Job.filter(id=job.id).update(state=JobState.RUNNING)
    await sweep_orders(quiet)
    assert (await Job.get(id=job.id)).state is JobState.RUNNING, "whoever works on it will see"


async def test_cancelling_the_job_ends_what_waited_for_it(
    quiet: Services, owner_key: str, member: Person, tmp_path: Path
) -> None:
    asset = await stock(quiet, member, painted((1, 2, 3)), tmp_path)
    order_row = await _waits(member, asset)
    await sweep_orders(quiet)
    await Job.filter(asset_id=asset.id).update(state=JobState.CANCELLED)
    await sweep_orders(quiet)
    now = await RenditionOrder.get(id=order_row.id)
    assert (now.state, now.failure_code) == (OrderState.FAILED, "CANCELLED")
    assert (await Job.get(asset_id=asset.id)).state is JobState.CANCELLED


async def _waits(person: Person, asset: Asset) -> RenditionOrder:
    return await RenditionOrder.create(
        library_id=person.library.id,
        asset_id=asset.id,
        recipe="custom-0",
        words={"format": "PNG", "fit": "INSIDE"},
        ordered_by_id=person.user.id,
    )


async def test_an_order_is_finished_after_its_worker_was_killed(app: Machine, owner: Client) -> None:
    asset = await ready(owner)
    ordered = await order(owner, asset, width=40)
    await app.stack.kill("worker-image")
    await app.run("worker-image")
    assert (await done(owner, ordered))["state"] == "READY"


CANCEL = "mutation($ids: [ID!]!) { cancelJobs(ids: $ids) { __typename ... on Job { id state } } }"
RETRY = "mutation($ids: [ID!]!) { retryJobs(ids: $ids) { __typename } }"


async def test_a_job_that_is_called_off_ends_its_orders_and_put_back_it_makes_them(
    app: Machine, owner: Client, member: Person, services: Services, tmp_path: Path
) -> None:
    asset = await stock(services, member, painted((1, 2, 3)), tmp_path)
    await app.halt("worker-image", "worker-bulk")
    ordered = await order(owner, named(asset), width=20)
    job = await Job.get(asset_id=asset.id)
    await owner.graphql(CANCEL, ids=[f"job_{job.id.hex}"])
    called_off = await done(owner, ordered)
    assert (called_off["state"], called_off["failureCode"]) == ("FAILED", "CANCELLED")
    await owner.graphql(RETRY, ids=[f"job_{job.id.hex}"])
    [waiting] = await orders_of(owner, named(asset))
    assert (waiting["state"], waiting["failure"]) == ("WAITING", None)
    await app.run()
    assert (await done(owner, ordered))["state"] == "READY"
