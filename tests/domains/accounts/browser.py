"""A browser's part in signing in: it keeps cookies and says from which page it asks."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

import aiohttp

REFRESH = "__Host-vitrine"
MEDIA = "vitrine-media"


@dataclass(slots=True)
class Browser:
    """One browser with one cookie jar. `token` is what the page keeps in memory."""

    url: str
    http: aiohttp.ClientSession
    cookies: dict[str, str] = field(default_factory=dict)
    set_cookies: SimpleCookie = field(default_factory=SimpleCookie)
    token: str = ""

    async def ask(
        self, method: str, path: str, *, json: Any = None, headers: Mapping[str, str | None] | None = None
    ) -> tuple[int, dict[str, Any]]:
        """Ask a session route as the gallery does; `headers` change what is said, None leaves one out."""
        said = {"Origin": self.url, "X-Vitrine": "1", "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        said |= dict(headers or {})  # type: ignore[arg-type]  # None is filtered out below
        given = {name: value for name, value in said.items() if value}
        async with self.http.request(method, f"{self.url}{path}", json=json, headers=given) as response:
            answer = await response.json() if response.content_type == "application/json" else {}
            self._keep(response)
            self.token = answer.get("accessToken", self.token)
            return response.status, answer

    def _keep(self, response: aiohttp.ClientResponse) -> None:
        self.set_cookies = SimpleCookie()
        for line in response.headers.getall("Set-Cookie", []):
            self.set_cookies.load(line)
        for name, morsel in self.set_cookies.items():
            self.cookies[name] = morsel.value
            if morsel["max-age"] == "0":
                del self.cookies[name]

    async def by_link(self, link: str) -> tuple[int, dict[str, Any]]:
        """Open a sign-in link."""
        return await self.ask("POST", "/session/link", json={"token": link.partition("#token=")[2]})

    async def by_password(self, email: str, password: str) -> tuple[int, dict[str, Any]]:
        """Sign in with a password."""
        return await self.ask("POST", "/session/password", json={"email": email, "password": password})

    async def refresh(self) -> tuple[int, dict[str, Any]]:
        """Renew the session."""
        return await self.ask("POST", "/session/refresh")

    async def graphql(self, document: str, **variables: Any) -> dict[str, Any]:
        """Ask as the page does, with the access token, and return the whole answer."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        body = {"query": document, "variables": variables}
        async with self.http.post(f"{self.url}/graphql", json=body, headers=headers) as response:
            answer: dict[str, Any] = await response.json()
            return answer

    async def is_signed_in(self) -> bool:
        """Tell whether the access token is good for anything."""
        return (await self.graphql("{ viewer { permissions } }"))["data"]["viewer"] is not None

    def tab(self) -> "Browser":
        """Open a second tab, which has the same cookies and no token yet."""
        return Browser(self.url, self.http, dict(self.cookies))


@asynccontextmanager
async def browser(url: str) -> AsyncIterator[Browser]:
    """Open a browser that nobody is signed in with."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
        yield Browser(url, http)
