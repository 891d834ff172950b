"""IPTC's Information Interchange Model, the oldest way to write a caption into a picture.

Format: IPTC-NAA IIM 4.2. Each dataset is 0x1C, record, number, length, value.
"""

from collections.abc import Iterator, Mapping

from vitrine.infra.media.exif import clean_text
from vitrine.infra.media.metadata_tiff import text_of

# What people write, of record 2. The rest is for news agencies' machines.
NAMES = {
    5: "ObjectName",
    10: "Urgency",
    15: "Category",
    20: "SupplementalCategories",
    25: "Keywords",
    40: "SpecialInstructions",
    55: "DateCreated",
    60: "TimeCreated",
    62: "DigitalCreationDate",
    63: "DigitalCreationTime",
    65: "OriginatingProgram",
    80: "By-line",
    85: "By-lineTitle",
    90: "City",
    92: "Sub-location",
    95: "Province-State",
    100: "Country-PrimaryLocationCode",
    101: "Country-PrimaryLocationName",
    103: "OriginalTransmissionReference",
    105: "Headline",
    110: "Credit",
    115: "Source",
    116: "CopyrightNotice",
    118: "Contact",
    120: "Caption-Abstract",
    122: "Writer-Editor",
}
_MAX_DATASETS = 1000
_MAX_VALUE = 32 * 1024
_CHARACTER_SET = (1, 90)
_UTF8 = b"\x1b%G"

Records = Mapping[str, list[str]]


def read_iptc(block: bytes) -> dict[str, list[str]]:
    """Return what a block says, by name, each in the order it was written; what is damaged ends it."""
    found: dict[str, list[str]] = {}
    utf8 = False
    for record, number, value in _datasets(block):
        if (record, number) == _CHARACTER_SET:
            utf8 = value.startswith(_UTF8)
        name = NAMES.get(number) if record == 2 else None
        # Without that mark it is Latin-1 by the book. Some write UTF-8 all the same, which nothing else looks like.
        text = clean_text(value.decode("utf-8", errors="replace") if utf8 else text_of(value))
        if name and text:
            found.setdefault(name, []).append(text)
    return found


def first(records: Records, name: str) -> str | None:
    """Return the first value under a name."""
    return records[name][0] if name in records else None


def _datasets(block: bytes) -> Iterator[tuple[int, int, bytes]]:
    position = 0
    for _ in range(_MAX_DATASETS):
        if block[position : position + 1] != b"\x1c" or position + 5 > len(block):
            return
        record, number = block[position + 1], block[position + 2]
        length = int.from_bytes(block[position + 3 : position + 5])
        position += 5
        # The highest bit says that the length follows in so many bytes; no text is that long.
        if length > _MAX_VALUE:
            return
        yield record, number, block[position : position + length]
        position += length
