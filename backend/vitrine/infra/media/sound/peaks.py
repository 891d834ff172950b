"""How loud a sound is, moment by moment, from its samples as they come by."""

import numpy as np
from numpy.typing import NDArray

MOST = 2000
_FULL = 32_768.0


class Peaks:
    """Takes 16-bit samples and keeps the loudest of each window, in constant memory.

    When there are twice as many windows as anyone wants, each two become one: so the length need not be known before.
    """

    def __init__(self, window: int) -> None:
        self.samples = 0
        self._window = window
        self._rest = b""
        self._loudest: list[float] = []

    def take(self, chunk: bytes) -> None:
        """Count the samples in `chunk`, which may end anywhere."""
        data = self._rest + chunk
        whole = len(data) // (2 * self._window) * 2 * self._window
        self._rest = data[whole:]
        self._count(np.frombuffer(data[:whole], dtype="<i2").reshape(-1, self._window))
        while len(self._loudest) > 2 * MOST:
            self._halve()

    def close(self) -> list[float]:
        """Return the peaks, 0 to 1, at most MOST of them and evenly spaced."""
        samples = np.frombuffer(self._rest[: len(self._rest) // 2 * 2], dtype="<i2")
        self._rest = b""
        if samples.size:
            self._count(samples.reshape(1, -1))
        return [round(peak, 4) for peak in _fewer(np.asarray(self._loudest), MOST)]

    def _count(self, windows: NDArray[np.int16]) -> None:
        if not windows.size:
            return
        self.samples += windows.size
        # Not abs(): the lowest 16-bit number has no positive twin.
        loudest = np.maximum(windows.max(axis=1).astype(float), -windows.min(axis=1).astype(float))
        self._loudest += (loudest / _FULL).clip(0.0, 1.0).tolist()

    def _halve(self) -> None:
        if len(self._loudest) % 2:
            self._loudest.append(0.0)
        self._loudest = np.asarray(self._loudest).reshape(-1, 2).max(axis=1).tolist()
        self._window *= 2


def _fewer(peaks: NDArray[np.float64], most: int) -> list[float]:
    """Return at most `most` values, each the loudest of an equal share."""
    if peaks.size <= most:
        return list(map(float, peaks))
    starts = np.arange(most) * peaks.size // most
    return list(map(float, np.maximum.reduceat(peaks, starts)))
