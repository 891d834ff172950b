"""Make what is missing of one film, on one machine's disk, and write each step down when it is done."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from vitrine.assets.models import Asset, Original
from vitrine.films.actions import missing_films
from vitrine.films.recipes import PLAYLIST, TRACK
from vitrine.infra.media.film.captions import extract_captions
from vitrine.infra.media.film.facts import FilmFacts
from vitrine.infra.media.film.hls import make_hls
from vitrine.infra.media.film.ladder import make_ladder, rungs_owed
from vitrine.infra.media.film.probe import probe
from vitrine.infra.media.film.progress import Share
from vitrine.infra.media.film.sprites import make_sprites
from vitrine.infra.media.recipe import Rendered
from vitrine.infra.scratch import need_room
from vitrine.renditions.actions import (
    fetch,
    fetch_rendition,
    keep,
    made_of,
    say_all_ready,
    say_all_updated,
    say_more_where_ready,
    write_down,
)
from vitrine.renditions.models import Rendition
from vitrine.work.claims import Claim, Progress
from vitrine.work.failpoints import failpoint
from vitrine.work.progress import Reporter
from vitrine.work.unit import unit_of_work

# Times the size of the file that must be free: its copies are seldom larger than it is.
ROOM = 2


@dataclass(slots=True)
class Film:
    """A film in hand. What lies on the disk is there once: fetched when it is first asked for, or made here."""

    claim: Claim
    asset: Asset
    original: Original
    folder: Path
    facts: FilmFacts = field(init=False)
    reporter: Reporter = field(init=False)
    _source: Path | None = None
    _made: dict[str, Rendered] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.facts = FilmFacts.from_wire(self.original.facts)
        self.reporter = Reporter(self.claim, self.asset.revision)

    async def source(self) -> Path:
        """Have the original on the disk. Raises OSError without room for it, GiveUp, StorageUnavailable."""
        if self._source is None:
            need_room(self.folder, ROOM * self.original.size)
            fetched = await fetch(self.claim.services.storage, self.original.key, self.folder)
            self._source = fetched.path
        return self._source

    async def made(self, name: str) -> Rendered:
        """Have what was made before on the disk. Raises OSError without room for it, GiveUp, StorageUnavailable."""
        if name not in self._made:
            row = await Rendition.get(original_id=self.original.id, recipe=name)
            need_room(self.folder, ROOM * row.size)
            self._made[name] = await fetch_rendition(self.claim.services.storage, row, self.folder)
        return self._made[name]

    async def keep(self, rendered: Sequence[Rendered]) -> None:
        """Store what was made. It can be seen once it is written down. Raises Fenced."""
        # Whoever lost the job meanwhile must not put other bytes in the place of what the next one makes.
        await self.claim.renew()
        await keep(self.claim.services.storage, self.original, rendered)
        self._made |= {each.name: each for each in rendered}

    async def tell(self, share: Share) -> None:
        """Tell how much of the film is done."""
        await self.reporter.report(Progress("film", share.done, share.total, "seconds", share.eta))


async def make_films(film: Film) -> None:
    """Make the sizes that people watch, all in one run, as far as they are missing. Raises MediaError."""
    missing = await missing_films(film.original)
    if not missing:
        return
    rungs = [rung for rung in rungs_owed(film.facts) if rung.name in missing]
    rendered = await make_ladder(await film.source(), film.facts, rungs, film.folder, film.tell)
    await film.keep(rendered)
    async with unit_of_work(film.claim.services):
        await film.claim.hold()
        await write_down(film.original, rendered)
    failpoint(film.claim.services.settings, "films_made")


async def make_playlists(film: Film) -> None:
    """Cut the sizes there are for players that choose among them; then the film is READY. Raises MediaError."""
    rendered: list[Rendered] = []
    if not await made_of(film.original, [PLAYLIST]):
        await film.reporter.report(Progress("playlists", 0, 1, "steps"))
        films = [await film.made(rung.name) for rung in rungs_owed(film.facts)]
        rendered = await make_hls(films, film.folder)
        await film.keep(rendered)
    async with unit_of_work(film.claim.services) as work:
        await film.claim.hold()
        await write_down(film.original, rendered)
        if rendered:
            await say_more_where_ready(work, film.original)
        await say_all_ready(work, film.original)


async def make_extras(film: Film) -> None:
    """Make the small pictures along the film, and its captions where it has any. Raises MediaError."""
    if await made_of(film.original, [TRACK]):
        return
    await film.reporter.report(Progress("sprites", 0, 1, "steps"))
    smallest = await film.made(rungs_owed(film.facts)[-1].name)
    duration = film.facts.duration or (await probe(smallest.path, smallest.mime)).duration or 0.0
    rendered = await make_sprites(smallest, duration, film.folder)
    if film.facts.captions:
        rendered += await extract_captions(await film.source(), film.facts, film.folder)
    await film.keep(rendered)
    async with unit_of_work(film.claim.services) as work:
        await film.claim.hold()
        await write_down(film.original, rendered)
        await say_all_updated(work, film.original)
