"""`vitrine import`: a folder or a bucket is brought in from a terminal, once or for as long as the program runs."""

import argparse
import asyncio
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from vitrine_client.command import said_of
from vitrine_client.connection import Vitrine
from vitrine_client.errors import NotAllowed
from vitrine_client.folder import Folder
from vitrine_client.importing import Brought, Importing, Then
from vitrine_client.pushing import State
from vitrine_client.sources import Source

DONE, SOME_FAILED, NOT_ALLOWED, NO_SUCH_SOURCE = 0, 1, 3, 4
_WORDS = {State.ADDED: "added", State.KNOWN: "there already", State.REFUSED: "refused", State.FAILED: "failed"}
_STOPPED = "Stopped: what is not said to be there is taken up again by the next import."


def run(arguments: argparse.Namespace, key: str, environ: Mapping[str, str]) -> int:
    """Import a source and return the exit code: 0 when everything is there, 1 when something is not.

    3: the key is not known, or may not upload. 4: there is no such source. SIGINT ends it with 130, SIGTERM with 143,
    or with 0 where it was to watch until then.
    """
    if not arguments.source.startswith("s3://") and not Path(arguments.source).is_dir():
        _say(f"{arguments.source}: there is no such folder.")
        return NO_SUCH_SOURCE
    try:
        return asyncio.run(_import(arguments, key, environ))
    except NotAllowed as error:
        _say(str(error))
        return NOT_ALLOWED


async def _import(arguments: argparse.Namespace, key: str, environ: Mapping[str, str]) -> int:
    said = _Said()
    async with Vitrine(arguments.url, key, tries=arguments.tries) as vitrine, _source(arguments, environ) as source:
        importing = Importing(
            vitrine,
            source,
            said.tell,
            settle=arguments.settle,
            every=arguments.every,
            then=Then(arguments.then),
            parallel=arguments.parallel,
            on_duplicate=arguments.on_duplicate.upper().replace("-", "_"),
            said=said_of(arguments.tag, arguments.collection),
        )
        if arguments.watch:
            _say(f"Watching {arguments.source}: what stands still for {arguments.settle:g} s is brought in.")
        stopped = await _until_stopped(importing.watch() if arguments.watch else importing.once())
    if arguments.watch:
        # Whatever failed before has been taken since, unless it still fails.
        said.counts[State.FAILED] = importing.failing
    _say(said.summary())
    if stopped is None:
        return SOME_FAILED if said.counts[State.REFUSED] or said.counts[State.FAILED] else DONE
    _say(_STOPPED)
    return DONE if arguments.watch and stopped is signal.SIGTERM else 128 + stopped


@asynccontextmanager
async def _source(arguments: argparse.Namespace, environ: Mapping[str, str]) -> AsyncIterator[Source]:
    if not arguments.source.startswith("s3://"):
        yield Folder(Path(arguments.source), Path(arguments.done) if arguments.done else None)
        return
    # Only a bucket needs it, and it takes a second to load.
    from vitrine_client.bucket import open_bucket  # noqa: PLC0415

    endpoint = arguments.endpoint or environ.get("AWS_ENDPOINT_URL_S3") or environ.get("AWS_ENDPOINT_URL")
    region = arguments.region or environ.get("AWS_REGION") or environ.get("AWS_DEFAULT_REGION") or "us-east-1"
    async with open_bucket(arguments.source, endpoint=endpoint, region=region, done=arguments.done or "") as bucket:
        yield bucket


async def _until_stopped(work: Coroutine[object, object, None]) -> signal.Signals | None:
    """Run until the end, or until a signal, which is returned; a second one ends the program at once."""
    loop, task = asyncio.get_running_loop(), asyncio.ensure_future(work)
    received: list[signal.Signals] = []

    def stop(which: signal.Signals) -> None:
        received.append(which)
        for each in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(each)
        task.cancel()

    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, stop, each)
    try:
        await task
    except asyncio.CancelledError:
        if not received:
            raise
    return received[0] if received else None


@dataclass(slots=True)
class _Said:
    """What was said of files so far, a line for each."""

    counts: Counter[State] = field(default_factory=Counter)

    def tell(self, brought: Brought) -> None:
        self.counts[brought.state] += 1
        line = f"{brought.state.value:8} {brought.name} {brought.reason or brought.asset}"
        # A name may hold anything. Whoever reads us through a pipe is to read it now.
        sys.stdout.write(line.encode(errors="backslashreplace").decode() + "\n")
        sys.stdout.flush()

    def summary(self) -> str:
        return (
            ", ".join(f"{self.counts[state]:,} {words}" for state, words in _WORDS.items() if self.counts[state])
            or "No files."
        )


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
