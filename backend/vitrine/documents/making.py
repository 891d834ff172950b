"""Draw the missing pages of one document, some at a time, each lot written down before the next."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic

import structlog

from vitrine.assets.actions import keep_text
from vitrine.assets.models import Asset, Original
from vitrine.documents.actions import missing_pages, words
from vitrine.documents.recipes import page_recipe
from vitrine.infra.media.errors import HostFailed, MediaError
from vitrine.infra.media.recipe import Rendered
from vitrine.infra.scratch import need_room
from vitrine.renditions.actions import DECODER_ATTEMPTS, fetch, give_up_or_try_again, keep, write_down
from vitrine.work.claims import Claim, Progress
from vitrine.work.failpoints import failpoint
from vitrine.work.progress import Reporter
from vitrine.work.unit import Work, unit_of_work

log = structlog.get_logger()
# Pages in a lot: opening a document anew costs as much as drawing an easy page.
LOT = 16
# Pages that end their decoder, or take half a minute each, before the rest of a document is left alone.
MAX_DEADLY = 3
_QUICK = {"CORRUPT", "TOO_LARGE", "UNSUPPORTED"}

# What to tell of a lot, in the transaction in which it is written down.
Tell = Callable[[Work, Original], Awaitable[None]]


@dataclass(slots=True)
class Paper:
    """A document in hand; its bytes are fetched when they are first asked for."""

    claim: Claim
    asset: Asset
    original: Original
    folder: Path
    _source: Path | None = None
    _deadly: int = 0
    _reporter: Reporter = field(init=False)

    def __post_init__(self) -> None:
        self._reporter = Reporter(self.claim, self.asset.revision)

    async def source(self) -> Path:
        """Have the original on the disk. Raises OSError without room for it, GiveUp, StorageUnavailable."""
        if self._source is None:
            need_room(self.folder, self.original.size)
            self._source = (await fetch(self.claim.services.storage, self.original.key, self.folder)).path
        return self._source

    async def draw_missing(self, last: int, tell: Tell | None = None) -> None:
        """Draw the pages up to `last` that are missing. A page that cannot be drawn is left out.

        Raises Fenced, GiveUp, TryAgain, OSError, StorageUnavailable.
        """
        missing = await missing_pages(self.original, last)
        total = min(self.original.facts["pages"], last)
        began = monotonic()
        for start in range(0, len(missing), LOT):
            left = (monotonic() - began) / start * (len(missing) - start) if start else None
            await self._reporter.report(Progress("pages", total - len(missing) + start, total, "pages", left))
            rendered = await self._drawn(missing[start : start + LOT])
            await self._keep(rendered, tell)
            failpoint(self.claim.services.settings, "pages_made")
            if self._deadly >= MAX_DEADLY:
                return

    async def _drawn(self, numbers: Sequence[int]) -> list[Rendered]:
        """Draw pages together or, if one of them is bad, each by itself."""
        recipes = [page_recipe(number) for number in numbers]
        try:
            drawn = await self.claim.services.decoders.pages(await self.source(), numbers, recipes, self.folder)
        except HostFailed as error:
            give_up_or_try_again(error)
        except MediaError as error:
            if len(numbers) == 1:
                self._left_out(numbers[0], error)
                return []
            alone = [await self._drawn([number]) for number in numbers if self._deadly < MAX_DEADLY]
            return [each for pages in alone for each in pages]
        return [replace(each, details={"number": number}) for number, each in zip(numbers, drawn, strict=True)]

    def _left_out(self, number: int, error: MediaError) -> None:
        if error.retryable and self.claim.attempts + 1 < DECODER_ATTEMPTS:
            give_up_or_try_again(error)
        if error.code not in _QUICK:
            self._deadly += 1
        log.info("page_left_out", page=number, reason=error.message)

    async def _keep(self, rendered: Sequence[Rendered], tell: Tell | None) -> None:
        if not rendered:
            return
        await keep(self.claim.services.storage, self.original, rendered)
        async with unit_of_work(self.claim.services) as work:
            await self.claim.hold()
            await write_down(self.original, rendered)
            if tell:
                await tell(work, self.original)
        for each in rendered:
            each.path.unlink()

    async def read_all(self) -> None:
        """Keep the words of all pages, where there are more than those that were read first. Raises Fenced."""
        text = await words(self.claim, await self.source(), self.original.facts["pages"])
        if text is None:
            return
        async with unit_of_work(self.claim.services):
            await self.claim.hold()
            await keep_text(self.original, text)
