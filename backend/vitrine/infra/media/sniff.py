"""The true type of a file, by its content.

The table is our own: measured on 72 real files of these families, puremagic 1.30 took every RAW for a TIFF (which would
be decoded to a stamp-sized preview), Matroska for sound, Ogg and ASF films for sound and the reverse, and missed ten.
"""

from pathlib import Path
from typing import BinaryIO

from vitrine.infra.media.containers import by_container
from vitrine.infra.media.errors import Disagreement, Empty, Unsupported
from vitrine.infra.media.file_types import MATROSKA, MATROSKA_AUDIO, SVG, SVGZ, WMA, WMV, FileType, Kind
from vitrine.infra.media.lookalikes import jpeg_or_lookalike, mpeg_audio, packed_text, text_type
from vitrine.infra.media.named import claimed_type
from vitrine.infra.media.signatures import by_signature
from vitrine.infra.media.tiff_kinds import tiff_or_raw

_HEAD = 64 * 1024
_DRAWINGS = {SVG, SVGZ}
_SOUND_OR_FILM = {Kind.AUDIO, Kind.VIDEO}
# One container for film and sound, told apart only by what is deep inside: here the name may choose.
_NAME_CHOOSES = {(MATROSKA, MATROSKA_AUDIO): MATROSKA_AUDIO, (WMV, WMA): WMA}


def sniff(path: Path, filename: str) -> FileType:
    """Return what the bytes at `path` are; `filename` is the uploader's, and only ever a claim.

    Raises Empty, Unsupported for what is not kept, and Disagreement when the name promises another kind of thing. A
    picture under the name of another kind of picture is let through: that is common, harmless, and the content decides;
    only drawings go by their own.
    """
    claim = claimed_type(filename)
    found = identify(path, claim)
    if found is None or not found.accepted:
        raise _refusal(found, claim)
    if claim is not None and claim.accepted and not _same_family(found, claim):
        raise _disagreement(found.words, claim)
    return found


def identify(path: Path, claim: FileType | None = None) -> FileType | None:
    """Return the type of the bytes at `path`, accepted or not; None when they are nothing we can name. Raises Empty."""
    with path.open("rb") as source:
        head = source.read(_HEAD)
        if not head:
            raise Empty("This file is empty.")
        found = _identify(head, source, claim)
    if found is None or claim is None:
        return found
    return _NAME_CHOOSES.get((found, claim), found)


def _identify(head: bytes, source: BinaryIO, claim: FileType | None) -> FileType | None:
    return (
        jpeg_or_lookalike(head)
        or tiff_or_raw(head, source, claim)
        or by_container(head, source)
        or packed_text(head)
        or by_signature(head)
        or text_type(head)
        or mpeg_audio(head, source)
    )


def _same_family(found: FileType, claim: FileType) -> bool:
    if (found in _DRAWINGS) != (claim in _DRAWINGS):
        # A drawing is a text that can hold a script: under the name of a photo it is no mistake.
        return False
    return found.kind == claim.kind or {found.kind, claim.kind} == _SOUND_OR_FILM


def _refusal(found: FileType | None, claim: FileType | None) -> Unsupported | Disagreement:
    words = found.words if found else "nothing we recognise"
    if claim is not None and claim.accepted and (found is None or found.kind != claim.kind):
        return _disagreement(words, claim)
    if found is None:
        return Unsupported("Vitrine does not know this kind of file. It keeps pictures, films, sound and PDFs.")
    return Unsupported(f"This file is {words}. Vitrine does not handle that kind yet.")


def _disagreement(words: str, claim: FileType) -> Disagreement:
    return Disagreement(f"This file is named like {claim.words}, but its content is {words}.")
