"""Odd and hostile files by the thousand: each ends with pictures or with a reason, and no decoder dies of it.

All fifteen hundred take four seconds, so all are in every run.
"""

import asyncio
import random
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.unit.media.conftest import LARGE, PREVIEW, THUMBNAIL
from vitrine.infra.media.errors import MediaError
from vitrine.infra.media.file_types import Kind
from vitrine.infra.media.pool import DecoderPool
from vitrine.infra.media.sniff import sniff

REASONS = {"EMPTY", "UNSUPPORTED", "DISAGREEMENT", "CORRUPT", "TOO_LARGE"}


async def outcome(pool: DecoderPool, file: Path, folder: Path) -> str:
    """Do with `file` what the worker does, and name how it ended."""
    try:
        found = sniff(file, file.name)
        if found.kind is not Kind.IMAGE:
            return "KEPT"
        first = await pool.first_sight(file, [THUMBNAIL], folder)
        made = await pool.render(file, [PREVIEW, LARGE], folder)
    except MediaError as error:
        return error.code
    assert first.facts.mime == found.mime
    assert all((item.width or 0) <= first.facts.width and (item.height or 0) <= first.facts.height for item in made)
    return "READY"


async def outcomes(pool: DecoderPool, files: Iterable[Path], tmp_path: Path) -> dict[Path, str]:
    """Two files at a time, as on the machine; each in a folder of its own, which must be empty after a refusal."""
    slots = asyncio.Semaphore(2)
    ended: dict[Path, str] = {}

    async def one(number: int, file: Path) -> None:
        folder = tmp_path / f"out-{number}"
        async with slots:
            folder.mkdir()
            ended[file] = await outcome(pool, file, folder)
            left = {item.name for item in folder.iterdir()}
        assert left <= {"thumb.webp"} if ended[file] != "READY" else len(left) == 3

    await asyncio.gather(*(one(number, file) for number, file in enumerate(files)))
    return ended


def strange(ended: dict[Path, str]) -> dict[str, str]:
    return {str(file): code for file, code in ended.items() if code not in REASONS | {"READY", "KEPT"}}


@pytest.mark.parametrize(
    ("folder", "least_ready"),
    [
        ("corpus/pillow", 600),
        ("corpus/exiftool", 45),
        ("corpus/file-type", 10),
        ("corpus/small", 5),
        ("corpus/attack", 0),
        ("odd", 7),
        ("photos", 15),
        ("orientation", 8),
    ],
)
async def test_every_file_ends_with_pictures_or_a_reason(
    pool: DecoderPool, shared: Path, tmp_path: Path, folder: str, least_ready: int
) -> None:
    files = sorted(file for file in (shared / folder).rglob("*") if file.is_file())
    ended = await outcomes(pool, files, tmp_path)
    assert len(ended) == len(files) > 0
    assert strange(ended) == {}
    assert list(ended.values()).count("READY") >= least_ready


def mutilated(data: Path, tmp_path: Path, rounds: int) -> list[Path]:
    """Photos with bytes overwritten, most near the start where the structure is, and some cut off; always the same."""
    files = []
    for seed in range(rounds):
        for source in sorted(data.glob("*.*")):
            chance = random.Random(f"{seed} {source.name}")
            content = bytearray(source.read_bytes())
            if not content or source.suffix == ".md" or len(content) > 200_000:
                continue
            for _ in range(chance.choice([1, 10, 200])):
                content[int(len(content) * chance.random() ** 3)] = chance.randrange(256)
            if chance.random() < 0.3:
                del content[chance.randrange(len(content)) :]
            files.append(tmp_path / f"{seed}-{source.name}")
            files[-1].write_bytes(content)
    return files


async def test_damaged_photos_end_with_pictures_or_a_reason(pool: DecoderPool, data: Path, tmp_path: Path) -> None:
    ended = await outcomes(pool, mutilated(data, tmp_path, rounds=6), tmp_path)
    assert strange(ended) == {}
    assert {"READY", "CORRUPT"} <= set(ended.values())


@pytest.mark.long
@pytest.mark.timeout(1800)
async def test_photos_damaged_in_a_thousand_ways_kill_no_decoder(pool: DecoderPool, data: Path, tmp_path: Path) -> None:
    ended = await outcomes(pool, mutilated(data, tmp_path, rounds=1000), tmp_path)
    assert strange(ended) == {}
