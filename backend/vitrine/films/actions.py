"""Look at films, and make what players need of them, one step after the other.

Each step asks what is missing and is written down before the next begins: a worker that dies repeats at most one.
"""

import base64
from pathlib import Path

from vitrine.assets.actions import owe_for
from vitrine.assets.models import Asset, AssetStatus, MediaKind, Original
from vitrine.films.recipes import FIRST_SIGHT, PLAYLIST, TRACK
from vitrine.infra.media.errors import MediaError
from vitrine.infra.media.film.facts import FilmFacts
from vitrine.infra.media.film.ladder import rungs_owed
from vitrine.infra.media.film.poster import poster
from vitrine.infra.media.film.probe import probe
from vitrine.renditions.actions import made_of, say_ready
from vitrine.renditions.looks import AnotherKind, Look
from vitrine.work.claims import Claim
from vitrine.work.turns import READY_SOON
from vitrine.work.unit import Work


async def first_look(claim: Claim, original: Original, path: Path) -> Look | None:
    """Read a film's facts and make its poster and thumbnail beside it; None when all are there.

    Raises MediaError, and AnotherKind for what has no picture to show, but sound.
    """
    names = [recipe.name for recipe in FIRST_SIGHT]
    if original.facts and await made_of(original, names) == set(names):
        return None
    facts = await probe(path, original.mime_type)
    picture = await _poster(path, facts)
    sight = await claim.services.decoders.first_sight(picture, FIRST_SIGHT, path.parent)
    placeholder = base64.b64encode(sight.thumbhash).decode()
    return Look(facts=facts.to_wire() | {"placeholder": placeholder}, rendered=sight.rendered, likeness=sight.likeness)


async def _poster(path: Path, facts: FilmFacts) -> Path:
    if facts.video is None:
        raise AnotherKind(MediaKind.AUDIO)
    try:
        return await poster(path, facts, path.parent)
    except MediaError as error:
        if error.retryable or not facts.has_audio:
            raise
        # Not one picture can be decoded. What can be heard of it is better than nothing.
        raise AnotherKind(MediaKind.AUDIO) from error


async def owe_rest(work: Work, asset: Asset, original: Original) -> None:
    """Owe whatever a film with a poster still needs; READY as soon as it can be played."""
    made = await made_of(original, [PLAYLIST, TRACK])
    if PLAYLIST in made:
        await say_ready(work, asset.id)
    if made != {PLAYLIST, TRACK} or await missing_films(original):
        # Whoever waits for a film comes before what only gets better.
        head_start = 0 if PLAYLIST in made or asset.status is AssetStatus.READY else READY_SOON
        await owe_for(work, asset, "films.ladder", queue="video", head_start=head_start)


async def missing_films(original: Original) -> list[str]:
    """Return the sizes that are owed and were not made of a film yet, largest first."""
    wanted = [rung.name for rung in rungs_owed(FilmFacts.from_wire(original.facts))]
    made = await made_of(original, wanted)
    return [name for name in wanted if name not in made]
