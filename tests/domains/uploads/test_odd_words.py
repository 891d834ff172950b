"""Whatever is said of a file is taken or refused by name; it never makes the server stumble."""

import random
from typing import Any

import pytest

from tests.client import Client
from tests.domains.uploading import create, create_all, read_asset

TEXTS = [
    "",
    " ",
    "\0",
    "a\0b",
    "\x7f\x1b[2J",
    "\u202e\u2066",
    "\ufeff\u200b",
    "é" * 300,
    "x" * 70_000,
    "'; drop table asset; --",
    "%s %d {0} $1",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "C:\\con\\nul.jpg",
    "写真 📷 👩‍👩‍👧.jpg",
    "\\u0000",
    "NaN",
    "photo.jpg",
    "photo.jpg.exe",
    ".jpg",
    "a" * 251 + ".jpg",
    "\U0010ffff",
]
SIZES = [-(2**62), -1, 0, 1, 2**31, 2**53 + 1, 2**63 - 1, "7", "-0", 100 * 1024 * 1024]
HASHES = ["", "0" * 64, "g" * 64, "0" * 65, "٠" * 64, "0" * 64 + "\0"]
INSTANTS = [
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "2026-02-28T12:00:00+14:00",
    "2026-11-20",
    "20261120T101112",
]


def _odd(dice: random.Random) -> dict[str, Any]:
    said = {
        "filename": dice.choice(TEXTS),
        "size": dice.choice(SIZES),
        "mimeType": dice.choice(TEXTS),
        "sha256": dice.choice(HASHES),
        "idempotencyKey": dice.choice(TEXTS),
        "title": dice.choice(TEXTS),
        "description": dice.choice(TEXTS),
        "tags": dice.sample(TEXTS, dice.randrange(4)),
        "capturedAt": dice.choice(INSTANTS),
    }
    left_out = dice.sample(sorted(said.keys() - {"filename", "size"}), 4)
    usual = {"filename": "photo.jpg", "size": 1000}
    return usual | {name: value for name, value in said.items() if name not in left_out and dice.random() < 0.6}


@pytest.mark.parametrize("seed", range(8))
async def test_odd_words_are_taken_or_refused_by_name(owner: Client, seed: int) -> None:
    dice = random.Random(seed)
    inputs: list[dict[str, Any]] = []
    while len(str(inputs)) < 600_000 and len(inputs) < 100:
        inputs.append(_odd(dice))
    answers = await create_all(owner, inputs)
    kinds = [answer["__typename"] for answer in answers]
    assert set(kinds) == {"Upload", "UploadRefused"}
    for answer in answers:
        assert answer["__typename"] == "Upload" or (answer["code"].isupper() and answer["message"].endswith("."))


@pytest.mark.parametrize(
    ("said", "local", "offset", "utc"),
    [
        ("2026-02-28T12:00:00+14:00", "2026-02-28T12:00:00", 840, "2026-02-27T22:00:00Z"),
        ("2026-02-28T12:00:00Z", "2026-02-28T12:00:00", 0, "2026-02-28T12:00:00Z"),
        ("2026-02-28T12:00:00-03:30", "2026-02-28T12:00:00", -210, "2026-02-28T15:30:00Z"),
    ],
)
async def test_a_capture_time_keeps_the_clock_it_was_said_in(
    owner: Client, said: str, local: str, offset: int, utc: str
) -> None:
    upload = await create(owner, capturedAt=said)
    asked = "query($id: ID!) { asset(id: $id) { capturedAt { local offsetMinutes utc } } }"
    answer = await owner.graphql(asked, id=upload["asset"]["id"])
    assert answer["asset"]["capturedAt"] == {"local": local, "offsetMinutes": offset, "utc": utc}


async def test_a_title_is_never_empty(owner: Client) -> None:
    for said in ({}, {"title": ""}, {"title": "   "}, {"filename": ".jpg"}):
        upload = await create(owner, **said)  # type: ignore[arg-type]  # each names other arguments
        asset = await read_asset(owner, upload["asset"]["id"])
        assert asset is not None
        assert asset["title"].strip()
