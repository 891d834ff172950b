"""A browser, with and without somebody signed in."""

from collections.abc import AsyncIterator

import pytest

from tests.domains.accounts.browser import Browser, browser
from tests.domains.people import Person
from tests.machine import Machine
from vitrine.accounts.actions import make_sign_in_link
from vitrine.services import Services


@pytest.fixture
async def page(app: Machine, owner_key: str) -> AsyncIterator[Browser]:
    """The gallery in a browser, nobody signed in."""
    async with browser(app.url) as opened:
        yield opened


@pytest.fixture
async def link(services: Services, member: Person) -> str:
    """A fresh sign-in link of the member's."""
    return await make_sign_in_link(services, member.user.email)


@pytest.fixture
async def signed_in(page: Browser, link: str) -> Browser:
    """The gallery with the member signed in."""
    status, _ = await page.by_link(link)
    assert status == 200
    return page
