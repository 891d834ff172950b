"""What each kind of medium gets: a first look at once, the rest as jobs."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from vitrine.assets.models import Asset, MediaKind, Original
from vitrine.documents import actions as documents
from vitrine.films import actions as films
from vitrine.pictures import actions as pictures
from vitrine.renditions.looks import AnotherKind, Look
from vitrine.sounds import actions as sounds
from vitrine.work.claims import Claim
from vitrine.work.unit import Work


@dataclass(frozen=True, slots=True)
class Kind:
    """`first_look` reads the file at a path and may write beside it; None means that nothing is missing.

    It raises MediaError for what cannot be read. `owe_rest` joins the transaction in which the asset got its original,
    and says READY itself when nothing is owed.
    """

    first_look: Callable[[Claim, Original, Path], Awaitable[Look | None]]
    owe_rest: Callable[[Work, Asset, Original], Awaitable[None]]


KINDS = {
    MediaKind.IMAGE: Kind(pictures.first_look, pictures.owe_rest),
    MediaKind.VIDEO: Kind(films.first_look, films.owe_rest),
    MediaKind.DOCUMENT: Kind(documents.first_look, documents.owe_rest),
    MediaKind.AUDIO: Kind(sounds.first_look, sounds.owe_rest),
}


async def look_at(claim: Claim, original: Original, path: Path) -> Look | None:
    """Have a first look at an original, and set its kind to what it then turns out to be.

    None where there is nothing to see, or nothing new. Raises MediaError.
    """
    kind = KINDS.get(original.kind)
    if kind is None:
        return None
    try:
        return await kind.first_look(claim, original, path)
    except AnotherKind as found:
        original.kind = found.kind
        return await look_at(claim, original, path)
