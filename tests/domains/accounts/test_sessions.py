"""Refresh tokens rotate; an old one that comes back ends the session."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from tests.domains.accounts.browser import REFRESH, Browser
from vitrine.accounts.models import Session

GRACE_IS_OVER = timedelta(seconds=31)


async def _later(by: timedelta = GRACE_IS_OVER) -> None:
    session = await Session.get()
    await Session.all().update(rotated_at=session.rotated_at - by)


async def test_each_refresh_hands_out_the_next_token(signed_in: Browser) -> None:
    seen = [signed_in.cookies[REFRESH]]
    for _ in range(3):
        assert (await signed_in.refresh())[0] == 200
        assert await signed_in.is_signed_in()
        seen.append(signed_in.cookies[REFRESH])
    assert len(set(seen)) == 4


async def test_a_stolen_token_that_is_used_later_ends_the_session_for_both(signed_in: Browser) -> None:
    thief = signed_in.tab()
    await signed_in.refresh()
    await _later()
    status, answer = await thief.refresh()
    assert (status, answer["code"]) == (401, "SIGN_IN_REFUSED")
    assert (await signed_in.refresh())[0] == 401
    assert not await signed_in.is_signed_in(), "the access token ends with its session"


async def test_a_token_two_generations_old_ends_the_session_even_at_once(signed_in: Browser) -> None:
    old = signed_in.tab()
    await signed_in.refresh()
    await signed_in.refresh()
    assert (await old.refresh())[0] == 401
    assert (await signed_in.refresh())[0] == 401


async def test_two_tabs_that_refresh_at_once_both_go_on(signed_in: Browser) -> None:
    tabs = [signed_in.tab() for _ in range(5)]
    assert {status for status, _ in await asyncio.gather(*(tab.refresh() for tab in tabs))} == {200}
    assert len({tab.cookies[REFRESH] for tab in tabs}) == 1, "all are given the same successor"
    assert (await tabs[0].refresh())[0] == 200


async def test_an_answer_that_was_lost_can_be_asked_for_again(signed_in: Browser) -> None:
    lost = signed_in.tab()
    await lost.refresh()
    await _later(timedelta(seconds=20))
    assert (await signed_in.refresh())[0] == 200
    assert signed_in.cookies[REFRESH] == lost.cookies[REFRESH]


async def test_signing_out_ends_the_session_and_takes_the_cookies(signed_in: Browser) -> None:
    copy = signed_in.tab()
    copy.token = signed_in.token
    assert (await signed_in.ask("DELETE", "/session"))[0] == 204
    assert signed_in.cookies == {}
    assert not await copy.is_signed_in()
    assert (await copy.refresh())[0] == 401


async def test_a_session_runs_out(signed_in: Browser) -> None:
    await Session.all().update(expires_at=datetime.now(UTC) - timedelta(seconds=1))
    assert not await signed_in.is_signed_in()
    assert (await signed_in.refresh())[0] == 401


@pytest.mark.parametrize("method_and_path", ["POST /session/refresh", "DELETE /session", "POST /session/link"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"X-Vitrine": None},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "https://evil.example", "X-Vitrine": None},
    ],
)
async def test_another_page_can_neither_renew_nor_end_a_session(
    signed_in: Browser, method_and_path: str, headers: dict[str, str | None]
) -> None:
    method, path = method_and_path.split()
    status, answer = await signed_in.tab().ask(method, path, json={"token": "x"}, headers=headers)
    assert (status, answer["code"]) == (403, "FOREIGN_ORIGIN")
    assert (await signed_in.refresh())[0] == 200


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: "",
        lambda _: "x",
        lambda token: token[:-1] + ("0" if token[-1] != "0" else "1"),
        lambda token: token.replace(".0.", ".1."),
        lambda token: token.replace(".0.", f".{'9' * 5000}."),
        lambda token: token.rpartition(".")[0] + ".é",
        lambda token: "0" * 32 + token[32:],
    ],
)
async def test_a_forged_refresh_token_renews_nothing_and_ends_nothing(signed_in: Browser, spoil: object) -> None:
    assert callable(spoil)
    forger = signed_in.tab()
    forger.cookies[REFRESH] = spoil(signed_in.cookies[REFRESH])
    status, answer = await forger.refresh()
    assert (status, answer["code"]) == (401, "SIGN_IN_REFUSED")
    assert (await signed_in.refresh())[0] == 200
