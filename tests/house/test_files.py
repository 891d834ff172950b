"""Files stay small, are named by what they hold, and say nothing of where they were made."""

import re
import statistics
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.house.tracked import ROOT, lines, tracked

ROOMS = {
    "backend": ("backend/**/*.py",),
    "tests": ("tests/**/*.py",),
    "gallery": ("spa/src/**/*.ts", "spa/src/**/*.tsx"),
}
# What is in a file of such a name cannot be guessed, so anything lands there.
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "base", "misc", "shared", "stuff"}
# Put together here, since no file of ours may name one, this one included.
REGISTRIES = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("files", "pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("registry", "yarnpkg", "com"),
        ("proxy", "golang", "org"),
    )
]


@pytest.mark.parametrize("room", ROOMS)
def test_most_files_are_small(room: str) -> None:
    sizes = sorted(lines(path) for path in tracked(*ROOMS[room]) if "/migrations/" not in str(path))
    if not sizes:
        pytest.skip(f"There is no {room} here.")
    assert statistics.median(sizes) < 100
    assert sum(size < 300 for size in sizes) >= 0.9 * len(sizes)
    assert sizes[-1] <= 500, "past 500 lines a file is split by verb"


@pytest.mark.parametrize("room", ROOMS)
def test_no_file_has_a_name_that_says_nothing(room: str) -> None:
    named = {path for path in tracked(*ROOMS[room]) for part in (path.stem, *path.parts) if part in EMPTY_NAMES}
    assert named == set()


def test_python_says_what_each_file_is_for() -> None:
    paths = tracked("backend/**/*.py", "tests/**/*.py", "bench/**/*.py")
    silent = [path for path in paths if "/migrations/0" not in str(path) and not _begins_with_words(path)]
    assert silent == []


def _begins_with_words(path: Path) -> bool:
    text = path.read_text(encoding="utf-8").removeprefix("#!/usr/bin/env python3\n")
    return text == "" or text.startswith('"""')


def test_tests_are_sentences() -> None:
    names = [
        name
        for path in tracked("tests/**/*.py")
        for name in re.findall(r"^(?:async )?def (test_\w+)", path.read_text(), re.MULTILINE)
    ]
    assert len(names) > 300
    assert [name for name in names if name.count("_") < 3] == []


def _our_registries() -> set[str]:
    """Return the hosts this machine installs from, whichever they are."""
    asked = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    ).stdout
    hosts = {urlsplit(url).hostname for url in re.findall(r"https?://[^\s'\"]+", asked)}
    return {host for host in hosts if host and "." in host}


def test_no_file_names_a_registry() -> None:
    found = []
    for host in {*REGISTRIES, *_our_registries()}:
        command = ["git", "grep", "--fixed-strings", "--files-with-matches", "--ignore-case", "-I", host]
        answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        found += [f"{host}: {name}" for name in answer.stdout.split()]
    assert found == []


def test_words_point_only_at_files_that_are_there() -> None:
    pointing = re.compile(r"`((?:backend|spa|tests|docs|bench|docker|scripts)/[\w./-]+\w)`")
    gone = [
        f"{path.relative_to(ROOT)}: {named}"
        for path in tracked("*.md", "docs/**/*.md")
        for named in pointing.findall(path.read_text(encoding="utf-8"))
        if not (ROOT / named).exists() and not (ROOT / named.partition("::")[0]).exists()
    ]
    assert gone == []
