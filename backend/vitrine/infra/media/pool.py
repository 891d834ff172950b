"""Decoder processes, kept warm and replaced when a file has worn one out."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import structlog

from vitrine.infra.media.decoder import Decoder, DecoderUnavailable, sweep_homes
from vitrine.infra.media.desk import discard
from vitrine.infra.media.errors import Crashed, HostFailed, TimedOut
from vitrine.infra.media.facts import ImageFacts
from vitrine.infra.media.limits import Limits
from vitrine.infra.media.recipe import Recipe, Rendered
from vitrine.infra.media.transformation import Transformation
from vitrine.infra.media.wire import Message

# Characters of a document; its child is held to the same.
MAX_TEXT = 1_000_000
log = structlog.get_logger()
_ENTRY = ("-m", "vitrine.infra.media.child")
_LONGEST_PAUSE = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstSight:
    """All that a card needs, from one opening of the file. `likeness` is None where there is nothing to liken."""

    facts: ImageFacts
    thumbhash: bytes
    likeness: int | None
    rendered: list[Rendered]


@dataclass
class _Answers:
    """What a child has said about one picture. Trusts nothing: what is on the disk is measured by us."""

    facts: ImageFacts | None = None
    thumbhash: bytes | None = None
    likeness: int | None = None
    sizes: dict[int, tuple[int, int]] = field(default_factory=dict)

    def take(self, message: Message) -> None:
        if "facts" in message:
            self.facts = ImageFacts.from_wire(message["facts"])
        elif "thumbhash" in message:
            self.thumbhash = bytes.fromhex(message["thumbhash"])
            self.likeness = None if message["likeness"] is None else int(message["likeness"])
        else:
            self.sizes[int(message["rendered"])] = (int(message["width"]), int(message["height"]))

    def rendered(self, recipes: Sequence[Recipe], folder: Path, weights: Sequence[int]) -> list[Rendered]:
        """Return what was made to `recipes`, each of so many bytes. Raises Crashed when the child told of others."""
        if sorted(self.sizes) != list(range(len(recipes))):
            raise _left_out()
        return [
            recipe.rendered(recipe.path_in(folder), weight, *self.sizes[index])
            for index, (recipe, weight) in enumerate(zip(recipes, weights, strict=True))
        ]


def _left_out() -> Crashed:
    return Crashed("The program that reads files left out an answer.")


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
        self._warned: set[str] = set()
        self._closed = False

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
        answers = _Answers()
        await self.run({"task": "probe"}, answers.take, inputs={"path": path})
        if answers.facts is None:
            raise _left_out()
        return answers.facts

    async def render(self, path: Path, recipes: Sequence[Recipe], folder: Path) -> list[Rendered]:
        """Make `recipes` of the picture at `path` in one decode, as files in `folder`.

        Raises MediaError, and then leaves none of these files behind; nor when cancelled.
        """
        _, rendered = await self._render(path, recipes, folder, first_sight=False)
        return rendered

    async def first_sight(self, path: Path, recipes: Sequence[Recipe], folder: Path) -> FirstSight:
        """Return the facts and the ThumbHash of the picture at `path` and make `recipes` of it, all in one decode.

        Raises MediaError, and then leaves none of these files behind; nor when cancelled.
        """
        answers, rendered = await self._render(path, recipes, folder, first_sight=True)
        if answers.facts is None or answers.thumbhash is None:
            raise _left_out()
        return FirstSight(
            facts=answers.facts, thumbhash=answers.thumbhash, likeness=answers.likeness, rendered=rendered
        )

    async def animate(self, path: Path, recipe: Recipe, folder: Path) -> Rendered:
        """Make a moving copy of the moving picture at `path`, as a file in `folder`; `details`: frames and seconds.

        Raises MediaError (Unsupported when it does not move), and then leaves no file behind; nor when cancelled.
        """
        answers = _Answers()
        details: Message = {}

        def take(message: Message) -> None:
            answers.take(message)
            details.update(frames=int(message["frames"]), seconds=float(message["seconds"]))

        request = {"task": "animate", "recipe": recipe.to_wire()}
        weights = await self.run(request, take, inputs={"path": path}, outputs=[recipe.path_in(folder)])
        (rendered,) = answers.rendered([recipe], folder, weights)
        return replace(rendered, details=details)

    async def transform(
        self, path: Path, recipe: Transformation, folder: Path, *, mark: Path | None = None
    ) -> Rendered:
        """Make one picture of the picture at `path`, as a file in `folder`; `mark` is the picture to mark it with.

        Raises MediaError, and then leaves no file behind; nor when cancelled.
        """
        answers = _Answers()
        made = folder / f"{recipe.name}.{recipe.format.extension}"
        request = {"task": "transform", "words": recipe.words(), "name": made.name}
        inputs = {"path": path} | ({"mark": mark} if mark else {})
        [weight] = await self.run(request, answers.take, inputs=inputs, outputs=[made])
        if 0 not in answers.sizes:
            raise _left_out()
        return recipe.rendered(made, weight, *answers.sizes[0])

    async def pages(
        self, path: Path, numbers: Sequence[int], recipes: Sequence[Recipe], folder: Path
    ) -> list[Rendered]:
        """Draw pages of the document at `path`, 1 being the first, each to its recipe, as files in `folder`.

        Raises MediaError when one of them cannot be drawn, and then leaves none of these files behind.
        """
        answers = _Answers()
        wires = [recipe.to_wire() for recipe in recipes]
        request = {"task": "pages", "numbers": list(numbers), "recipes": wires}
        outputs = [recipe.path_in(folder) for recipe in recipes]
        weights = await self.run(request, answers.take, inputs={"path": path}, outputs=outputs)
        return answers.rendered(recipes, folder, weights)

    async def text(self, path: Path, last: int) -> str:
        """Return the words of the pages up to `last` of the document at `path`: MAX_TEXT at most. Raises MediaError."""
        words: list[str] = []

        def take(message: Message) -> None:
            room = MAX_TEXT - sum(len(part) for part in words)
            # What no database takes is left out: half a character, and NUL.
            part = str(message["text"]).replace("\0", "").encode(errors="replace").decode()
            words.append(part[: max(0, room)])

        await self.run({"task": "text", "last": last}, take, inputs={"path": path})
        return "".join(words).strip()

    async def _render(
        self, path: Path, recipes: Sequence[Recipe], folder: Path, *, first_sight: bool
    ) -> tuple[_Answers, list[Rendered]]:
        answers = _Answers()
        request = {
            "task": "render",
            "recipes": [recipe.to_wire() for recipe in recipes],
            "first_sight": first_sight,
        }
        outputs = [recipe.path_in(folder) for recipe in recipes]
        weights = await self.run(request, answers.take, inputs={"path": path}, outputs=outputs)
        return answers, answers.rendered(recipes, folder, weights)

    async def run(
        self,
        request: Message,
        take: Callable[[Message], None],
        *,
        inputs: Mapping[str, Path] | None = None,
        outputs: Sequence[Path] = (),
    ) -> list[int]:
        """Have a child do `request`, on a desk of its own: it can name no other file. Return the bytes of each output.

        Each of `inputs` is laid on the desk, and its place there is in the request under its name. The child writes
        into the request's `folder`, under the last part of each of `outputs`, where they are moved when all is done.

        Raises MediaError, and then nothing lies at `outputs`. Whatever else ends the wait (a timeout, a cancelled
        caller) ends the child too.
        """
        decoder = await self._take()
        try:
            async with asyncio.timeout(self._limits.wall):
                places = await decoder.desk.lay(inputs or {})
                await decoder.ask({**request, **places, "folder": str(decoder.desk.work)}, take)
            weights = await decoder.desk.hand_over(outputs)
            decoder.desk.clear()
        except BaseException as error:
            await asyncio.shield(self._chore(self._clear(decoder, outputs)))
            if isinstance(error, TimeoutError):
                raise TimedOut("This file took too long to read.") from error
            raise
        finally:
            self._give_back(decoder)
        return weights

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
        else:
            decoder.desk.clear()
        for path in outputs:
            discard(path)

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
        for wall in set(decoder.lacks) - self._warned:
            self._warned.add(wall)
            log.warning("decoder processes are not kept from everything: this kernel cannot", open=wall)
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
