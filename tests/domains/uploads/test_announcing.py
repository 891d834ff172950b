"""What is refused before a byte is sent, each time with a code, a sentence and the field at fault."""

from typing import Any

import pytest

from tests.client import Client, Refused
from tests.domains.uploading import create, create_all
from vitrine.assets.models import Asset
from vitrine.uploads.models import Upload

MIB = 1024 * 1024
LARGEST = 50_000 * MIB


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        ({"size": 0}, "EMPTY_FILE", "size"),
        ({"size": -1}, "EMPTY_FILE", "size"),
        ({"size": LARGEST + 1}, "FILE_TOO_LARGE", "size"),
        ({"size": str(2**63 - 1)}, "FILE_TOO_LARGE", "size"),
        ({"filename": ""}, "BAD_FILENAME", "filename"),
        ({"filename": " \t\u202e "}, "BAD_FILENAME", "filename"),
        ({"filename": "holiday/.."}, "BAD_FILENAME", "filename"),
        ({"filename": "ä" * 126 + ".jpg"}, "BAD_FILENAME", "filename"),
        ({"filename": "setup.exe"}, "UNSUPPORTED_TYPE", "filename"),
        ({"filename": "page.html"}, "UNSUPPORTED_TYPE", "filename"),
        ({"sha256": "A" * 64}, "BAD_HASH", "sha256"),
        ({"sha256": "0" * 63}, "BAD_HASH", "sha256"),
        ({"sha256": "0" * 64 + "\n"}, "BAD_HASH", "sha256"),
        ({"title": "t" * 501}, "TEXT_TOO_LONG", "title"),
        ({"description": "d" * 10_001}, "TEXT_TOO_LONG", "description"),
        ({"idempotencyKey": "k" * 256}, "TEXT_TOO_LONG", "idempotencyKey"),
        ({"title": "a\0b"}, "TEXT_TOO_LONG", "title"),
        ({"folder": "a/" * 513}, "TEXT_TOO_LONG", "folder"),
        ({"tags": ["a"] * 101}, "TEXT_TOO_LONG", "tags"),
        ({"tags": ["a\0b"]}, "TEXT_TOO_LONG", "tags"),
    ],
)
async def test_refuses_what_cannot_become_an_asset(owner: Client, said: dict[str, Any], code: str, field: str) -> None:
    answer = await create(owner, **said)
    assert (answer["__typename"], answer["code"], answer["field"]) == ("UploadRefused", code, field)
    assert answer["message"].endswith(".")
    assert await Asset.exists() is False
    assert await Upload.exists() is False


async def test_a_refused_file_leaves_its_neighbours_alone(owner: Client) -> None:
    answers = await create_all(owner, [{"filename": "a.jpg", "size": size} for size in (10, 0, 10)])
    assert [answer["__typename"] for answer in answers] == ["Upload", "UploadRefused", "Upload"]


async def test_the_limit_that_was_passed_is_told_as_a_number(owner: Client) -> None:
    assert (await create(owner, size=LARGEST + 1))["limit"] == LARGEST
    largest = await create(owner, size=LARGEST)
    assert (largest["partCount"], largest["partSize"]) == (1000, 50 * MIB)
    assert [part["number"] for part in largest["parts"]] == list(range(1, 9))
    whole = await create(owner, size=100 * MIB)
    assert (whole["partCount"], whole["partSize"]) == (1, 100 * MIB)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("a\nb\x07c.jpg", "a b c.jpg"),
        ("exe\u202egpj.jpg", "exegpj.jpg"),
        ("C:\\Users\\me\\beach.jpg", "beach.jpg"),
        ("/etc/../photo.jpg", "photo.jpg"),
        ("Zoe\u0308.jpg", "Zoë.jpg"),
        (" spaced name .jpg", "spaced name .jpg"),
        ("写真 📷.jpg", "写真 📷.jpg"),
        ("noending", "noending"),
    ],
)
async def test_a_file_name_is_cleaned_of_what_cannot_be_shown(owner: Client, said: str, kept: str) -> None:
    assert (await create(owner, said))["asset"]["filename"] == kept


async def test_a_size_may_be_written_as_a_string(owner: Client) -> None:
    assert (await create_all(owner, [{"filename": "a.jpg", "size": "12"}]))[0]["partSize"] == 12


@pytest.mark.parametrize("size", [1.5, True, "many", None, "1" * 5000])
async def test_a_size_that_is_no_whole_number_is_a_bad_request(owner: Client, size: object) -> None:
    with pytest.raises(Refused) as refused:
        await create_all(owner, [{"filename": "a.jpg", "size": size}])
    assert refused.value.codes == ["BAD_REQUEST"]


async def test_nobody_announces_anything(nobody: Client) -> None:
    with pytest.raises(Refused) as refused:
        await create(nobody)
    assert refused.value.codes == ["UNAUTHENTICATED"]
    assert await Asset.exists() is False


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Holiday/Day 1", "Holiday/Day 1"),
        ("/Holiday//../Day\u202e 1/", "Holiday/Day 1"),
        ("C:\\Photos", "C:/Photos"),
        ("..", None),
        (None, None),
    ],
)
async def test_the_folder_of_a_file_is_kept(owner: Client, said: str | None, kept: str | None) -> None:
    upload = await create(owner, folder=said)
    answer = await owner.graphql("query($id: ID!) { asset(id: $id) { folder } }", id=upload["asset"]["id"])
    assert answer["asset"]["folder"] == kept
