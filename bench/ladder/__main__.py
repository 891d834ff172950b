"""What the copies of a film cost, beside what they cannot cost less than: python -m bench.ladder [--rounds N].

CPU seconds, medians of interleaved rounds. Ours counts everything: the launcher, confinement, the sound, and the parent
that listens to the progress. The floor is decoding and scaling alone, plus x264 alone over frames that were scaled
before. Beside it three separate runs, as one would write them down; HLS as a remux; and the poster by key frame beside
one by accurate seek.
"""

import argparse
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench.ladder.floor import decoded_and_scaled, encoded, separately, sought
from bench.ladder.ours import TIMES, ladder, playlists, poster, prepared
from bench.ladder.sources import Source, make_sources, scaled_before
from bench.machine import described

GOAL, SHARE_GOAL = 1.10, 0.01


def main() -> None:
    """Measure every source and print the tables as Markdown."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--seconds", type=float, default=6.0, help="of film, at 1080p; two thirds of it at 2160p")
    chosen = arguments.parse_args()
    print(f"{described()} Medians of {chosen.rounds} rounds, CPU seconds.\n")
    with tempfile.TemporaryDirectory(prefix="vitrine-bench-") as scratch:
        rows = [
            _measured(source, Path(scratch), chosen.rounds) for source in make_sources(Path(scratch), chosen.seconds)
        ]
    print("| source | ours | floor | **ratio** | goal | three runs | ratio |")
    print("|" + "---|" * 7)
    for name, spent in rows:
        floor = spent["decode and scale"] + spent["x264 alone"]
        ratio, apart = spent["ladder"] / floor, spent["three runs"] / floor
        mark = "" if ratio <= GOAL else " missed"
        print(
            f"| {name} | {spent['ladder']:.2f} | {floor:.2f} | **{ratio:.2f}x** | {GOAL:.2f}x{mark} "
            f"| {spent['three runs']:.2f} | {apart:.2f}x |"
        )
    print(f"\n| source | HLS of {TIMES} in a row | share of their ladders | goal | poster | by accurate seek | ratio |")
    print("|" + "---|" * 7)
    for name, spent in rows:
        share, sooner = spent["playlists"] / (TIMES * spent["ladder"]), spent["accurate seek"] / spent["poster"]
        mark = "" if share <= SHARE_GOAL else " missed"
        print(
            f"| {name} | {spent['playlists']:.2f} | **{share:.2%}** | {SHARE_GOAL:.0%}{mark} "
            f"| {spent['poster']:.2f} | {spent['accurate seek']:.2f} | {sooner:.1f}x |"
        )


def _measured(source: Source, scratch: Path, rounds: int) -> tuple[str, dict[str, float]]:
    raw = scaled_before(source, scratch)
    facts = prepared(source)
    strategies: dict[str, Callable[[Path], float]] = {
        "ladder": lambda folder: ladder(source, facts, folder),
        "playlists": playlists,
        "decode and scale": lambda _: decoded_and_scaled(source),
        "x264 alone": lambda _: encoded(raw),
        "three runs": lambda folder: separately(source, folder),
        "poster": lambda folder: poster(source, facts, folder),
        "accurate seek": lambda folder: sought(source, folder),
    }
    spent: dict[str, list[float]] = {name: [] for name in strategies}
    for round_ in range(rounds):
        folder = scratch / f"{source.name}-{round_}"
        folder.mkdir()
        for name, strategy in strategies.items():
            spent[name].append(strategy(folder))
        print(f"{source.name}: round {round_ + 1} of {rounds}", file=sys.stderr)
    return source.name, {name: statistics.median(values) for name, values in spent.items()}


if __name__ == "__main__":
    main()
