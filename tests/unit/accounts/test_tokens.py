"""Tokens are read only as they were made."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from vitrine.accounts.tokens import (
    digest,
    make_media_token,
    make_refresh_token,
    new_api_key,
    new_secret,
    read_access_token,
    read_media_token,
    read_refresh_token,
    sign_delivery,
)

SECRET = "s" * 32
SESSION = UUID(int=7)


@given(st.text())
def test_whatever_is_no_token_is_read_as_none(text: str) -> None:
    assert read_access_token(SECRET, text) is None
    assert read_refresh_token(SECRET, text) is None
    assert read_media_token(SECRET, text) is None


@given(st.uuids(), st.integers(0, 10**9))
def test_a_token_is_read_back_with_its_own_secret_only(session: UUID, generation: int) -> None:
    refresh, media = make_refresh_token(SECRET, session, generation), make_media_token(SECRET, session)
    assert read_refresh_token(SECRET, refresh) == (session, generation)
    assert read_media_token(SECRET, media) == session
    assert read_refresh_token("t" * 32, refresh) is None
    assert read_media_token("t" * 32, media) is None


@given(st.integers(0, 64), st.characters())
def test_one_changed_character_makes_it_another_token(place: int, char: str) -> None:
    genuine = make_media_token(SECRET, SESSION)
    place += 33
    if place < len(genuine) and genuine[place] != char:
        assert read_media_token(SECRET, genuine[:place] + char + genuine[place + 1 :]) is None


def test_a_token_of_one_kind_is_none_of_another() -> None:
    refresh, media = make_refresh_token(SECRET, SESSION, 0), make_media_token(SECRET, SESSION)
    assert read_media_token(SECRET, refresh) is None
    assert read_refresh_token(SECRET, media) is None


def test_secrets_are_never_twice_the_same_and_kept_as_hashes() -> None:
    made = {new_secret() for _ in range(100)} | {new_api_key() for _ in range(100)}
    assert len(made) == 200
    assert len(digest(made.pop())) == 64


@given(st.text(), st.text(), st.integers(0, 2**40))
def test_a_delivery_signature_is_of_one_path_library_and_time(path: str, other: str, expires: int) -> None:
    signature = sign_delivery(SECRET, path, SESSION, expires)
    assert signature != sign_delivery(SECRET, path, SESSION, expires + 1)
    assert signature != sign_delivery(SECRET, path, UUID(int=8), expires)
    assert (signature == sign_delivery(SECRET, other, SESSION, expires)) is (path == other)
