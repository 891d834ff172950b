"""Decoder processes, kept warm and replaced when a file has worn one out."""

import asyncio
import stat
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import structlog

from vitrine.infra.media.decoder import Decoder, DecoderUnavailable, sweep_homes
from vitrine.infra.media.errors import Crashed, HostFailed, TimedOut
from vitrine.infra.media.facts import ImageFacts
from vitrine.infra.media.limits import Limits
from vitrine.infra.media.recipe import Recipe, Rendered
from vitrine.infra.media.wire import Message

log = structlog.get_logger()
_ENTRY = ("-m", "vitrine.infra.media.child")
_LONGEST_PAUSE = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstSight:
    """All that a card needs, from one opening of the file."""

    facts: ImageFacts
    thumbhash: bytes
    rendered: list[Rendered]


@dataclass
class _Answers:
    """What a child has said so far about one picture. Trusts nothing: sizes on disk are measured by us."""

    recipes: Sequence[Recipe]
    folder: Path
    facts: ImageFacts | None = None
    thumbhash: bytes | None = None
    rendered: list[Rendered] = field(default_factory=list)

    def take(self, message: Message) -> None:
        if "facts" in message:
            self.facts = ImageFacts.from_wire(message["facts"])
        elif "thumbhash" in message:
            self.thumbhash = bytes.fromhex(message["thumbhash"])
        else:
            self.rendered.append(self._rendered(message))

    def _rendered(self, message: Message) -> Rendered:
        recipe = self.recipes[int(message["rendered"])]
        path = recipe.path_in(self.folder)
        found = path.lstat()
        if not stat.S_ISREG(found.st_mode) or found.st_size == 0:
            raise ValueError("no picture where one was promised")
        return recipe.rendered(path, found.st_size, int(message["width"]), int(message["height"]))


def _for_child(path: Path) -> str:
    """Return `path` so that it means the same in a child's own folder."""
    return str(path.absolute())


class DecoderPool:
    """`size` decoder processes for one event loop; more callers than that wait their turn.

    Enter and leave it in the main thread: a child dies with the thread that started it. `scratch` is where children
    keep their private folders; `entry` is how one is started, after `python -I`.
    """

    def __init__(
        self,
        size: int,
        limits: Limits | None = None,
        *,
        scratch: Path | None = None,
        entry: Sequence[str] = _ENTRY,
    ) -> None:
        self._size = size
        self._limits = limits or Limits()
        self._scratch = scratch
        self._entry = entry
        self._idle: asyncio.Queue[Decoder | None] = asyncio.Queue()
        self._decoders: set[Decoder] = set()
        self._chores: set[asyncio.Task[None]] = set()
        self._warned = self._closed = False

    async def __aenter__(self) -> Self:
        """Start all children. Raises DecoderUnavailable."""
        sweep_homes(self._scratch)
        started = await asyncio.gather(*(self._start() for _ in range(self._size)), return_exceptions=True)
        if failures := [outcome for outcome in started if isinstance(outcome, BaseException)]:
            await self._close()
            raise failures[0]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """End all children; whoever still waits is refused with HostFailed."""
        await self._close()

    @property
    def pids(self) -> list[int]:
        """Return the process ids of the children that run."""
        return [decoder.process.pid for decoder in self._decoders if decoder.process.returncode is None]

    async def probe(self, path: Path) -> ImageFacts:
        """Return what the picture at `path` says about itself. Raises MediaError."""
        answers = _Answers([], path.parent)
        await self.run({"task": "probe", "path": _for_child(path)}, answers.take)
        if answers.facts is None:
            raise Crashed("The program that reads pictures left out an answer.")
        return answers.facts

    async def render(self, path: Path, recipes: Sequence[Recipe], folder: Path) -> list[Rendered]:
        """Make `recipes` of the picture at `path` in one decode, as files in `folder`, written in their order.

        Raises MediaError, and then leaves none of these files behind; nor when cancelled.
        """
        answers = await self._render(path, recipes, folder, first_sight=False)
        return answers.rendered

    async def first_sight(self, path: Path, recipes: Sequence[Recipe], folder: Path) -> FirstSight:
        """Return the facts and the ThumbHash of the picture at `path` and make `recipes` of it, all in one decode.

        Raises MediaError, and then leaves none of these files behind; nor when cancelled.
        """
        answers = await self._render(path, recipes, folder, first_sight=True)
        if answers.facts is None or answers.thumbhash is None:
            raise Crashed("The program that reads pictures left out an answer.")
        return FirstSight(facts=answers.facts, thumbhash=answers.thumbhash, rendered=answers.rendered)

    async def _render(self, path: Path, recipes: Sequence[Recipe], folder: Path, *, first_sight: bool) -> _Answers:
        answers = _Answers(recipes, folder)
        request = {
            "task": "render",
            "path": _for_child(path),
            "folder": _for_child(folder),
            "recipes": [recipe.to_wire() for recipe in recipes],
            "first_sight": first_sight,
        }
        await self.run(request, answers.take, outputs=[recipe.path_in(folder) for recipe in recipes])
        if len(answers.rendered) != len(recipes):
            raise Crashed("The program that reads pictures left out an answer.")
        return answers

    async def run(self, request: Message, take: Callable[[Message], None], outputs: Sequence[Path] = ()) -> None:
        """Have a child do `request`. Unless it succeeds, what it was to write is removed.

        Raises MediaError. Whatever else ends the wait (a timeout, a cancelled caller) ends the child too.
        """
        decoder = await self._take()
        try:
            async with asyncio.timeout(self._limits.wall):
                await decoder.ask(request, take)
        except BaseException as error:
            await asyncio.shield(self._chore(self._clear(decoder, outputs)))
            if isinstance(error, TimeoutError):
                raise TimedOut("This picture took too long to read.") from error
            raise
        finally:
            self._give_back(decoder)

    async def _take(self) -> Decoder:
        while (decoder := await self._idle.get()) is not None:
            if decoder.alive:
                return decoder
            self._chore(self._replace(decoder))
        self._idle.put_nowait(None)
        raise HostFailed("The server is stopping.")

    def _give_back(self, decoder: Decoder) -> None:
        if decoder.alive and decoder.files < self._limits.files_per_child:
            self._idle.put_nowait(decoder)
        elif not self._closed:
            self._chore(self._replace(decoder))

    async def _clear(self, decoder: Decoder, outputs: Sequence[Path]) -> None:
        """Leave nothing of a task that failed. A child that may still write must be gone first."""
        if not decoder.fit:
            decoder.kill()
            await decoder.gone()
        for path in outputs:
            path.unlink(missing_ok=True)

    async def _replace(self, decoder: Decoder) -> None:
        decoder.kill()
        await decoder.gone()
        self._decoders.discard(decoder)
        pause = 0.2
        while not self._closed:
            try:
                await self._start()
            except (DecoderUnavailable, OSError) as error:
                log.warning("decoder process did not start", again_in=pause, reason=str(error))
            else:
                return
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    async def _start(self) -> None:
        decoder = await Decoder.start(self._entry, self._limits, self._scratch)
        self._decoders.add(decoder)
        if not decoder.isolated and not self._warned:
            self._warned = True
            log.warning("decoder processes keep their network: this kernel grants no network namespace")
        self._idle.put_nowait(decoder)

    def _chore(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Do `work` whether or not its caller stays."""
        task = asyncio.get_running_loop().create_task(work)
        self._chores.add(task)
        task.add_done_callback(self._chores.discard)
        return task

    async def _close(self) -> None:
        self._closed = True
        self._idle.put_nowait(None)
        for decoder in self._decoders:
            decoder.kill()
        for task in self._chores:
            task.cancel()
        await asyncio.gather(*self._chores, return_exceptions=True)
        await asyncio.gather(*(decoder.gone() for decoder in self._decoders))
        self._decoders.clear()
