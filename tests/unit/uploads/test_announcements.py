"""What can be told of a file before a byte of it has arrived."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vitrine.assets.models import MediaKind
from vitrine.uploads.errors import BadFilename
from vitrine.uploads.policy import Announcement, clean_filename, likely_kind, likely_type

ANY_TEXT = st.text(st.characters(), max_size=300)


@given(ANY_TEXT)
@example("..\\..\\x.jpg")
@example("\ud800.jpg")
@example("a\u2028b.jpg")
def test_a_cleaned_name_is_short_whole_and_shows_what_it_is(name: str) -> None:
    try:
        cleaned = clean_filename(name)
    except BadFilename:
        return
    assert 0 < len(cleaned.encode()) <= 255
    assert cleaned == cleaned.strip()
    assert "/" not in cleaned
    assert "\\" not in cleaned
    assert cleaned not in {".", ".."}
    assert not {unicodedata.category(char) for char in cleaned} & {"Cc", "Cs"}
    assert not set(cleaned) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


@given(ANY_TEXT)
def test_cleaning_twice_is_cleaning_once(name: str) -> None:
    try:
        cleaned = clean_filename(name)
    except BadFilename:
        return
    assert clean_filename(cleaned) == cleaned


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.jpg", MediaKind.IMAGE),
        ("a.HEIC", MediaKind.IMAGE),
        ("a.mp4", MediaKind.VIDEO),
        ("a.flac", MediaKind.AUDIO),
        ("a.pdf", MediaKind.DOCUMENT),
        ("a.html", MediaKind.OTHER),
        ("a", MediaKind.OTHER),
    ],
)
def test_a_name_tells_the_likely_kind(name: str, kind: MediaKind) -> None:
    assert likely_kind(likely_type(name)) is kind


def test_one_announcement_has_one_fingerprint_and_another_has_another() -> None:
    said = Announcement(filename="a.jpg", size=1, tags=("a", "b"))
    assert said.fingerprint() == Announcement(filename="a.jpg", size=1, tags=("a", "b")).fingerprint()
    others = [
        Announcement(filename="a.jpg", size=2, tags=("a", "b")),
        Announcement(filename="a.jpg", size=1, tags=("b", "a")),
        Announcement(filename="a.jpg", size=1, tags=("a', 'b",)),
        Announcement(filename="a.jpg", size=1, tags=("a", "b"), title="t"),
    ]
    assert len({said.fingerprint(), *(other.fingerprint() for other in others)}) == 5
