"""Tags that nobody has to think of: from a file's name, its kind, its camera, its year and its shape."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from vitrine.assets.models import MediaKind, Original

# Of a name; whatever is longer is a sentence, and its title says it already.
MAX_WORDS = 8
_SHORTEST = 3
_LONGEST = 40
# Letters of any script in one row, a capital beginning a new word: "BeachParty", "HTMLPage", "Straße".
_WORD = re.compile(r"[^\W\d_]+")
# Identifiers, and numbers of computers: their letters are no words.
_NUMBER = re.compile(
    r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|(?<![^\W_])(?=[a-f]*\d)[0-9a-f]{8,}(?![^\W_])", re.IGNORECASE
)
_HUMP = re.compile(r"(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ])|(?<=[A-ZÀ-Þ])(?=[A-ZÀ-Þ][a-zß-ÿ])")
# What cameras, phones and programs call everything.
_MACHINES = """
img imgp dsc dscn dscf dcim pict pic sam mvi mov vid gopr gopro dji pxl pano mvimg cimg kic hpim sany burst edit edited
screenshot screenrecording bildschirmfoto capture whatsapp signal telegram received untitled unbenannt unnamed noname
download downloads image images picture pictures photo photos foto fotos bild bilder video videos audio file files
document dokument scan scanned copy kopie copie copia final finale version draft new neu export exported resized cropped
original unknown tmp temp
"""
# Words that only join others.
_JOINING = """
the and for with from that this these those are was were not but you your our his her its into onto over under der die
das den dem des ein eine einen einem einer und oder mit von vom zum zur bei auf aus für ist war les des une aux dans
pour avec sur par est del las los una con por para che della delle dei
"""
_NO_TAGS = frozenset((_MACHINES + _JOINING).split())
_FIRST_PHOTO = 1826


def words_of_name(filename: str) -> list[str]:
    """Return the words of a file's name that say something, in small letters and in their order."""
    stem = _NUMBER.sub(" ", filename.rsplit(".", 1)[0])
    written = (word for word in _WORD.findall(stem) if word.lower() not in _NO_TAGS)
    pieces = (piece for word in written for piece in _HUMP.split(word))
    words = (piece.lower() for piece in pieces if _SHORTEST <= len(piece) <= _LONGEST)
    return list(dict.fromkeys(word for word in words if word not in _NO_TAGS))[:MAX_WORDS]


def automatic_tags(filename: str, original: Original) -> list[str]:
    """Return the tags that an asset gets by itself, each once."""
    facts = original.facts or {}
    found = [*words_of_name(filename), *_kind(original, facts), *_year(facts), *_shape(original.kind, facts)]
    if camera := facts.get("camera"):
        found.append(camera)
    return list(dict.fromkeys(found))


def _kind(original: Original, facts: Mapping[str, Any]) -> Iterator[str]:
    match original.kind:
        case MediaKind.IMAGE:
            yield _kind_of_picture(original.mime_type, facts)
        case MediaKind.VIDEO:
            yield "film"
        case MediaKind.AUDIO:
            yield "sound"
        case MediaKind.DOCUMENT:
            yield "document"


def _kind_of_picture(mime_type: str, facts: Mapping[str, Any]) -> str:
    if mime_type.startswith("image/svg"):
        return "drawing"
    if mime_type == "image/x-raw":
        return "raw"
    if mime_type in {"image/gif", "image/webp", "image/png", "image/avif"} and (facts.get("frames") or 1) > 1:
        return "animation"
    return "photo" if facts.get("camera") or facts.get("exposure") else "picture"


def _year(facts: Mapping[str, Any]) -> Iterator[str]:
    year = str((facts.get("captured") or {}).get("local", ""))[:4]
    if year.isdecimal() and _FIRST_PHOTO <= int(year) <= datetime.now(UTC).year + 1:
        yield year


def _shape(kind: MediaKind, facts: Mapping[str, Any]) -> Iterator[str]:
    width, height = facts.get("width") or 0, facts.get("height") or 0
    if kind not in {MediaKind.IMAGE, MediaKind.VIDEO} or not width or not height:
        return
    ratio = width / height
    if ratio >= 2:
        yield "panorama"
    elif abs(ratio - 1) <= 0.02:
        yield "square"
    else:
        yield "landscape" if ratio > 1 else "portrait"
