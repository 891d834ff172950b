"""A clock that a process believes in, and that a test puts wrong while it runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

# Debian keeps one for each architecture.
_FOUND = sorted(Path("/usr/lib").glob("**/faketime/libfaketimeMT.so.1"))
LIBRARY = str(_FOUND[0]) if _FOUND else None


@dataclass(frozen=True, slots=True)
class Clock:
    """The time of day of whatever is started with `environ`; how long something takes is measured rightly."""

    file: Path

    @property
    def environ(self) -> dict[str, str]:
        assert LIBRARY, "libfaketime is not installed"
        self._set(0)
        # Read anew each time, so that it is wrong at once.
        said = {"FAKETIME_TIMESTAMP_FILE": str(self.file), "FAKETIME_NO_CACHE": "1"}
        return said | {"LD_PRELOAD": LIBRARY, "DONT_FAKE_MONOTONIC": "1"}

    @contextmanager
    def off_by(self, minutes: int) -> Iterator[None]:
        """Have it be so many minutes ahead meanwhile."""
        self._set(minutes)
        try:
            yield
        finally:
            self._set(0)

    def _set(self, minutes: int) -> None:
        new = self.file.with_suffix(".new")
        new.write_text(f"{minutes:+d}m\n")
        # At once: a file that is half written says nothing.
        new.replace(self.file)
