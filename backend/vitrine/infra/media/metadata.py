"""EXIF, IPTC and XMP of one file, read together into one view.

Which wins follows the Metadata Working Group's "Guidelines for Handling Image Metadata" 2.0 (chapter 5): EXIF where it
says anything, being what cameras and the simplest programs write; then XMP, the newer form, unless a program that knows
IPTC only has changed that one since: Photoshop's digest tells. IPTC cuts texts short, so a cut one gives way to the
whole. Where the guidelines end at nothing we take whatever there is, last of all what Windows and PNG say.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import md5
from pathlib import Path
from typing import Any

from PIL import ExifTags

from vitrine.infra.media.exif import bounded, clean_text, raw_exif, wide_text
from vitrine.infra.media.facts import Json
from vitrine.infra.media.iptc import Records, first, read_iptc
from vitrine.infra.media.metadata_blocks import Blocks, read_blocks
from vitrine.infra.media.metadata_tiff import Directories
from vitrine.infra.media.xmp import Properties, read_xmp

MAX_KEYWORDS = 100
_MAX_KEYWORD = 200
# What cameras write where a caption belongs.
_NO_CAPTION = re.compile(
    r".*\bdigital (still )?camera|sony dsc|dcf \d.\d|dcim|exif_jpeg_picture|default|untitled", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Embedded:
    """What a file says of itself, in each of the three languages. `xmp_wins` over IPTC: see above."""

    exif: Directories = field(default_factory=Directories)
    iptc: Records = field(default_factory=dict)
    xmp: Properties = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    xmp_wins: bool = True

    def raw(self) -> dict[str, Json]:
        """Return the values as found, by language and name; languages that are not spoken are left out."""
        said = {
            "exif": raw_exif(self.exif),
            "iptc": bounded(self.iptc),
            "xmp": bounded(self.xmp),
            "container": bounded(self.texts),
        }
        return {name: values for name, values in said.items() if values}


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What people wrote into a file. `keywords` are unique; those of a hierarchy are paths: a/b/c."""

    title: str | None = None
    caption: str | None = None
    creator: str | None = None
    copyright: str | None = None
    keywords: list[str] = field(default_factory=list)
    rating: int | None = None


def read_embedded(path: Path, info: Mapping[Any, Any]) -> Embedded:
    """Read all metadata of the file at `path`; `info` is what its decoder found. Whatever is damaged is left out."""
    blocks = read_blocks(path, info)
    xmp = read_xmp(blocks.xmp)
    if blocks.xmp_more:
        xmp = read_xmp(blocks.xmp_more) | xmp
    return Embedded(blocks.exif, read_iptc(blocks.iptc), xmp, blocks.texts, xmp_wins=_in_step(blocks))


def _in_step(blocks: Blocks) -> bool:
    if not blocks.iptc or blocks.digest is None or not any(blocks.digest):
        return True
    return md5(blocks.iptc, usedforsecurity=False).digest() == blocks.digest


def words_of(said: Embedded) -> Words:
    """Return the one view of what people wrote."""
    main, iptc, xmp = said.exif.main, said.iptc, said.xmp
    base = ExifTags.Base
    caption = clean_text(main.get(base.ImageDescription))
    return Words(
        title=_first(
            _between(said, first(iptc, "ObjectName"), _text(xmp.get("dc:title")), 64),
            _between(said, first(iptc, "Headline"), _text(xmp.get("photoshop:Headline")), 256),
            wide_text(main.get(base.XPTitle)),
            said.texts.get("Title"),
        ),
        caption=_first(
            None if _NO_CAPTION.fullmatch(caption or "") else caption,
            _between(said, first(iptc, "Caption-Abstract"), _text(xmp.get("dc:description")), 2000),
            wide_text(main.get(base.XPComment)),
            said.texts.get("Description"),
        ),
        creator=_first(
            clean_text(main.get(base.Artist)),
            _between(said, "; ".join(iptc.get("By-line", ())), _text(xmp.get("dc:creator")), 32),
            wide_text(main.get(base.XPAuthor)),
            said.texts.get("Author"),
        ),
        copyright=_first(
            clean_text(main.get(base.Copyright)),
            _between(said, first(iptc, "CopyrightNotice"), _text(xmp.get("dc:rights")), 128),
            said.texts.get("Copyright"),
        ),
        keywords=keywords_of(said),
        rating=_rating(said),
    )


def _first(*values: str | None) -> str | None:
    return next((value for value in values if value), None)


def _between(said: Embedded, iptc: str | None, xmp: str | None, limit: int) -> str | None:
    """Choose between the two; `limit` is what IPTC cuts a text to, in bytes."""
    if not (iptc and xmp):
        return xmp or iptc
    cut_short = len(iptc.encode()) >= limit and xmp.startswith(iptc[: limit // 4])
    return xmp if said.xmp_wins or cut_short else iptc


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        return "; ".join(each for each in value if isinstance(each, str)) or None
    return value if isinstance(value, str) else None


def keywords_of(said: Embedded) -> list[str]:
    """Return the keywords: the flat ones of one language, then hierarchies, each once however it is written."""
    flat = {True: _texts(said.xmp.get("dc:subject")), False: list(said.iptc.get("Keywords", ()))}
    chosen = flat[said.xmp_wins] or flat[not said.xmp_wins]
    if not chosen:
        wide = wide_text(said.exif.main.get(ExifTags.Base.XPKeywords)) or ""
        chosen = [*wide.split(";"), *said.texts.get("Keywords", "").split(",")]
    paths = [path.replace("|", "/") for path in _texts(said.xmp.get("lr:hierarchicalSubject"))]
    paths += _texts(said.xmp.get("digiKam:TagsList"))
    return list(unique_keywords([*chosen, *(path for path in paths if "/" in path)]))


def unique_keywords(keywords: Sequence[str]) -> Iterator[str]:
    """Yield clean keywords, each once whatever its capitals, up to MAX_KEYWORDS."""
    seen: set[str] = set()
    for keyword in keywords:
        word = (clean_text(keyword) or "")[:_MAX_KEYWORD].strip()
        if word and word.casefold() not in seen and len(seen) < MAX_KEYWORDS:
            seen.add(word.casefold())
            yield word


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [each for each in values if isinstance(each, str)]


def _rating(said: Embedded) -> int | None:
    value = said.xmp.get("xmp:Rating", said.exif.main.get(ExifTags.Base.Rating))
    try:
        stars = round(float(value))
    except (TypeError, ValueError, OverflowError):
        return None
    # 0 is what programs write for "not rated".
    return stars if stars == -1 or 1 <= stars <= 5 else None
