"""Bytes that the library holds already are not sent again; whoever may not see them learns nothing."""

import hashlib

import pytest

from tests.client import Client
from tests.domains.uploading import UPLOAD, Answer, complete, create, photo, put, read_asset, ready, settled
from vitrine.assets.models import Asset, Original
from vitrine.uploads.models import Upload

OFFER = """mutation($inputs: [OfferUploadHashInput!]!) { offerUploadHashes(inputs: $inputs) {
  __typename ... on Upload { id status parts { url } duplicateOf { id } } ... on UploadRefused { code message field }
} }"""


def _sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


async def _offer(client: Client, upload: Answer, sha256: str) -> Answer:
    [answer] = (await client.graphql(OFFER, inputs=[{"upload": upload["id"], "sha256": sha256}]))["offerUploadHashes"]
    return dict(answer)


async def test_known_bytes_are_ready_without_being_sent(owner: Client, colleague: Client) -> None:
    body = photo()
    first = await ready(owner, body)
    for client in (owner, colleague):
        upload = await create(client, "again.jpg", len(body), sha256=_sha256(body), tags=["Again"])
        assert (upload["status"], upload["parts"], upload["duplicateOf"]["id"]) == ("INSTANT", [], first["id"])
        asset = await settled(client, await complete(client, upload))
        assert (asset["status"], asset["sha256"], asset["title"]) == ("READY", first["sha256"], "again")
        assert asset["thumbnail"]
        assert {"tag": {"name": "Again"}, "source": "HAND"} in asset["tags"]
    assert await Original.all().count() == 1


async def test_a_hash_that_is_known_while_parts_go_up_ends_the_sending(owner: Client) -> None:
    body = photo()
    first = await ready(owner, body)
    upload = await create(owner, size=len(body))
    assert upload["status"] == "WAITING"
    answer = await _offer(owner, upload, _sha256(body))
    assert (answer["status"], answer["parts"], answer["duplicateOf"]) == ("INSTANT", [], {"id": first["id"]})
    assert (await settled(owner, await complete(owner, upload)))["status"] == "READY"


async def test_a_hash_of_bytes_that_nobody_has_changes_nothing(owner: Client) -> None:
    body = photo()
    upload = await create(owner, size=len(body))
    answer = await _offer(owner, upload, _sha256(body))
    assert (answer["status"], answer["duplicateOf"]) == ("WAITING", None)
    await put(owner, upload, body)
    assert (await settled(owner, await complete(owner, upload)))["sha256"] == _sha256(body)


async def test_another_library_does_not_learn_that_bytes_are_known(owner: Client, stranger: Client) -> None:
    body = photo()
    await ready(owner, body)
    upload = await create(stranger, size=len(body), sha256=_sha256(body))
    assert (upload["status"], upload["duplicateOf"]) == ("WAITING", None)
    assert (await _offer(stranger, upload, _sha256(body)))["status"] == "WAITING"
    assert (await complete(stranger, upload))["code"] == "BYTES_NOT_THERE"


async def test_a_hash_with_another_size_is_not_believed(owner: Client) -> None:
    body = photo()
    await ready(owner, body)
    assert (await create(owner, size=len(body) + 1, sha256=_sha256(body)))["status"] == "WAITING"


@pytest.mark.parametrize(("choice", "tags"), [("LINK", {"Mine", "Theirs"}), ("SKIP", {"Mine"})])
async def test_whoever_has_it_already_may_link_or_skip(
    owner: Client, colleague: Client, choice: str, tags: set[str]
) -> None:
    body = photo()
    first = await ready(owner, body, tags=["Mine"])
    upload = await create(colleague, size=len(body), sha256=_sha256(body), tags=["Theirs"])
    kept = await complete(colleague, upload, onDuplicate=choice)
    assert kept["id"] == first["id"]
    assert {each["tag"]["name"] for each in kept["tags"] if each["source"] == "HAND"} == tags
    assert await read_asset(colleague, upload["asset"]["id"]) is None
    assert (await complete(colleague, upload, onDuplicate=choice))["id"] == first["id"], "asking twice is asking once"
    assert await Asset.all().count() == 1


async def test_link_and_skip_mean_nothing_for_bytes_that_are_new(owner: Client) -> None:
    body = photo()
    for choice in ("LINK", "SKIP"):
        body += b"x"
        upload = await create(owner, size=len(body), sha256=_sha256(body))
        await put(owner, upload, body)
        assert (await complete(owner, upload, onDuplicate=choice))["id"] == upload["asset"]["id"]


async def test_what_went_into_the_trash_meanwhile_has_to_be_sent(owner: Client) -> None:
    body = photo()
    first = await ready(owner, body)
    upload = await create(owner, size=len(body), sha256=_sha256(body))
    trash = "mutation($ids: [ID!]!) { trashAssets(ids: $ids) { __typename } }"
    await owner.graphql(trash, ids=[first["id"]])
    assert (await complete(owner, upload))["code"] == "BYTES_NOT_THERE"
    again = (await owner.graphql(UPLOAD, id=upload["id"]))["upload"]
    assert again["status"] == "WAITING"
    await put(owner, again, body)
    assert (await settled(owner, await complete(owner, upload)))["status"] == "READY"


@pytest.mark.parametrize("sha256", ["", "x", "0" * 63, "A" * 64, "0" * 65, "\x00" * 64])
async def test_refuses_what_cannot_be_a_hash(owner: Client, sha256: str) -> None:
    upload = await create(owner)
    assert (await _offer(owner, upload, sha256))["code"] == "BAD_HASH"


async def test_refuses_a_hash_for_someone_elses_upload(owner: Client, colleague: Client) -> None:
    upload = await create(owner)
    assert (await _offer(colleague, upload, "0" * 64))["code"] == "UPLOAD_NOT_FOUND"
    assert (await Upload.get()).claimed_sha256 is None
