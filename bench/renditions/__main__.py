"""Three renditions of one photo, ours beside sharp's best cascade, in one run: python -m bench.renditions [--rounds N].

Rounds are interleaved (ours, sharp, ours, sharp ...) and each side's best is taken, the one that neighbours disturbed
least; the ratio of CPU time (medians) beside the ratio of speed tells noise from difference. Ours includes the pool,
its round trips and its parent. Memory is the peak of resident pages, of sharp's process and of all our children (pages
of the libraries they share counted once). SSIM is ours less sharp's, each against its own size by Lanczos, of the
rendition that fares worst. Where sharp cannot read a format (its ready-made library has no HEVC) ours stands alone.
Last come the ThumbHash and the likeness of a thumbnail.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench.renditions.hashing import hashing
from bench.renditions.likeness import likeness
from bench.renditions.ours import EDGES
from bench.renditions.pictures import make_formats

HERE = Path(__file__).parent
# How sharp says that its library was built without a decoder.
_UNREADABLE = "heif:"


@dataclass(frozen=True)
class Case:
    """One row of the table, and the ratio it must reach."""

    photo: str
    format: str
    cores: int
    count: int
    target: float
    effort: int = 4


CASES = (
    Case("24 MP", "jpeg", 1, 16, 1.2),
    Case("24 MP", "jpeg", 2, 32, 1.2),
    Case("24 MP", "webp", 1, 6, 1.0),
    Case("24 MP", "webp", 2, 12, 1.2),
    Case("12 MP", "jpeg", 1, 24, 1.5),
    Case("12 MP", "jpeg", 2, 48, 1.5),
    Case("12 MP PNG", "jpeg", 1, 8, 1.0),
    Case("12 MP PNG, alpha", "webp", 1, 4, 1.0),
    Case("12 MP WebP", "jpeg", 1, 8, 1.0),
    Case("12 MP AVIF", "jpeg", 1, 6, 1.0),
    Case("12 MP HEIC", "jpeg", 1, 6, 1.0),
)


@dataclass(frozen=True)
class Measured:
    """What each round gave: pictures in a second, CPU ms for each, MB at the peak."""

    speeds: list[float]
    cpu: list[float]
    memory: list[float]

    @property
    def speed(self) -> float:
        """Return the best round's pictures in a second."""
        return max(self.speeds)

    @property
    def milliseconds(self) -> float:
        """Return the median round's CPU time for one picture."""
        return statistics.median(self.cpu)

    @property
    def megabytes(self) -> float:
        """Return the worst round's peak."""
        return max(self.memory)


def main() -> None:
    """Measure all cases and print them as Markdown."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--only", default="", help="the cases whose photo has this in its name")
    chosen = arguments.parse_args()
    rounds = chosen.rounds
    if not (HERE / "node_modules" / "sharp").exists():
        subprocess.run([_tool("npm"), "ci", "--no-audit", "--no-fund"], cwd=HERE, check=True, stdout=sys.stderr)
    with tempfile.TemporaryDirectory(prefix="vitrine-bench-") as scratch:
        photos = make_formats(Path(scratch))
        print(f"{_processor()}, {os.cpu_count()} cores, {rounds} rounds.\n")
        print(
            "| photo | as | cores | img/s | sharp | ratio | goal | CPU ms | sharp | ratio | MB | sharp | share | SSIM |"
        )
        print("|" + "---|" * 14)
        for case in CASES:
            if chosen.only in case.photo:
                print(_row(case, photos[case.photo], Path(scratch), rounds), flush=True)
        print(f"\n{hashing(photos['12 MP'])}")


def _row(case: Case, photo: Path, scratch: Path, rounds: int) -> str:
    folders = {name: scratch / f"{name}-{case.format}" for name in ("ours", "sharp")}
    for folder in folders.values():
        folder.mkdir(exist_ok=True)
    ours, sharp = _measured(case, photo, folders, rounds)
    if not sharp.speeds:
        return (
            f"| {case.photo} | {case.format} | {case.cores} | {ours.speed:.2f} | cannot read it | | "
            f"| {ours.milliseconds:.0f} | | | {ours.megabytes:.0f} | | | |"
        )
    ratio = ours.speed / sharp.speed
    difference = min(
        likeness(_rendition(folders["ours"], case.format, edge), photo)
        - likeness(_rendition(folders["sharp"], case.format, edge), photo)
        for edge in EDGES
    )
    mark = "" if ratio >= case.target else " missed"
    return (
        f"| {case.photo} | {case.format} | {case.cores} | {ours.speed:.2f} | {sharp.speed:.2f} | **{ratio:.2f}x** "
        f"| {case.target:.1f}x{mark} | {ours.milliseconds:.0f} | {sharp.milliseconds:.0f} "
        f"| {sharp.milliseconds / ours.milliseconds:.2f}x | {ours.megabytes:.0f} | {sharp.megabytes:.0f} "
        f"| {ours.megabytes / sharp.megabytes:.2f} | {difference:+.4f} |"
    )


def _rendition(folder: Path, picture_format: str, edge: int) -> Path:
    return next(folder.glob(f"0-{edge}.{picture_format.replace('jpeg', 'jp*g')}"))


def _measured(case: Case, photo: Path, folders: dict[str, Path], rounds: int) -> tuple[Measured, Measured]:
    cores = ",".join(str(core) for core in range(case.cores))
    numbers = [case.format, str(case.effort), str(case.count), str(case.cores), str(photo)]
    commands = {
        "ours": [sys.executable, "-m", "bench.renditions.ours", *numbers, str(folders["ours"])],
        "sharp": [_tool("node"), str(HERE / "peer.mjs"), *numbers, str(folders["sharp"])],
    }
    found: dict[str, Measured] = {name: Measured([], [], []) for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            answer = subprocess.run(
                [_tool("taskset"), "-c", cores, *command], check=False, capture_output=True, text=True
            )
            if answer.returncode and name == "sharp" and _UNREADABLE in answer.stderr:
                continue
            answer.check_returncode()
            told = json.loads(answer.stdout)
            found[name].speeds.append(case.count / told["seconds"])
            found[name].cpu.append(1000 * told["cpu"] / case.count)
            found[name].memory.append(told["megabytes"])
    return found["ours"], found["sharp"]


def _tool(name: str) -> str:
    if found := shutil.which(name):
        return found
    sys.exit(f"This comparison needs {name} on PATH.")


def _processor() -> str:
    names = [
        line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line
    ]
    return names[0] if names else platform.machine()


if __name__ == "__main__":
    main()
