"""Upload many files: announced and completed a hundred at a time, sent several at once, and never twice."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Any

from vitrine_client.connection import Answer, Vitrine, pause
from vitrine_client.errors import CannotReach, Refused
from vitrine_client.files import LocalFile, read
from vitrine_client.operations import COMPLETE, CREATE
from vitrine_client.sending import Sending, Told

BATCH = 100
PARALLEL = 4
_BATCHES_AT_ONCE = 2
# Times that one file was uploaded under its mark and is over, before it is refused.
_ROUNDS = 20
_PASSING = {"PARTS_LOST", "BYTES_NOT_THERE", "STORAGE_UNAVAILABLE", "UNAVAILABLE"}
# Said instead of an announcement that may well be taken the next time.
_NOT_NOW = {*_PASSING, "STORAGE_FULL", "QUOTA_EXCEEDED", "INTERNAL"}
# Failures after which the same bytes have to be sent again.
_BYTES_GONE = {"SIZE_MISMATCH", "CHECKSUM_MISMATCH", "BYTES_GONE", "BYTES_CHANGED"}
_OVER = {"UPLOAD_OVER", "IDEMPOTENCY_KEY_REUSED"}

Look = Callable[[Path], LocalFile]
Hold = Callable[[LocalFile], AbstractAsyncContextManager[object]]


class State(StrEnum):
    """ADDED: a new asset. KNOWN: an asset has these bytes already. REFUSED: it will never be taken. FAILED: not now."""

    ADDED = "ADDED"
    KNOWN = "KNOWN"
    REFUSED = "REFUSED"
    FAILED = "FAILED"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: its asset's id, or why there is none."""

    path: Path
    state: State
    asset: str | None = None
    reason: str | None = None


async def push(
    vitrine: Vitrine,
    paths: Iterable[Path],
    *,
    parallel: int | asyncio.Semaphore = PARALLEL,
    on_duplicate: str = "LINK",
    told: Told = lambda _: None,
    look: Look = read,
    hold: Hold = nullcontext,
    **said: Any,
) -> AsyncGenerator[Outcome, None]:
    """Upload files, and yield what became of each as it is known.

    `said` goes with every file: title, description, tags, capturedAt. `told` hears of bytes that are safe, and of
    negative numbers when some are not after all. Pushing the same files again goes on where it was cut, and finds what
    is there. `look` and `hold` are for files from elsewhere: what one is recognised by, and having its bytes while they
    are sent. Raises NotAllowed; everything else is an outcome.
    """
    slots = asyncio.Semaphore(parallel) if isinstance(parallel, int) else parallel
    pushing = _Pushing(vitrine, slots, on_duplicate, told, said, look, hold)
    feeding = asyncio.create_task(pushing.all(paths))
    try:
        while (outcome := await pushing.outcomes.get()) is not None:
            yield outcome
        await feeding
    finally:
        feeding.cancel()
        await asyncio.gather(feeding, return_exceptions=True)


@dataclass(slots=True)
class _Pushing:
    vitrine: Vitrine
    slots: asyncio.Semaphore
    on_duplicate: str
    told: Told
    said: dict[str, Any]
    look: Look
    hold: Hold
    outcomes: asyncio.Queue[Outcome | None] = field(default_factory=asyncio.Queue)
    _safe: dict[LocalFile, int] = field(default_factory=dict)

    async def all(self, paths: Iterable[Path]) -> None:
        """Upload everything: one batch is announced and completed while another is sent. None ends the outcomes."""
        rest, places = iter(paths), asyncio.Semaphore(_BATCHES_AT_ONCE)
        try:
            async with asyncio.TaskGroup() as batches:
                while batch := list(islice(rest, BATCH)):
                    await places.acquire()
                    batches.create_task(self._batch(batch)).add_done_callback(lambda _: places.release())
        except ExceptionGroup as group:
            raise group.exceptions[0] from None
        finally:
            self.outcomes.put_nowait(None)

    async def _batch(self, paths: Sequence[Path]) -> None:
        looked = await asyncio.gather(*(asyncio.to_thread(_look_at, path, self.look) for path in paths))
        for failed in looked:
            if isinstance(failed, Outcome):
                self.outcomes.put_nowait(failed)
        files = [file for file in looked if isinstance(file, LocalFile)]
        created = await self._create(files)
        # Small ones first: a film of hours keeps no photo waiting.
        whole = [pair for pair in created if isinstance(pair[1], dict) and pair[1]["partCount"] == 1]
        large = [pair for pair in created if isinstance(pair[1], dict) and pair[1]["partCount"] > 1]
        for file, answer in created:
            if isinstance(answer, Outcome):
                if answer.state is State.KNOWN:
                    self.told(file.size)
                self.outcomes.put_nowait(answer)
        for group in (whole, *([pair] for pair in large)):
            for outcome in await self._send_and_complete(group):
                self.outcomes.put_nowait(outcome)

    async def _create(self, files: list[LocalFile], rounds: int = 0) -> list[tuple[LocalFile, Answer | Outcome]]:
        """Announce files; one whose upload is over, and whose asset is gone, is announced anew."""
        if not files:
            return []
        inputs = [
            {
                "filename": file.path.name,
                "size": file.size,
                **({"sha256": file.sha256} if file.sha256 else {}),
                **({"folder": file.folder} if file.folder else {}),
                "idempotencyKey": f"{file.mark}.{rounds}",
                **self.said,
            }
            for file in files
        ]
        try:
            answers = (await self.vitrine.ask(CREATE, inputs=inputs))["createUploads"]
        except (CannotReach, Refused) as error:
            return [(file, Outcome(file.path, State.FAILED, reason=str(error))) for file in files]
        pairs = list(zip(files, answers, strict=True))
        again = [file for file, answer in pairs if _is_over(answer) and rounds < _ROUNDS]
        known = [(file, _outcome_of(file, answer)) for file, answer in pairs if file not in again]
        return known + await self._create(again, rounds + 1)

    async def _send_and_complete(self, group: Sequence[tuple[LocalFile, Any]], tries: int = 1) -> list[Outcome]:
        sent = await asyncio.gather(*(self._send(file, upload) for file, upload in group))
        there = [(file, upload) for (file, upload), failed in zip(group, sent, strict=True) if failed is None]
        answers = await self._complete(there)
        again = [pair for pair, answer in zip(there, answers, strict=True) if _is_passing(answer)]
        if tries >= self.vitrine.tries:
            again = []
        ends = [
            _completed(file, upload, answer)
            for (file, upload), answer in zip(there, answers, strict=True)
            if (file, upload) not in again
        ]
        outcomes = [failed for failed in sent if failed] + ends
        if again:
            await pause(tries)
            # Storage lost it, or could not say whether it has everything. What it has is not sent again.
            outcomes += await self._send_and_complete([(file, _unsigned(upload)) for file, upload in again], tries + 1)
        return outcomes

    async def _send(self, file: LocalFile, upload: Answer) -> Outcome | None:
        if upload["status"] == "INSTANT":
            self.told(file.size)
            return None
        sending = Sending(self.vitrine, file, upload, self.slots, self.told, self._safe.get(file, 0))
        try:
            async with self.hold(file):
                await (sending.run() if file.sha256 else sending.run_unless_known())
            self._safe[file] = sending.safe
        except (Refused, CannotReach, OSError) as error:
            return Outcome(file.path, State.FAILED, reason=getattr(error, "strerror", None) or str(error))
        return None

    async def _complete(self, sent: Sequence[tuple[LocalFile, Answer]]) -> list[Answer]:
        if not sent:
            return []
        inputs = [{"upload": upload["id"], "onDuplicate": self.on_duplicate} for _, upload in sent]
        try:
            answers: list[Answer] = (await self.vitrine.ask(COMPLETE, inputs=inputs))["completeUploads"]
        except (CannotReach, Refused) as error:
            return [{"__typename": "Refusal", "code": "", "message": str(error)}] * len(sent)
        return answers


def _look_at(path: Path, look: Look) -> LocalFile | Outcome:
    try:
        return look(path)
    except OSError as error:
        return Outcome(path, State.FAILED, reason=error.strerror or repr(error))


def _is_passing(answer: Answer) -> bool:
    return answer["__typename"] != "Asset" and answer["code"] in _PASSING


def _unsigned(upload: Answer) -> Answer:
    return upload | {"parts": [], "status": "WAITING"}


def _is_over(answer: Answer) -> bool:
    """Tell whether an upload was given up, had another announcement, or brought bytes that are not there any more."""
    if answer["__typename"] != "Upload":
        return answer["code"] in _OVER
    asset = answer["asset"]
    return asset is None or bool(asset["failure"] and asset["failure"]["code"] in _BYTES_GONE)


def _outcome_of(file: LocalFile, answer: Answer) -> Answer | Outcome:
    """Return an upload that is to be sent, or what is known already."""
    if answer["__typename"] != "Upload":
        state = State.FAILED if answer["code"] in _NOT_NOW else State.REFUSED
        return Outcome(file.path, state, reason=answer["message"])
    asset = answer["asset"]
    if asset["status"] == "FAILED":
        return Outcome(file.path, State.REFUSED, asset["id"], asset["failure"]["message"])
    if asset["status"] != "UPLOADING":
        return Outcome(file.path, State.KNOWN, asset["id"])
    return answer


def _completed(file: LocalFile, upload: Answer, answer: Answer) -> Outcome:
    if answer["__typename"] != "Asset":
        return Outcome(file.path, State.FAILED, reason=answer["message"])
    state = State.ADDED if answer["id"] == upload["asset"]["id"] else State.KNOWN
    return Outcome(file.path, state, answer["id"])
