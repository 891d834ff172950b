"""Every document there is, and every picture with odd metadata, through the whole product."""

import asyncio
from pathlib import Path

import pytest

from tests.client import Client
from tests.domains.uploading import complete, create, put, settled

NAMED = {"UNSUPPORTED_TYPE", "UNSUPPORTED", "DISAGREEMENT", "CORRUPT", "NEEDS_PASSWORD", "EMPTY", "TOO_LARGE", "BOMB"}


async def ends(owner: Client, files: list[Path]) -> dict[str, str]:
    """Upload files, four at a time, and return how each ended: its status, or the code of its failure."""
    slots = asyncio.Semaphore(4)

    async def one(file: Path) -> tuple[str, str]:
        async with slots:
            body = file.read_bytes()
            upload = await create(owner, file.name, len(body))
            if upload["__typename"] == "UploadRefused":
                return file.name, upload["code"]
            assert await put(owner, upload, body) == 200
            asset = await settled(owner, await complete(owner, upload), within=60)
            return file.name, asset["failure"]["code"] if asset["failure"] else asset["status"]

    return dict(await asyncio.gather(*(one(file) for file in files)))


@pytest.mark.long
@pytest.mark.timeout(600)
async def test_every_document_is_ready_or_says_why_not(owner: Client, media: Path) -> None:
    files = sorted([*media.glob("corpus/pdf/**/*.pdf"), *media.glob("documents/*.pdf")])
    ended = await ends(owner, files)
    assert {name: code for name, code in ended.items() if code != "READY"} == {
        "libreoffice-writer-password.pdf": "NEEDS_PASSWORD"
    }


@pytest.mark.long
@pytest.mark.timeout(600)
async def test_every_file_with_odd_metadata_is_ready_or_says_why_not(owner: Client, media: Path) -> None:
    files = [file for file in sorted(media.glob("corpus/exiftool/*")) if file.stat().st_size]
    ended = await ends(owner, files)
    strange = {name: code for name, code in ended.items() if code not in NAMED | {"READY"}}
    assert strange == {}
    assert list(ended.values()).count("READY") > 50
