"""Access tokens and API keys in the Authorization header."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import jwt
import pytest

from tests.client import Client
from tests.domains.accounts.browser import Browser
from tests.domains.people import Person
from vitrine.accounts.models import ApiKey, Session
from vitrine.services import Services

VIEWER = "{ viewer { actor { __typename ... on User { name } ... on ApiKey { name } } library { name } permissions } }"


def _claims(session: UUID, **other: Any) -> dict[str, Any]:
    usual = {"iss": "vitrine", "aud": "api", "sub": str(session), "exp": datetime.now(UTC) + timedelta(minutes=5)}
    return {name: value for name, value in (usual | other).items() if value is not None}


async def _opens(page: Browser, token: str) -> bool:
    page.token = token
    return await page.is_signed_in()


async def test_a_token_made_by_the_rules_is_good(services: Services, signed_in: Browser) -> None:
    token = jwt.encode(_claims((await Session.get()).id), services.settings.secret_key, algorithm="HS256")
    assert await _opens(signed_in, token), "or the refusals below would show nothing"


@pytest.mark.parametrize(
    "other",
    [
        {"exp": datetime(2020, 1, 1, tzinfo=UTC)},
        {"exp": None},
        {"iss": "somebody"},
        {"iss": None},
        {"aud": "media"},
        {"aud": None},
        {"sub": None},
        {"sub": "everybody"},
        {"sub": str(UUID(int=5))},
    ],
    ids=str,
)
async def test_a_token_with_other_claims_opens_nothing(
    services: Services, signed_in: Browser, other: dict[str, Any]
) -> None:
    claims = _claims((await Session.get()).id, **other)
    assert not await _opens(signed_in, jwt.encode(claims, services.settings.secret_key, algorithm="HS256"))


async def test_a_token_signed_otherwise_opens_nothing(services: Services, signed_in: Browser) -> None:
    claims = _claims((await Session.get()).id)
    forged = jwt.encode(claims, "x" * 64, algorithm="HS256")
    unsigned = jwt.encode(claims, None, algorithm="none")
    stronger = jwt.encode(claims, services.settings.secret_key.ljust(64, "."), algorithm="HS512")
    header, body, signature = signed_in.token.split(".")
    for token in (forged, unsigned, stronger, f"{header}.{body}.", f"{header}.{body}.{signature[:-4]}AAAA", "a.b.c"):
        assert not await _opens(signed_in, token)


async def test_the_cookies_are_no_bearers(signed_in: Browser) -> None:
    for cookie in signed_in.cookies.values():
        assert not await _opens(signed_in, cookie)


async def test_an_access_token_is_no_cookie(signed_in: Browser) -> None:
    async with signed_in.http.get(
        f"{signed_in.url}/media/{uuid4().hex}/original/x", headers={"Cookie": f"vitrine-media={signed_in.token}"}
    ) as response:
        assert response.status == 401


async def test_a_key_acts_for_its_person(owner: Client, colleague: Client) -> None:
    viewer = (await owner.graphql(VIEWER))["viewer"]
    assert viewer["actor"] == {"__typename": "ApiKey", "name": "Owner's key"}
    assert "library.manage" in viewer["permissions"]
    assert "library.manage" not in (await colleague.graphql(VIEWER))["viewer"]["permissions"]


async def test_a_browser_acts_as_the_person(signed_in: Browser) -> None:
    assert (await signed_in.graphql(VIEWER))["data"]["viewer"]["actor"] == {"__typename": "User", "name": "Mem"}


@pytest.mark.parametrize(
    "spoil", [str.upper, lambda key: key[:-1], lambda key: key + "x", lambda _: "vit_", lambda _: "é"]
)
async def test_a_key_that_is_not_quite_one_opens_nothing(page: Browser, member: Person, spoil: Any) -> None:
    assert await _opens(page, member.key)
    assert not await _opens(page, spoil(member.key))


async def test_a_key_that_was_deleted_opens_nothing(page: Browser, member: Person) -> None:
    await ApiKey.filter(user_id=member.user.id).delete()
    assert not await _opens(page, member.key)


@pytest.mark.parametrize("form", ["bearer {}", "BEARER  {}", "Bearer {} "])
async def test_the_word_bearer_is_read_kindly(page: Browser, member: Person, form: str) -> None:
    headers = {"Authorization": form.format(member.key).strip()}
    async with page.http.post(f"{page.url}/graphql", json={"query": VIEWER}, headers=headers) as response:
        assert (await response.json())["data"]["viewer"]


@pytest.mark.parametrize("form", ["Basic {}", "{}", "Token {}", ""])
async def test_a_key_sent_any_other_way_is_nobody(page: Browser, member: Person, form: str) -> None:
    headers = {"Authorization": form.format(member.key)}
    async with page.http.post(f"{page.url}/graphql", json={"query": VIEWER}, headers=headers) as response:
        assert (await response.json())["data"]["viewer"] is None
