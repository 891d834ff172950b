"""Odd and hostile files by the thousand: each ends with pictures or with a reason, in time, and no decoder dies."""

import asyncio
import gzip
import random
import re
import shutil
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
from PIL import Image

from tests.unit.media.dng import write_dng
from vitrine.assets.models import MediaKind, Original
from vitrine.infra.media.errors import MediaError
from vitrine.infra.media.file_types import FileType
from vitrine.infra.media.limits import MIB
from vitrine.infra.media.pool import DecoderPool
from vitrine.infra.media.sniff import sniff
from vitrine.pictures.recipes import MOVING, PREVIEWS
from vitrine.renditions.looks import Look
from vitrine.uploads.kinds import look_at

REASONS = {"EMPTY", "UNSUPPORTED", "DISAGREEMENT", "CORRUPT", "TOO_LARGE", "BOMB", "NEEDS_PASSWORD"}
DRAWINGS = {"image/svg+xml", "image/svg+xml-compressed"}
DRAWING = """<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY c "#f00">]>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="64" height="48">
<defs><linearGradient id="g"><stop stop-color="&c;"/><stop offset="1" stop-color="blue"/></linearGradient>
<filter id="f"><feGaussianBlur stdDeviation="2"/></filter><rect id="r" width="20" height="20" fill="url(#g)"/></defs>
<g transform="translate(4 4) scale(1.5)"><use xlink:href="#r"/><text y="20" filter="url(#f)">Word</text></g>
<path d="M0 0 L40 40 Q10 10 30 5 A5 5 0 0 1 9 9 z" style="fill:none;stroke:green"/></svg>"""
LONGEST, LARGEST = 60.0, 1536 * MIB


@dataclass
class Ended:
    """How each file ended, how long the slowest took, and the most memory that any decoder ever held."""

    codes: dict[Path, str] = field(default_factory=dict)
    seconds: dict[Path, float] = field(default_factory=dict)
    memory: int = 0

    def strange(self) -> dict[str, str]:
        return {str(file): code for file, code in self.codes.items() if code not in REASONS | {"READY"}}

    def count(self, code: str) -> int:
        return list(self.codes.values()).count(code)


async def outcome(pool: DecoderPool, file: Path, path: Path) -> str:
    """Do with `file`, which lies at `path`, what the workers do before it is READY, and name how it ended."""
    try:
        found = sniff(path, file.name)
        look = await first_look(pool, found, path)
        if look is not None and found.mime.startswith("image/"):
            await follow(pool, look, found, path)
    except MediaError as error:
        return error.code
    return "READY"


async def first_look(pool: DecoderPool, found: FileType, path: Path) -> Look | None:
    """Have the first look that uploads have; it asks its claim for nothing but the decoders."""
    claim: Any = SimpleNamespace(services=SimpleNamespace(decoders=pool))
    original = Original(id=uuid4(), kind=MediaKind(found.kind.value), mime_type=found.mime, facts={})
    return await look_at(claim, original, path)


async def follow(pool: DecoderPool, look: Look, found: FileType, path: Path) -> None:
    """Make the rest of a picture's copies."""
    made = await pool.render(path, PREVIEWS, path.parent)
    width, height = int(look.facts["width"]), int(look.facts["height"])
    if found.mime not in DRAWINGS:
        assert all((each.width or 0) <= width and (each.height or 0) <= height for each in made)
    if look.facts.get("frames", 1) > 1 and found.extension in {"gif", "png", "webp", "avif"}:
        # If it fails the still picture is there, but only a named reason will do.
        assert await moving(pool, path) in REASONS | {"MOVES"}, path


async def moving(pool: DecoderPool, path: Path) -> str:
    """Make the moving copy, and name how that ended."""
    try:
        await pool.animate(path, MOVING, path.parent)
    except MediaError as error:
        return error.code
    return "MOVES"


async def outcomes(pool: DecoderPool, files: Iterable[Path], tmp_path: Path) -> Ended:
    """Two files at a time, as on the machine, each in a folder of its own."""
    slots = asyncio.Semaphore(2)
    ended = Ended()

    async def one(number: int, file: Path) -> None:
        folder = tmp_path / f"out-{number}"
        async with slots:
            folder.mkdir()
            shutil.copyfile(file, folder / "original")
            started = time.monotonic()
            ended.codes[file] = await outcome(pool, file, folder / "original")
            ended.seconds[file] = time.monotonic() - started
            ended.memory = max(ended.memory, *(peak(pid) for pid in pool.pids))

    await asyncio.gather(*(one(number, file) for number, file in enumerate(files)))
    assert ended.strange() == {}
    assert {str(file): taken for file, taken in ended.seconds.items() if taken > LONGEST} == {}
    assert 0 < ended.memory <= LARGEST
    return ended


def peak(pid: int) -> int:
    """Return the most bytes that a process ever had resident."""
    try:
        found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0
    return int(found[1]) * 1024 if found else 0


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("folder", "least_ready"),
    [
        ("corpus/pillow", 670),
        ("corpus/exiftool", 58),
        ("corpus/file-type", 45),
        ("corpus/small", 10),
        ("corpus/attack", 15),
        ("corpus/pdf", 25),
        pytest.param("corpus/tinytag", 1, marks=pytest.mark.long),
        ("odd", 7),
        ("photos", 16),
        ("orientation", 8),
        ("documents", 2),
        ("audio", 1),
    ],
)
async def test_every_file_ends_with_pictures_or_a_reason(
    pool: DecoderPool, shared: Path, tmp_path: Path, folder: str, least_ready: int
) -> None:
    files = sorted(file for file in (shared / folder).rglob("*") if file.is_file())
    ended = await outcomes(pool, files, tmp_path)
    assert len(ended.codes) == len(files) > 0
    assert ended.count("READY") >= least_ready


def sources(data: Path, tmp_path: Path) -> list[Path]:
    """Small photos beside the tests, and one of each kind that is not among them."""
    folder = tmp_path / "sources"
    folder.mkdir()
    chance = np.random.default_rng(3)
    rasters = [Image.fromarray(chance.integers(0, 255, (48, 64, 4), np.uint8)) for _ in range(3)]
    for ending in ("gif", "png", "webp", "avif"):
        rasters[0].save(folder / f"moving.{ending}", save_all=True, append_images=rasters[1:], duration=100)
    for ending, compression in (("tif", None), ("lzw.tif", "tiff_lzw"), ("jpeg.tif", "jpeg")):
        rasters[0].convert("RGB").save(folder / f"still.{ending}", compression=compression)
    rasters[0].convert("RGB").save(folder / "still.bmp")
    write_dng(folder / "photo.dng", chance.integers(0, 65_535, (96, 128, 3), np.uint16), orientation=6)
    (folder / "drawing.svg").write_text(DRAWING)
    (folder / "drawing.svgz").write_bytes(gzip.compress(DRAWING.encode()))
    return sorted([*(path for path in data.glob("*.*") if path.suffix != ".md"), *folder.iterdir()])


def mutilated(data: Path, tmp_path: Path, rounds: int) -> list[Path]:
    """Pictures with bytes overwritten, most near the start where the structure is, some cut off; always the same."""
    files = []
    for seed, source in product(range(rounds), sources(data, tmp_path)):
        chance = random.Random(f"{seed} {source.name}")
        content = bytearray(source.read_bytes())
        if not content or len(content) > 200_000:
            continue
        # The first bytes say what it is; without them no decoder is asked.
        first = 0 if chance.random() < 0.1 else 16
        for _ in range(chance.choice([1, 10, 200])):
            content[first + int((len(content) - first) * chance.random() ** 3)] = chance.randrange(256)
        if chance.random() < 0.3:
            del content[chance.randrange(len(content)) :]
        files.append(tmp_path / f"{seed}-{source.name}")
        files[-1].write_bytes(content)
    return files


async def test_damaged_photos_end_with_pictures_or_a_reason(pool: DecoderPool, data: Path, tmp_path: Path) -> None:
    ended = await outcomes(pool, mutilated(data, tmp_path, rounds=6), tmp_path)
    assert {"READY", "CORRUPT"} <= set(ended.codes.values())


@pytest.mark.long
@pytest.mark.timeout(3600)
async def test_photos_damaged_in_a_thousand_ways_kill_no_decoder(pool: DecoderPool, data: Path, tmp_path: Path) -> None:
    ended = await outcomes(pool, mutilated(data, tmp_path, rounds=500), tmp_path)
    assert {"READY", "CORRUPT"} <= set(ended.codes.values())
