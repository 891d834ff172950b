"""What ffmpeg says while it works, as how far it is."""

import time

from vitrine.infra.media.film.progress import Share, Tell

# Before that, anything said about the rest would be far off.
_TELLING_AFTER = 1.5


class Pace:
    """Takes what `-progress` writes, and tells of it. The time left is by the whole pace so far: steady."""

    def __init__(self, total: float, tell: Tell) -> None:
        self._total = total
        self._tell = tell
        # Where work was seen first, and when: the start of the process is no work.
        self._begun: tuple[float, float] | None = None
        self._rest = b""
        self._done = 0.0

    async def take(self, chunk: bytes) -> None:
        """Read the latest position in `chunk` and tell of it, if it has moved on."""
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        positions = [line[12:] for line in lines if line.startswith(b"out_time_us=")]
        if positions and positions[-1].isdigit() and (done := int(positions[-1]) / 1_000_000) > self._done:
            self._done = done
            await self._tell(self._share())

    def _share(self) -> Share:
        now = time.monotonic()
        since, before = self._begun = self._begun or (now, self._done)
        total, taken = max(self._total, self._done), now - since
        eta = (total - self._done) * taken / (self._done - before) if taken >= _TELLING_AFTER else None
        return Share(done=self._done, total=total, eta=eta)
