"""Decoder processes, kept warm and replaced when a file has worn one out."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import structlog

from vitrine.infra.media.decoder import Decoder, DecoderUnavailable, sweep_homes
from vitrine.infra.media.desk import discard
from vitrine.infra.media.errors import HostFailed, TimedOut
from vitrine.infra.media.limits import Limits
from vitrine.infra.media.wire import Message

log = structlog.get_logger()
_ENTRY = ("-m", "vitrine.infra.media.child")
_LONGEST_PAUSE = 10.0


class Children:
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
