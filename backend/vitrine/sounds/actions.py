"""Look at sounds: what they say of themselves, their cover, or else their shape."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from vitrine.assets.actions import owe_for
from vitrine.assets.models import Asset, AssetStatus, MediaKind, Original
from vitrine.infra.media.errors import Corrupt, MediaError
from vitrine.infra.media.film.facts import FilmFacts
from vitrine.infra.media.film.probe import probe
from vitrine.infra.media.pool import FirstSight
from vitrine.infra.media.recipe import Rendered
from vitrine.infra.media.sound.cover import cover
from vitrine.infra.media.sound.waveform import Waveform, waveform
from vitrine.renditions.actions import made_of, say_ready
from vitrine.renditions.looks import AnotherKind, Look
from vitrine.renditions.recipes import THUMBNAIL
from vitrine.sounds.recipes import LONGEST_AT_ONCE, PEAKS, WAVEFORM, WEB_COPY, WITH_COVER, WITHOUT_COVER
from vitrine.work.claims import Claim
from vitrine.work.turns import READY_SOON
from vitrine.work.unit import Work

# Seconds of silence that encoders put around a sound, and players take off again.
_PADDING = 0.5


async def first_look(claim: Claim, original: Original, path: Path) -> Look | None:
    """Read a sound's facts and make its thumbnail beside it, of its cover or its shape; None when both are there.

    A long one without a cover has none yet. Raises MediaError, and AnotherKind for a film without sound.
    """
    if original.facts and await made_of(original, [THUMBNAIL.name]):
        return None
    facts = await probe(path, original.mime_type)
    if not facts.has_audio:
        raise AnotherKind(MediaKind.VIDEO) if facts.video else Corrupt("There is nothing to hear in this file.")
    if sight := await _cover(claim, facts, path):
        return Look(facts=facts.to_wire() | {"placeholder": placeholder_of(sight)}, rendered=sight.rendered)
    if facts.duration is None or facts.duration > LONGEST_AT_ONCE:
        return Look(facts=facts.to_wire())
    shape = await waveform(path, facts, path.parent)
    sight = await claim.services.decoders.first_sight(shape.picture, WITHOUT_COVER, path.parent)
    told = with_length(facts.to_wire(), shape) | {"placeholder": placeholder_of(sight)}
    return Look(facts=told, rendered=[*with_peaks(shape), *sight.rendered])


async def _cover(claim: Claim, facts: FilmFacts, path: Path) -> FirstSight | None:
    """Look at the cover; one that cannot be read is as good as none."""
    try:
        picture = await cover(path, facts, path.parent)
        return await claim.services.decoders.first_sight(picture, WITH_COVER, path.parent) if picture else None
    except MediaError as error:
        if error.retryable:
            raise
        return None


def placeholder_of(sight: FirstSight) -> str:
    """Return a ThumbHash the way an original keeps it."""
    return base64.b64encode(sight.thumbhash).decode()


def with_length(facts: Mapping[str, Any], shape: Waveform) -> dict[str, Any]:
    """Return facts with the seconds that were heard, where the file guesses: MP3 of changing bit rate often does."""
    told = facts.get("duration")
    guessed = told is None or abs(told - shape.duration) > _PADDING
    return {**facts, "duration": shape.duration} if guessed else dict(facts)


def with_peaks(shape: Waveform) -> list[Rendered]:
    """Return the files of a shape; the row of the peaks tells them too, so that no file is read for them."""
    return [
        replace(each, details={"peaks": list(shape.peaks)}) if each.purpose == PEAKS else each
        for each in shape.rendered
    ]


async def owe_rest(work: Work, asset: Asset, original: Original) -> None:
    """Owe whatever a sound still needs; READY if that is nothing."""
    if await missing(original):
        # Whoever waits for it comes before what is only processed again.
        head_start = 0 if asset.status is AssetStatus.READY else READY_SOON
        await owe_for(work, asset, "sounds.web_copy", queue="video", head_start=head_start)
    else:
        await say_ready(work, asset.id)


async def missing(original: Original, names: Sequence[str] = (THUMBNAIL.name, WAVEFORM, PEAKS, WEB_COPY)) -> set[str]:
    """Return what is owed and was not made of a sound yet."""
    return set(names) - await made_of(original, names)
