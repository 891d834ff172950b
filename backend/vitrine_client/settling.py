"""Which files stand still: a camera or a copy may be writing the others.

The source is listed again and again. Notices of the system (inotify) would be quicker, but they do not come from
network folders, are dropped when there are many, and know no buckets; a listing sees everything, also after a restart.
It asks for names, sizes and dates only.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass

from vitrine_client.sources import Item, Source


@dataclass(slots=True)
class _Sighting:
    stamp: str
    since: float
    listing: int
    # It is being brought in.
    taken: bool = False
    # Nothing more is to be done with it as it stands.
    over: bool = False
    reason: str | None = None


class Sightings:
    """What was seen of each file at the last listing, and nothing of files that are gone (about 300 bytes a file)."""

    def __init__(self, settle: float) -> None:
        self._settle = settle
        self._seen: dict[str, _Sighting] = {}
        self._listing = 0
        # What did not stand still yet at the last listing.
        self.moving: list[Item] = []

    async def settled(self, source: Source) -> list[Item]:
        """List the source, and return what has not changed for `settle` seconds and is not over. Raises OSError.

        Dates are compared with each other and never with this computer's clock: the two may be hours apart.
        """
        now = time.monotonic()
        found: list[Item] = []
        self.moving = []
        self._listing += 1
        async for item in source.items():
            seen = self._note(item, now)
            if not seen.over and not seen.taken:
                (found if now - seen.since >= self._settle else self.moving).append(item)
        for name in [name for name, seen in self._seen.items() if seen.listing != self._listing]:
            del self._seen[name]
        return found

    def take(self, items: Iterable[Item], *, on: bool = True) -> None:
        """Have these files not be found while they are brought in, or found again; one that changes is found anyway."""
        for item in items:
            if seen := self._same(item):
                seen.taken = on

    def over(self, item: Item) -> None:
        """Leave this file alone until it changes."""
        if seen := self._same(item):
            seen.over, seen.reason = True, None

    def again(self, item: Item, reason: str) -> bool:
        """Take this file again at the next listing; False where the same reason was given before."""
        seen = self._same(item)
        if seen is None:
            return True
        seen.taken, before, seen.reason = False, seen.reason, reason
        return before != reason

    @property
    def failing(self) -> int:
        """How many files are to be taken again."""
        return sum(1 for seen in self._seen.values() if seen.reason)

    def _note(self, item: Item, now: float) -> _Sighting:
        seen = self._seen.get(item.name)
        if seen is None or seen.stamp != item.stamp:
            seen = self._seen[item.name] = _Sighting(item.stamp, now, self._listing)
        seen.listing = self._listing
        return seen

    def _same(self, item: Item) -> _Sighting | None:
        seen = self._seen.get(item.name)
        return seen if seen and seen.stamp == item.stamp else None
