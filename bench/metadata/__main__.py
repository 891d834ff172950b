"""What reading a photo's metadata costs: python -m bench.metadata [--rounds N].

Opens each picture as a decoder does, then reads EXIF, IPTC and XMP together into its facts, with no pixel decoded: CPU
time of the reading alone, the best of all rounds per file. Beside it stands what Pillow takes for EXIF and XMP of the
same opened file; of a PNG it unpacks the pixels for them. Goal: under 10 ms per photo.
"""

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import process_time

from PIL import Image

from bench.machine import described, percentile
from vitrine.infra.media.errors import MediaError
from vitrine.infra.media.opened import Opened
from vitrine.infra.media.opening import open_picture, prepare_decoders
from vitrine.infra.media.probe import facts_of

MEDIA = Path(__file__).parents[3] / "shared" / "media"
FOLDERS = ("photos", "orientation", "gallery", "corpus/exiftool")
GOAL = 10.0


def main() -> None:
    """Measure every picture there is and print one table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=5)
    rounds = arguments.parse_args().rounds
    prepare_decoders(210_000_000)
    print(described() + "\n")
    print("| pictures | count | p50 ms | p95 ms | slowest ms | Pillow alone p50 | p95 | slowest |")
    print("|" + "---|" * 8)
    for folder in FOLDERS:
        print(_row(folder, sorted(file for file in (MEDIA / folder).glob("*") if file.is_file()), rounds))
    with tempfile.TemporaryDirectory() as scratch:
        print(_row("a PNG of 12 MP", [_png(Path(scratch))], rounds))


def _row(name: str, files: list[Path], rounds: int) -> str:
    ours, theirs = [], []
    for file in files:
        try:
            ours.append(min(_timed(file, _ours) for _ in range(rounds)))
        except MediaError:
            continue
        theirs.append(min(_timed(file, _pillow) for _ in range(rounds)))
    if not ours:
        return f"| {name} | none here |" + " |" * 6
    mark = "" if max(ours) < GOAL else " missed"
    return f"| {name} | {len(ours)} | {_numbers(ours)}{mark} | {_numbers(theirs)} |"


def _numbers(values: list[float]) -> str:
    return f"{percentile(values, 0.5):.2f} | {percentile(values, 0.95):.2f} | {max(values):.2f}"


def _timed(file: Path, read: Callable[[Opened, Path], None]) -> float:
    opened = open_picture(file)
    with opened.picture:
        started = process_time()
        read(opened, file)
        return 1000 * (process_time() - started)


def _ours(opened: Opened, file: Path) -> None:
    facts_of(opened, file)


def _pillow(opened: Opened, _: Path) -> None:
    try:
        opened.picture.getexif()
        opened.picture.getxmp()
    except Exception as error:  # noqa: BLE001 -- it raises a dozen kinds on odd input; what it took until then counts
        del error


def _png(scratch: Path) -> Path:
    path = scratch / "large.png"
    Image.effect_noise((4000, 3000), 40).convert("RGB").save(path, compress_level=1)
    return path


if __name__ == "__main__":
    main()
