"""A file that is moved is at one of the two places, whatever goes wrong, and over nothing."""

import errno
from pathlib import Path

import pytest

from vitrine_client.putting_away import put_away
from vitrine_client.sources import is_passed_over


def _file(folder: Path, name: str, body: bytes = b"body") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
    return path


def test_a_name_that_is_taken_gets_a_number(tmp_path: Path) -> None:
    for number in range(3):
        put_away(_file(tmp_path, "a.jpg", b"%d" % number), tmp_path / "done" / "a.jpg")
    there = {path.name: path.read_bytes() for path in (tmp_path / "done").iterdir()}
    assert there == {"a.jpg": b"0", "a (2).jpg": b"1", "a (3).jpg": b"2"}


@pytest.fixture
def another_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Renaming between folders fails as it does between disks."""
    rename = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if self.parent != target.parent:
            raise OSError(errno.EXDEV, "another disk")
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", refuse)


def test_a_file_is_copied_to_another_disk_with_its_date(tmp_path: Path, another_disk: None) -> None:
    path = _file(tmp_path, "a.jpg")
    before = path.stat().st_mtime_ns
    there = put_away(path, tmp_path / "done" / "a.jpg")
    assert (there.read_bytes(), there.stat().st_mtime_ns, path.exists()) == (b"body", before, False)
    assert [each.name for each in there.parent.iterdir()] == ["a.jpg"]


def test_a_copy_that_fails_leaves_the_file_and_nothing_else(
    tmp_path: Path, another_disk: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Path, to: Path) -> None:
        to.write_bytes(b"bo")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("shutil.copy2", full)
    path = _file(tmp_path, "a.jpg")
    with pytest.raises(OSError, match="No space"):
        put_away(path, tmp_path / "done" / "a.jpg")
    assert (path.read_bytes(), list((tmp_path / "done").iterdir())) == (b"body", [])


def test_names_of_unfinished_files_are_known() -> None:
    passed = [".a.jpg", "~lock", "a.jpg~", "a.PART", "a.crdownload", "a.tmp", "@eaDir", "#recycle", "Thumbs.db"]
    assert [name for name in passed if not is_passed_over(name)] == []
    assert [name for name in ("a.jpg", "part.jpg", "tmp", "a.b.mov") if is_passed_over(name)] == []
