"""`vitrine push`: the same from a terminal, with a bar that shows what is safe already."""

import asyncio
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from tqdm import tqdm

from vitrine_client.connection import Vitrine
from vitrine_client.errors import NotAllowed
from vitrine_client.files import LocalFile, find, folder_below, read
from vitrine_client.pushing import Look, State, push

DONE, SOME_FAILED, NOT_ALLOWED, NO_SUCH_FILE = 0, 1, 3, 4


def run(
    paths: Sequence[Path], url: str, key: str, *, parallel: int, on_duplicate: str, said: dict[str, Any], tries: int
) -> int:
    """Push files and folders and return the exit code: 0 when everything is there, 1 when something is not.

    3: the key is not known, or may not upload. 4: there is no such file; nothing was sent. `said` goes with every file.
    """
    try:
        files = list(find(paths))
    except OSError as error:
        _say(f"{error.filename}: {error.strerror}")
        return NO_SUCH_FILE
    try:
        vitrine = Vitrine(url, key, tries=tries)
        counts = asyncio.run(_push(vitrine, files, partial(_look, paths), parallel, on_duplicate, said))
    except NotAllowed as error:
        _say(str(error))
        return NOT_ALLOWED
    _say(", ".join(f"{counts[state]:,} {words}" for state, words in _WORDS.items() if counts[state]) or "No files.")
    return SOME_FAILED if counts[State.REFUSED] or counts[State.FAILED] else DONE


_WORDS = {
    State.ADDED: "added",
    State.KNOWN: "there already",
    State.REFUSED: "refused",
    State.FAILED: "failed: push again to go on",
}


def said_of(tags: Sequence[str], collection: str | None) -> dict[str, Any]:
    """Return what goes with every file, without what was not said."""
    said = {"tags": list(tags), "collection": collection}
    return {name: value for name, value in said.items() if value}


async def _push(
    vitrine: Vitrine, files: Sequence[Path], look: Look, parallel: int, on_duplicate: str, said: dict[str, Any]
) -> Counter[State]:
    counts: Counter[State] = Counter()
    total = sum(file.stat().st_size for file in files)
    with tqdm(total=total, unit="B", unit_scale=True, unit_divisor=1024, disable=not sys.stderr.isatty()) as bar:
        async with vitrine:
            told = partial(_move, bar)
            outcomes = push(vitrine, files, parallel=parallel, on_duplicate=on_duplicate, told=told, look=look, **said)
            async for outcome in outcomes:
                counts[outcome.state] += 1
                said_of = outcome.reason or outcome.asset
                tqdm.write(f"{outcome.state.value:8} {outcome.path} {said_of}", file=sys.stdout)
    return counts


def _look(roots: Sequence[Path], path: Path) -> LocalFile:
    return replace(read(path), folder=folder_below(roots, path))


def _move(bar: "tqdm[NoReturn]", sent: int) -> None:
    # Bytes that turned out not to be safe are taken back; the bar itself only goes forward when it is told so.
    bar.n = max(0, bar.n + sent)
    bar.refresh()


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
