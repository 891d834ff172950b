"""Many files in one request: each is answered by itself, and batches that meet wait for each other."""

import asyncio
import hashlib
import random
from datetime import datetime, timedelta, timezone
from io import BytesIO
from typing import Any
from uuid import uuid4

from tests.client import Client
from tests.domains.people import Person
from tests.domains.uploading import COMPLETE, create, create_all, photo, put, ready
from vitrine.accounts.policy import Actor
from vitrine.assets.models import Asset, AssetStatus
from vitrine.organise.models import AssetTag, Tag
from vitrine.services import Services
from vitrine.uploads.actions import OpenUpload
from vitrine.uploads.announcing import create_uploads
from vitrine.uploads.completing import Sent, complete_uploads
from vitrine.uploads.errors import BytesNotThere, UploadNotFound
from vitrine.uploads.models import Upload
from vitrine.uploads.policy import Announcement
from vitrine.work.models import Change, Job

# No instant of PostgreSQL's: five hours before the year 1.
BEFORE_TIME = datetime.min.replace(tzinfo=timezone(timedelta(hours=5)))


def _files(number: int, **more: Any) -> list[Announcement]:
    return [
        Announcement(filename=f"{each}.jpg", size=10, idempotency_key=f"key {each}", **more) for each in range(number)
    ]


async def _announced(services: Services, actor: Actor, said: list[Announcement]) -> list[Upload]:
    opened = await create_uploads(services, actor, said)
    uploads = [each.upload for each in opened if isinstance(each, OpenUpload)]
    assert len(uploads) == len(said), opened
    return uploads


async def _sent(services: Services, uploads: list[Upload]) -> None:
    for upload in uploads:
        await services.storage.put(upload.key, BytesIO(b"x" * upload.size), upload.size, "image/jpeg")


async def test_each_of_a_batch_is_announced_or_refused_by_itself(owner: Client) -> None:
    body = photo()
    known = await ready(owner, body)
    await create(owner, "first.jpg", 5, idempotencyKey="taken")
    answers = await create_all(
        owner,
        [
            {"filename": "good.jpg", "size": 7, "tags": ["one", "two"]},
            {"filename": "empty.jpg", "size": 0},
            {"filename": "other.jpg", "size": 5, "idempotencyKey": "taken"},
            {"filename": "first.jpg", "size": 5, "idempotencyKey": "taken"},
            {"filename": "again.jpg", "size": len(body), "sha256": hashlib.sha256(body).hexdigest()},
            {"filename": "last.jpg", "size": 8, "tags": ["two"]},
        ],
    )
    said = [answer.get("code") or answer["status"] for answer in answers]
    assert said == ["WAITING", "EMPTY_FILE", "IDEMPOTENCY_KEY_REUSED", "WAITING", "INSTANT", "WAITING"]
    assert [len(answer.get("parts", [])) for answer in answers] == [1, 0, 0, 1, 0, 1]
    assert answers[4]["duplicateOf"] == {"id": known["id"]}
    assert [answers[place]["asset"]["title"] for place in (0, 3, 4, 5)] == ["good", "first", "again", "last"]
    assert await AssetTag.filter(source="HAND").count() == 3


async def test_what_cannot_be_written_down_spoils_nothing_but_itself(quiet: Services, member: Person) -> None:
    said = [*_files(3), Announcement(filename="early.jpg", size=10, captured_at=BEFORE_TIME), *_files(5)[3:]]
    answers = await create_uploads(quiet, member.actor, said)
    assert [isinstance(answer, OpenUpload) for answer in answers] == [True, True, True, False, True, True]
    assert await Upload.all().count() == await Asset.all().count() == 5
    assert await Change.filter(kind="CREATED").count() == 5


async def test_batches_with_the_same_keys_and_tags_at_once_make_each_upload_once(
    quiet: Services, member: Person
) -> None:
    files = _files(30, tags=tuple(f"tag {number}" for number in range(20)))
    orders = [random.Random(seed).sample(files, len(files)) for seed in range(6)]
    made = await asyncio.gather(*(_announced(quiet, member.actor, order) for order in orders))
    named = [{upload.idempotency_key: upload.id for upload in uploads} for uploads in made]
    assert all(each == named[0] for each in named)
    assert await Upload.all().count() == await Asset.all().count() == await Change.all().count() == 30
    assert (await Tag.all().count(), await AssetTag.all().count()) == (20, 600)


async def test_each_of_a_batch_is_completed_or_refused_by_itself(owner: Client, colleague: Client) -> None:
    body = photo()
    known = await ready(owner, body)
    sha256 = hashlib.sha256(body).hexdigest()
    good, missing = await create_all(owner, [{"filename": name, "size": len(body)} for name in ("a.jpg", "b.jpg")])
    linked, kept = [await create(owner, "c.jpg", len(body), sha256=sha256, tags=["sea"]) for _ in range(2)]
    theirs = await create(colleague, size=5)
    await put(owner, good, body)
    inputs = [
        {"upload": good["id"]},
        {"upload": missing["id"]},
        {"upload": linked["id"], "onDuplicate": "LINK"},
        {"upload": kept["id"]},
        {"upload": theirs["id"]},
        {"upload": "nothing"},
        {"upload": missing["id"], "sha256": "A"},
        {"upload": good["id"], "onDuplicate": "SKIP"},
        {"upload": linked["id"], "onDuplicate": "LINK"},
    ]
    answers = (await owner.graphql(COMPLETE, inputs=inputs))["completeUploads"]
    assert [answer.get("code") for answer in answers] == [
        *(None, "BYTES_NOT_THERE", None, None),
        *("UPLOAD_NOT_FOUND", "UPLOAD_NOT_FOUND", "BAD_HASH", None, None),
    ]
    ids = [answers[place]["id"] for place in (0, 2, 3, 7, 8)]
    assert ids == [good["asset"]["id"], known["id"], kept["asset"]["id"], good["asset"]["id"], known["id"]]
    assert {"tag": {"name": "sea"}, "source": "HAND"} in answers[2]["tags"]
    assert await Job.filter(kind="uploads.receive").count() == 2


async def test_batches_that_complete_the_same_uploads_at_once_complete_each_once(
    quiet: Services, member: Person
) -> None:
    uploads = await _announced(quiet, member.actor, _files(20))
    await _sent(quiet, uploads)
    orders = [random.Random(seed).sample(uploads, len(uploads)) for seed in range(6)]
    done = await asyncio.gather(
        *(complete_uploads(quiet, member.actor, [Sent(upload.id) for upload in order]) for order in orders)
    )
    for order, answers in zip(orders, done, strict=True):
        ids = [answer.id for answer in answers if isinstance(answer, Asset)]
        assert ids == [upload.asset_id for upload in order]
    assert await Asset.filter(status=AssetStatus.PROCESSING, revision=2).count() == 20
    assert await Job.all().count() == 20
    assert await Change.all().count() == 20 * 3


async def test_what_cannot_be_completed_spoils_nothing_but_itself(quiet: Services, member: Person) -> None:
    uploads = await _announced(quiet, member.actor, _files(4))
    await _sent(quiet, uploads[:3])
    # Nobody does this; it stands for whatever nobody expects.
    await Asset.filter(id=uploads[1].asset_id).delete()
    said = [*(Sent(upload.id) for upload in uploads), Sent(uuid4())]
    first, spoilt, second, missing, unknown = await complete_uploads(quiet, member.actor, said)
    assert [getattr(answer, "id", None) for answer in (first, second)] == [uploads[0].asset_id, uploads[2].asset_id]
    assert isinstance(spoilt, KeyError)
    assert (type(missing), type(unknown)) == (BytesNotThere, UploadNotFound)
    assert (await Upload.get(id=uploads[1].id)).finished_at is None


async def test_jobs_of_a_batch_wait_in_the_order_of_the_batch(quiet: Services, member: Person) -> None:
    uploads = await _announced(quiet, member.actor, _files(10))
    await _sent(quiet, uploads)
    await complete_uploads(quiet, member.actor, [Sent(upload.id) for upload in uploads])
    waiting = await Job.all().order_by("turn").values_list("asset_id", flat=True)
    assert waiting == [upload.asset_id for upload in uploads]
    assert await quiet.redis.zcard("vitrine:image") >= 10


async def test_a_new_tag_that_two_files_write_differently_is_one_tag(owner: Client) -> None:
    files = [{"filename": f"{word}.jpg", "size": 9, "tags": [word]} for word in ("beach", "Beach", "BEACH", "sea")]
    await create_all(owner, files)
    assert {tag.name for tag in await Tag.all()} == {"BEACH", "sea"}
    assert await AssetTag.all().count() == 4
