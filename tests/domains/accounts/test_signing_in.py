"""Links that work once, passwords, and what the browser is given."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.client import Client
from tests.domains.accounts.browser import MEDIA, REFRESH, Browser, browser
from tests.domains.people import Person
from vitrine.accounts.actions import first_run, make_sign_in_link
from vitrine.accounts.errors import UnknownPerson
from vitrine.accounts.models import ApiKey, SignInLink, User
from vitrine.services import Services

SET = """mutation($password: String!) { setPassword(input: { password: $password }) {
  __typename ... on Viewer { hasPassword } ... on PasswordRefused { code message field }
} }"""
PASSWORD = "correct horse battery"


async def _set_password(page: Browser, password: str) -> dict[str, Any]:
    answer: dict[str, Any] = (await page.graphql(SET, password=password))["data"]["setPassword"]
    return answer


async def test_a_link_signs_in_once(page: Browser, link: str) -> None:
    status, answer = await page.by_link(link)
    assert status == 200
    assert await page.is_signed_in()
    remaining = datetime.fromisoformat(answer["expiresAt"]) - datetime.now(UTC)
    assert timedelta(minutes=8) < remaining <= timedelta(minutes=10)
    async with browser(page.url) as thief:
        status, answer = await thief.by_link(link)
        assert (status, answer["code"]) == (401, "SIGN_IN_REFUSED")
        assert thief.cookies == {}


async def test_a_link_opened_in_ten_places_at_once_signs_in_once(page: Browser, link: str) -> None:
    answers = await asyncio.gather(*(page.tab().by_link(link) for _ in range(10)))
    assert sorted(status for status, _ in answers) == [200] + [401] * 9


async def test_a_link_runs_out(page: Browser, link: str) -> None:
    await SignInLink.all().update(expires_at=datetime.now(UTC) - timedelta(seconds=1))
    assert (await page.by_link(link))[0] == 401


async def test_the_browser_is_given_two_cookies_that_scripts_cannot_read(signed_in: Browser) -> None:
    refresh, media = signed_in.set_cookies[REFRESH], signed_in.set_cookies[MEDIA]
    assert (refresh["path"], bool(refresh["secure"]), refresh["samesite"].lower()) == ("/", True, "strict")
    assert refresh["domain"] == "", "a __Host- cookie has none"
    assert (media["path"], media["samesite"].lower()) == ("/media", "strict")
    assert refresh["httponly"]
    assert media["httponly"]


async def test_a_cookie_alone_asks_nothing_of_graphql(signed_in: Browser) -> None:
    assert not await signed_in.tab().is_signed_in()


async def test_a_password_that_was_set_signs_in(signed_in: Browser, member: Person) -> None:
    assert await _set_password(signed_in, PASSWORD) == {"__typename": "Viewer", "hasPassword": True}
    async with browser(signed_in.url) as other:
        assert (await other.by_password(f"  {member.user.email.upper()} ", PASSWORD))[0] == 200
        assert await other.is_signed_in()


@pytest.mark.parametrize("password", ["nine char", "", "x" * 1001])
async def test_a_password_too_short_or_too_long_is_refused(signed_in: Browser, member: Person, password: str) -> None:
    answer = await _set_password(signed_in, password)
    assert (answer["__typename"], answer["code"], answer["field"]) == (
        "PasswordRefused",
        "PASSWORD_REFUSED",
        "password",
    )
    assert (await User.get(id=member.user.id)).password_hash is None


async def test_a_password_is_kept_as_an_argon2_hash_only(signed_in: Browser, member: Person) -> None:
    await _set_password(signed_in, PASSWORD)
    kept = (await User.get(id=member.user.id)).password_hash or ""
    assert kept.startswith("$argon2id$")
    assert PASSWORD not in kept


async def test_a_wrong_password_and_an_unknown_person_are_told_alike(signed_in: Browser, member: Person) -> None:
    await _set_password(signed_in, PASSWORD)
    async with browser(signed_in.url) as other:
        wrong = await other.by_password(member.user.email, PASSWORD + "!")
        unknown = await other.by_password("nobody@example.org", PASSWORD)
    assert wrong == unknown
    assert wrong[0] == 401


async def test_somebody_without_a_password_cannot_sign_in_with_any(page: Browser, member: Person) -> None:
    for password in ("None", "null", "nobody has this password"):
        assert (await page.by_password(member.user.email, password))[0] == 401


async def test_setting_a_password_ends_the_other_sessions_and_keeps_this_one(
    services: Services, signed_in: Browser, member: Person
) -> None:
    async with browser(signed_in.url) as other:
        await other.by_link(await make_sign_in_link(services, member.user.email))
        await _set_password(signed_in, PASSWORD)
        assert await signed_in.is_signed_in()
        assert not await other.is_signed_in()
        assert (await other.refresh())[0] == 401


async def test_a_program_sets_no_password(colleague: Client, member: Person) -> None:
    answer = (await colleague.graphql(SET, password=PASSWORD))["setPassword"]
    assert answer["__typename"] == "PasswordRefused"
    assert (await User.get(id=member.user.id)).password_hash is None


@pytest.mark.parametrize(
    "body", [None, [], "x", {}, {"token": 5}, {"token": ""}, {"token": "x" * 2001}, {"token": None}]
)
async def test_a_sign_in_that_says_nothing_useful_is_a_bad_request(page: Browser, body: Any) -> None:
    status, answer = await page.ask("POST", "/session/link", json=body)
    assert (status, answer["code"]) == (400, "BAD_REQUEST")


async def test_the_first_run_makes_one_library_however_many_begin_at_once(services: Services) -> None:
    runs = await asyncio.gather(*(first_run(services) for _ in range(5)))
    assert len([run.owner_key for run in runs if run.owner_key]) == 1
    assert all(run.sign_in_link for run in runs), "there is a link for as long as the owner has no password"


async def test_no_link_is_printed_once_the_owner_has_a_password(services: Services) -> None:
    await first_run(services)
    await User.all().update(password_hash="$argon2id$something")
    again = await first_run(services)
    assert (again.sign_in_link, again.owner_key) == (None, None)


async def test_a_link_is_made_only_for_somebody_who_is_here(services: Services, owner_key: str) -> None:
    with pytest.raises(UnknownPerson):
        await make_sign_in_link(services, "nobody@example.org")
    assert "/sign-in#token=" in await make_sign_in_link(services, " OWNER@localhost ")


async def test_secrets_are_kept_as_hashes_only(services: Services, owner_key: str) -> None:
    token = (await make_sign_in_link(services)).partition("#token=")[2]
    assert token
    assert token not in str(await SignInLink.all().values())
    assert owner_key not in str(await ApiKey.all().values())
