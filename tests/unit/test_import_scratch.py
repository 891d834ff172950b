"""What an import fetches is removed with it, or by the next one."""

from pathlib import Path

import pytest

from vitrine_client.scratch import scratch_folder


def test_what_a_killed_import_left_is_removed_and_what_a_living_one_has_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    left = tmp_path / "vitrine-import-killed"
    left.mkdir()
    (left / "in-use").touch()
    (left / "large.mov").write_bytes(b"film")
    with scratch_folder() as first:
        assert not left.exists()
        with scratch_folder() as second:
            assert first.exists()
            assert second.exists()
    assert list(tmp_path.iterdir()) == []
