"""Bring in what lies in a folder or a bucket, and go on with what is put there later.

    async with Vitrine(url, key) as vitrine:
        await Importing(vitrine, Folder(Path("/camera")), print, then=Then.MOVE).watch()

Nothing is kept from run to run: what was brought in before is found by its mark and its hash, and not sent again.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from vitrine_client.confirming import Confirming
from vitrine_client.connection import Vitrine
from vitrine_client.errors import CannotReach, Refused
from vitrine_client.pushing import PARALLEL, Outcome, State, push
from vitrine_client.sending import Told
from vitrine_client.settling import Sightings
from vitrine_client.sources import Item, Source

SETTLE, EVERY = 10.0, 5.0
# A film takes an hour to send: photos that come meanwhile do not wait for it.
_ROUNDS_AT_ONCE = 4
# Seconds that a single pass waits until Vitrine has looked through what may be deleted then.
_CONFIRMED_WITHIN = 60.0
_ANYBODY = "{ viewer { permissions } }"


class Then(StrEnum):
    """What is done with a file once Vitrine has it."""

    LEAVE = "leave"
    MOVE = "move"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of one file, or FAILED and the reason for a source or a Vitrine that cannot be reached."""

    name: str
    state: State
    asset: str | None = None
    reason: str | None = None


@dataclass(slots=True)
class Importing:
    """An import of one source; `settle` and `every` are seconds, `said` goes with every file as in `push`.

    `tell` hears what became of each file, and once of each failure.
    """

    vitrine: Vitrine
    source: Source
    tell: Callable[[Brought], object]
    settle: float = SETTLE
    every: float = EVERY
    then: Then = Then.LEAVE
    parallel: int = PARALLEL
    on_duplicate: str = "LINK"
    told: Told = lambda _: None
    said: dict[str, Any] = field(default_factory=dict)
    _slots: asyncio.Semaphore = field(init=False)
    _sightings: Sightings = field(init=False)
    _confirming: Confirming = field(init=False)
    _troubles: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._slots = asyncio.Semaphore(self.parallel)
        self._sightings = Sightings(self.settle)
        self._confirming = Confirming(self.vitrine, self.source)

    @property
    def failing(self) -> int:
        """How many files failed and are to be taken again."""
        return self._sightings.failing

    async def watch(self) -> None:
        """Bring in what stands still, for ever; what fails is taken again in every round. Raises NotAllowed."""
        places = asyncio.Semaphore(_ROUNDS_AT_ONCE)
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._confirm_for_ever())
                while True:
                    await places.acquire()
                    items = await self._look()
                    self._sightings.take(items)
                    tasks.create_task(self._bring(items)).add_done_callback(lambda _: places.release())
                    await asyncio.sleep(self.every)
        except ExceptionGroup as group:
            raise group.exceptions[0] from None

    async def once(self) -> None:
        """Bring in everything that stands still for `settle` seconds; what does not is FAILED. Raises NotAllowed."""
        if self.settle:
            await self._look()
            await asyncio.sleep(self.settle)
        await self._bring(await self._look())
        await self._confirm_all()
        for item in self._sightings.moving:
            self._tell(item, State.FAILED, reason="It is still being written.")

    async def _bring(self, items: Sequence[Item]) -> None:
        ours = {self.source.path(item): item for item in items}
        try:
            if items and await self._is_there():
                await self._push(ours)
        finally:
            # What came to an end may be in another round by now.
            self._sightings.take(ours.values(), on=False)

    async def _look(self) -> list[Item]:
        items: list[Item] = []
        try:
            items = await self._sightings.settled(self.source)
        except OSError as error:
            unreadable = {"": f"The source cannot be listed: {error.strerror or error}"}
        else:
            unreadable = {name: f"It cannot be listed: {why}" for name, why in self.source.unreadable.items()}
        self._tell_new("source", unreadable)
        return items

    async def _is_there(self) -> bool:
        """Ask before a round, so that an outage is told of once and not for every file."""
        try:
            await self.vitrine.ask(_ANYBODY)
        except (CannotReach, Refused) as error:
            self._tell_new("vitrine", {self.vitrine.url: str(error)})
            return False
        self._tell_new("vitrine", {})
        return True

    async def _push(self, ours: dict[Path, Item]) -> None:
        outcomes = push(
            self.vitrine,
            list(ours),
            parallel=self._slots,
            on_duplicate=self.on_duplicate,
            told=self.told,
            look=lambda path: self.source.look(ours[path]),
            hold=lambda file: self.source.hold(ours[file.path]),
            **self.said,
        )
        async with aclosing(outcomes):
            async for outcome in outcomes:
                await self._settle_up(ours.pop(outcome.path), outcome)

    async def _settle_up(self, item: Item, outcome: Outcome) -> None:
        if outcome.state is State.FAILED:
            if self._sightings.again(item, outcome.reason or ""):
                self._tell(item, State.FAILED, reason=outcome.reason)
            return
        self._sightings.over(item)
        self._tell(item, outcome.state, outcome.asset, outcome.reason)
        try:
            await self._put_away(item, outcome)
        except OSError as error:
            # One that changed meanwhile is seen to have changed, and comes in again.
            why = f"It is left where it was: {error.strerror or error}."
            self._tell(item, State.FAILED, outcome.asset, why)

    async def _put_away(self, item: Item, outcome: Outcome) -> None:
        if self.then is Then.MOVE:
            await (self.source.refused(item) if outcome.state is State.REFUSED else self.source.done(item))
        elif self.then is Then.DELETE and outcome.asset and outcome.state is not State.REFUSED:
            self._confirming.waiting[item] = outcome.asset

    async def _confirm(self) -> None:
        try:
            async for item, asset, kept in self._confirming.round():
                self._tell(item, State.FAILED, asset, kept)
        except (CannotReach, Refused) as error:
            self._tell_new("vitrine", {self.vitrine.url: str(error)})

    async def _confirm_for_ever(self) -> None:
        while True:
            await asyncio.sleep(self.every)
            await self._confirm()

    async def _confirm_all(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(_CONFIRMED_WITHIN):
                while self._confirming.waiting:
                    await asyncio.sleep(min(1.0, self.every))
                    await self._confirm()
        for item, asset in self._confirming.waiting.items():
            self._tell(item, State.FAILED, asset, "It is left where it was: it is still being looked through.")

    def _tell(self, item: Item, state: State, asset: str | None = None, reason: str | None = None) -> None:
        self.tell(Brought(self.source.title(item), state, asset, reason))

    def _tell_new(self, kind: str, troubles: dict[str, str]) -> None:
        before = self._troubles.get(kind, {})
        for name, why in troubles.items():
            if before.get(name) != why:
                self.tell(Brought(name, State.FAILED, reason=why))
        self._troubles[kind] = troubles
