"""Films of every shape, made by ffmpeg when a test asks for one, and what ffprobe says of what we made of them."""

import json
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from vitrine.infra.media.film.facts import FilmFacts
from vitrine.infra.media.film.ladder import make_ladder, rungs_owed
from vitrine.infra.media.film.probe import probe
from vitrine.infra.media.film.progress import Share
from vitrine.infra.media.recipe import Rendered
from vitrine.infra.media.sniff import identify

SHARED = Path(__file__).parents[4] / "shared" / "media"
H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
TONE = ("-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000")


def picture(size: str, seconds: float = 1.0, rate: str = "30") -> tuple[str, ...]:
    """Return the input that is a moving test picture."""
    return ("-f", "lavfi", "-i", f"testsrc2=size={size}:rate={rate}:duration={seconds}")


@dataclass
class Maker:
    """Makes each film once for the whole run."""

    folder: Path
    made: dict[str, Path] = field(default_factory=dict)
    ladders: dict[Path, "Ladder"] = field(default_factory=dict)

    def __call__(self, name: str, *arguments: str) -> Path:
        if name not in self.made:
            path = self.folder / name
            command = ["ffmpeg", "-nostdin", "-v", "error", "-y", *arguments, str(path)]
            subprocess.run(command, check=True, capture_output=True)
            self.made[name] = path
        return self.made[name]

    async def ladder(self, path: Path) -> "Ladder":
        """Return what our ladder makes of the film at `path`."""
        if path not in self.ladders:
            folder = self.folder / f"{path.name}-ladder"
            folder.mkdir()
            facts, told = await facts_of(path), list[Share]()
            rendered = await make_ladder(path, facts, rungs_owed(facts), folder, collecting(told))
            self.ladders[path] = Ladder(facts, rendered, told)
        return self.ladders[path]


@dataclass
class Ladder:
    """What came of one film."""

    facts: FilmFacts
    films: list[Rendered]
    told: list[Share]

    def sizes(self) -> list[tuple[str, int, int]]:
        """Return name, width and height by ffprobe, which must agree with what we say."""
        for film in self.films:
            video = track(film.path, "video")
            assert (video["width"], video["height"]) == (film.width, film.height)
        return [(film.name, film.width or 0, film.height or 0) for film in self.films]


def collecting(told: list[Share]) -> Callable[[Share], Any]:
    """Return a listener that remembers what it is told."""

    async def tell(share: Share) -> None:
        told.append(share)

    return tell


async def facts_of(path: Path) -> FilmFacts:
    """Return the facts of the file at `path`, as what its content is."""
    found = identify(path)
    assert found is not None
    return await probe(path, found.mime)


def told_by_ffprobe(path: Path, *arguments: str) -> dict[str, Any]:
    """Return what ffprobe says of the file at `path`."""
    command = ["ffprobe", "-v", "error", "-of", "json", *(arguments or ("-show_format", "-show_streams")), str(path)]
    told: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return told


def track(path: Path, kind: str) -> dict[str, Any]:
    """Return the only track of a kind."""
    (found,) = [stream for stream in told_by_ffprobe(path)["streams"] if stream["codec_type"] == kind]
    return dict(found)


def key_frames(path: Path) -> list[float]:
    """Return when key frames are shown, in seconds."""
    told = told_by_ffprobe(path, "-select_streams", "v:0", "-show_entries", "packet=pts_time,flags")
    return [float(packet["pts_time"]) for packet in told["packets"] if packet["flags"].startswith("K")]


def pixels(path: Path, size: tuple[int, int] = (16, 9), at: float = 0.0, *filters: str) -> list[tuple[int, ...]]:
    """Return the colours of one frame, made small, as ffmpeg understands the file."""
    chain = ",".join([*filters, f"scale={size[0]}:{size[1]}:flags=area", "format=rgb24"])
    seek = ["-ss", str(at)] if at else []
    command = ["ffmpeg", "-v", "error", "-nostdin", *seek, "-i", str(path), "-frames:v", "1"]
    raw = subprocess.run([*command, "-vf", chain, "-f", "rawvideo", "-"], check=True, capture_output=True).stdout
    return [tuple(raw[start : start + 3]) for start in range(0, len(raw), 3)]


def difference(one: Sequence[tuple[int, ...]], other: Sequence[tuple[int, ...]]) -> float:
    """Return how far two pictures are apart on average, of 255."""
    apart = [abs(a - b) for left, right in zip(one, other, strict=True) for a, b in zip(left, right, strict=True)]
    return sum(apart) / len(apart)


@pytest.fixture(scope="session")
def film(tmp_path_factory: pytest.TempPathFactory) -> Maker:
    """Make films."""
    return Maker(tmp_path_factory.mktemp("films"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The large collection of media, where this checkout has it beside it."""
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is not here")
    return SHARED
