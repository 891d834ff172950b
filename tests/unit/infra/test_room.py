"""Room on the disk is asked for before anything is fetched."""

import errno
import shutil
from pathlib import Path

import pytest

from vitrine.infra.scratch import need_room


def test_what_fits_may_be_fetched(tmp_path: Path) -> None:
    need_room(tmp_path, 1)


def test_what_does_not_fit_is_the_fault_of_the_machine(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="do not fit") as refused:
        need_room(tmp_path, shutil.disk_usage(tmp_path).total + 1)
    assert refused.value.errno == errno.ENOSPC
