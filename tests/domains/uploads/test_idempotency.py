"""The same key is the same upload, however often and however fast a request is repeated."""

import asyncio
from typing import Any

import pytest

from tests.client import Client
from tests.domains.people import Person
from tests.domains.uploading import Answer, complete, create, create_all, photo, put, settled
from tests.machine import Machine
from vitrine.accounts.models import ApiKey, Membership, Role
from vitrine.accounts.tokens import digest, new_api_key
from vitrine.assets.models import Asset
from vitrine.uploads.models import Upload
from vitrine.work.models import Change


async def test_twenty_requests_at_once_with_one_key_make_one_upload(owner: Client) -> None:
    answers = await asyncio.gather(*(create(owner, idempotencyKey="once", tags=["a", "b"]) for _ in range(20)))
    assert len({answer["id"] for answer in answers}) == 1
    assert all(answer["parts"] for answer in answers)
    assert await Upload.all().count() == await Asset.all().count() == 1
    assert await Change.filter(kind="CREATED").count() == 1


async def test_one_key_twice_in_one_batch_makes_one_upload(owner: Client) -> None:
    said = {"filename": "a.jpg", "size": 10, "idempotencyKey": "twice"}
    first, second = await create_all(owner, [said, said])
    assert first["id"] == second["id"]
    assert await Upload.all().count() == 1


@pytest.mark.parametrize("other", [{"size": 11}, {"filename": "b.jpg"}, {"sha256": "0" * 64}, {"title": "t"}])
async def test_a_key_is_refused_for_another_file(owner: Client, other: dict[str, Any]) -> None:
    said: Answer = {"filename": "a.jpg", "size": 10, "idempotencyKey": "k"}
    await create(owner, **said)
    answer = await create(owner, **said | other)
    assert (answer["__typename"], answer["code"]) == ("UploadRefused", "IDEMPOTENCY_KEY_REUSED")
    assert answer["field"] == "idempotencyKey"
    assert await Upload.all().count() == 1


async def test_a_key_belongs_to_one_person(owner: Client, colleague: Client) -> None:
    mine = await create(owner, idempotencyKey="k")
    theirs = await create(colleague, idempotencyKey="k", size=5)
    assert theirs["__typename"] == "Upload"
    assert theirs["id"] != mine["id"]


async def test_a_key_belongs_to_one_library(
    app: Machine, colleague: Client, member: Person, other_owner: Person
) -> None:
    await Membership.create(library=other_owner.library, user=member.user, role=Role.MEMBER)
    key = new_api_key()
    await ApiKey.create(library=other_owner.library, user=member.user, name="Mem elsewhere", secret_hash=digest(key))
    async with Client(app.url, key) as elsewhere:
        here, there = await create(colleague, idempotencyKey="k"), await create(elsewhere, idempotencyKey="k")
    assert there["__typename"] == "Upload"
    assert there["id"] != here["id"]


async def test_without_a_key_every_request_makes_an_upload(owner: Client) -> None:
    assert (await create(owner))["id"] != (await create(owner))["id"]


async def test_a_program_that_repeats_everything_gets_one_asset(owner: Client) -> None:
    body = photo()
    for _ in range(3):
        upload = await create(owner, size=len(body), idempotencyKey="all over again")
        if upload["parts"]:
            assert await put(owner, upload, body) == 200
        asset = await settled(owner, await complete(owner, upload))
        assert asset["status"] == "READY"
    assert await Asset.all().count() == 1
    assert (upload["status"], upload["parts"]) == ("COMPLETE", [])
