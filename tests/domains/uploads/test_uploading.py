"""One file's way in, and a hundred at once."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from tests.client import Client, Refused
from tests.domains.uploading import (
    complete,
    complete_all,
    create,
    create_all,
    photo,
    put,
    read_asset,
    ready,
    send,
    settled,
    sign,
)
from vitrine.services import Services


async def test_a_photo_becomes_ready_with_a_thumbnail(owner: Client) -> None:
    body = photo("gps.jpg")
    asset = await settled(owner, await send(owner, body, "Holiday.jpg"))
    assert asset["status"] == "READY"
    assert asset["thumbnail"]["purpose"] == "thumbnail"
    assert asset["thumbnail"]["width"] == 320
    assert (asset["kind"], asset["mimeType"], asset["size"]) == ("IMAGE", "image/jpeg", len(body))
    assert asset["sha256"] == hashlib.sha256(body).hexdigest()
    assert asset["placeholder"]
    assert asset["title"] == "Holiday"


async def test_the_answer_to_an_announcement_says_how_to_send_and_until_when(owner: Client) -> None:
    upload = await create(owner, size=8000)
    assert (upload["status"], upload["partSize"], upload["partCount"]) == ("WAITING", 8000, 1)
    [part] = upload["parts"]
    remaining = datetime.fromisoformat(part["expiresAt"]) - datetime.now(UTC)
    assert timedelta(minutes=4) < remaining <= timedelta(minutes=5)
    assert upload["asset"]["status"] == "UPLOADING"


async def test_bytes_go_to_storage_and_not_to_the_api(owner: Client, services: Services) -> None:
    upload = await create(owner)
    assert upload["parts"][0]["url"].startswith(services.settings.s3_public_endpoint)
    assert not upload["parts"][0]["url"].startswith(owner.url)


async def test_completing_answers_with_the_asset_in_processing(owner: Client) -> None:
    asset = await send(owner, photo())
    assert asset["__typename"] == "Asset"
    assert asset["status"] == "PROCESSING"


async def test_what_was_said_of_a_file_is_on_its_asset(owner: Client) -> None:
    asset = await ready(owner, title="Our fair", tags=["fair", " fair ", "school  yard"])
    assert asset["title"] == "Our fair"
    by_hand = [tag["tag"]["name"] for tag in asset["tags"] if tag["source"] == "HAND"]
    assert by_hand == ["fair", "school yard"]


async def test_a_hundred_files_are_announced_in_one_request(owner: Client) -> None:
    answers = await create_all(owner, [{"filename": f"{number}.jpg", "size": 10} for number in range(100)])
    assert [answer["asset"]["filename"] for answer in answers] == [f"{number}.jpg" for number in range(100)]
    assert len({answer["parts"][0]["url"] for answer in answers}) == 100


async def test_a_batch_is_completed_in_order_with_an_answer_for_each(owner: Client) -> None:
    bodies = [photo() for _ in range(5)]
    uploads = await create_all(owner, [{"filename": "p.jpg", "size": len(body)} for body in bodies])
    for upload, body in list(zip(uploads, bodies, strict=True))[:4]:
        assert await put(owner, upload, body) == 200
    answers = await complete_all(owner, uploads)
    assert [answer["__typename"] for answer in answers] == ["Asset"] * 4 + ["UploadRefused"]
    assert [answer["id"] for answer in answers[:4]] == [upload["asset"]["id"] for upload in uploads[:4]]
    for answer in answers[:4]:
        assert (await settled(owner, answer))["status"] == "READY"


@pytest.mark.parametrize("count", [0, 101])
async def test_more_than_a_hundred_files_or_none_are_refused(owner: Client, count: int) -> None:
    with pytest.raises(Refused) as refused:
        await create_all(owner, [{"filename": "a.jpg", "size": 1}] * count)
    assert refused.value.codes == ["BAD_USER_INPUT"]


async def test_an_upload_can_be_signed_again_and_then_sent(owner: Client) -> None:
    body = photo()
    upload = await create(owner, size=len(body))
    again = await sign(owner, upload)
    assert again["upload"] == upload["id"]
    assert await put(owner, again, body) == 200
    assert (await settled(owner, await complete(owner, upload)))["status"] == "READY"


async def test_only_the_one_part_there_is_can_be_signed(owner: Client) -> None:
    answer = await sign(owner, await create(owner), 1, 2)
    assert (answer["__typename"], answer["code"]) == ("UploadRefused", "NO_SUCH_PART")


async def test_an_upload_under_way_is_neither_listed_nor_counted(owner: Client) -> None:
    upload = await create(owner)
    data = await owner.graphql("{ assets { nodes { id } total { value } } timeline { count } }")
    assert data == {"assets": {"nodes": [], "total": {"value": 0}}, "timeline": []}
    asked = "{ assets(filter: { status: [UPLOADING] }) { nodes { id } total { value } } }"
    listed = (await owner.graphql(asked))["assets"]
    assert listed == {"nodes": [{"id": upload["asset"]["id"]}], "total": {"value": 1}}
    assert await read_asset(owner, upload["asset"]["id"]) is not None
