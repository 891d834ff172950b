"""Failed assets can be tried again, where that can help."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from tests.client import Client, Refused
from tests.domains.uploading import photo, ready, send, settled
from tests.machine import Machine
from vitrine.assets.models import Asset
from vitrine.work.models import Job

RETRY = """mutation($ids: [ID!]!) { retryAssets(ids: $ids) {
  __typename ... on Asset { id status failure { code } } ... on AssetNotFound { code message field }
} }"""


async def _retry(client: Client, *ids: str) -> list[dict[str, Any]]:
    return list((await client.graphql(RETRY, ids=ids))["retryAssets"])


async def _fail(asset: dict[str, Any], *, retryable: bool) -> None:
    key = UUID(hex=asset["id"].removeprefix("asset_"))
    await Job.filter(asset_id=key).update(state="DEAD", attempts=20, error="Storage did not answer.")
    await Asset.filter(id=key).update(
        status="FAILED",
        failure_code="STORAGE_UNAVAILABLE",
        failure_message="Storage did not answer for an hour.",
        failure_retryable=retryable,
        failed_at=datetime.now(UTC),
    )


async def test_a_failed_asset_is_tried_again_and_becomes_ready(app: Machine, owner: Client) -> None:
    await app.halt("worker-image", "worker-bulk")
    asset = await send(owner, photo())
    await _fail(asset, retryable=True)
    [answer] = await _retry(owner, asset["id"])
    assert (answer["status"], answer["failure"]) == ("PROCESSING", None)
    await app.run()
    again = await settled(owner, asset)
    assert again["status"] == "READY"
    assert next(job["attempts"] for job in again["jobs"] if job["kind"] == "uploads.receive") == 1


async def test_what_failed_after_its_thumbnail_is_taken_up_from_there(owner: Client) -> None:
    asset = await ready(owner)
    await _fail(asset, retryable=True)
    await _retry(owner, asset["id"])
    assert (await settled(owner, asset))["status"] == "READY"


async def test_a_file_that_is_itself_the_reason_is_not_tried_again(owner: Client) -> None:
    asset = await settled(owner, await send(owner, b"no picture" * 9, "a.jpg"))
    [answer] = await _retry(owner, asset["id"])
    assert (answer["__typename"], answer["code"]) == ("AssetNotFound", "NOTHING_TO_RETRY")
    assert (await settled(owner, asset))["revision"] == asset["revision"]


async def test_there_is_nothing_to_retry_about_a_ready_asset(owner: Client) -> None:
    asset = await ready(owner)
    [answer] = await _retry(owner, asset["id"])
    assert answer["code"] == "NOTHING_TO_RETRY"


async def test_a_stranger_is_told_there_is_no_such_asset(owner: Client, stranger: Client, nobody: Client) -> None:
    asset = await ready(owner)
    await _fail(asset, retryable=True)
    for answer in await _retry(stranger, asset["id"], "asset_" + "0" * 32, "upload_" + "0" * 32, ""):
        assert (answer["__typename"], answer["code"]) == ("AssetNotFound", "ASSET_NOT_FOUND")
    with pytest.raises(Refused) as refused:
        await _retry(nobody, asset["id"])
    assert refused.value.codes == ["UNAUTHENTICATED"]


@pytest.mark.parametrize("count", [0, 101])
async def test_a_request_names_one_to_a_hundred_assets(owner: Client, count: int) -> None:
    with pytest.raises(Refused) as refused:
        await _retry(owner, *["asset_" + "0" * 32] * count)
    assert refused.value.codes == ["BAD_USER_INPUT"]
