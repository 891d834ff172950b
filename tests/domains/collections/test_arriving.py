"""Files go into a collection as they are uploaded; a duplicate hands its place on."""

from tests.client import Client
from tests.domains.collections.asked import add, delete, inside, make, refused, where
from tests.domains.uploading import complete, create, create_all, photo, ready
from vitrine.uploads.models import Upload


async def test_a_file_is_in_its_collection_from_the_beginning(owner: Client, colleague: Client) -> None:
    place = await make(owner, "Place")
    asset = await ready(owner, collection=place["id"])
    assert await inside(owner, place) == await inside(colleague, place) == [asset["id"]]


async def test_until_it_has_arrived_only_its_uploader_sees_it_there(owner: Client, colleague: Client) -> None:
    place = await make(owner, "Place")
    upload = await create(owner, collection=place["id"])
    assert await inside(owner, place, status=["UPLOADING"]) == [upload["asset"]["id"]]
    assert await inside(colleague, place, status=["UPLOADING"]) == []
    refused(await delete(colleague, place), "COLLECTION_NOT_EMPTY", "id")


async def test_a_collection_that_is_not_there_is_refused_for_that_file_alone(owner: Client, stranger: Client) -> None:
    place, theirs = await make(owner, "Place"), await make(stranger, "Theirs")
    wanted = [place["id"], theirs["id"], "x", None]
    answers = await create_all(
        owner, [{"filename": "a.jpg", "size": 5, **({"collection": each} if each else {})} for each in wanted]
    )
    assert [answer.get("code") for answer in answers] == [None, "COLLECTION_NOT_FOUND", "COLLECTION_NOT_FOUND", None]
    assert answers[1]["field"] == "collection"
    assert await Upload.all().count() == 2, "nothing is left of what was refused"


async def test_a_repeated_announcement_may_name_another_place(owner: Client) -> None:
    one, other = await make(owner, "One"), await make(owner, "Other")
    first = await create(owner, idempotencyKey="k", collection=one["id"])
    again = await create(owner, idempotencyKey="k", collection=other["id"])
    assert again["id"] == first["id"]


async def test_a_linked_duplicate_puts_the_asset_that_is_there_into_the_collection(owner: Client) -> None:
    body = photo()
    one, other, free = await make(owner, "One"), await make(owner, "Other"), await make(owner, "Free", exclusive=False)
    there = await ready(owner, body)
    for place, now in ((one, ["One"]), (other, ["One"]), (free, ["Free", "One"])):
        upload = await create(owner, size=len(body), sha256=there["sha256"], collection=place["id"])
        linked = await complete(owner, upload, onDuplicate="LINK")
        assert linked["id"] == there["id"]
        assert (await where(owner, there["id"]))["names"] == now, "an exclusive place is kept, not swapped"


async def test_the_duplicate_that_is_kept_gets_the_places_of_the_others(owner: Client) -> None:
    body = photo()
    one, free = await make(owner, "One"), await make(owner, "Free", exclusive=False)
    kept = await ready(owner, body)
    other = await ready(owner, body)
    await add(owner, one, other["id"])
    await add(owner, free, other["id"])
    group = (await owner.graphql("{ duplicates { nodes { id } } }"))["duplicates"]["nodes"][0]["id"]
    keep = """mutation($input: KeepDuplicateInput!) { keepDuplicate(input: $input) {
      __typename ... on DuplicateKept { kept { collections { name } } } } }"""
    answer = await owner.graphql(keep, input={"group": group, "keep": kept["id"]})
    # The other one is in the trash and keeps its exclusive place; the kept one comes into both.
    assert answer["keepDuplicate"]["kept"]["collections"] == [{"name": "Free"}, {"name": "One"}]
