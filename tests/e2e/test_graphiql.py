"""GraphiQL, as a developer finds it: ours, whole, signed in."""

from urllib.parse import urlsplit

from playwright.async_api import Page, expect

from tests.machine import Machine


async def test_graphiql_loads_nothing_from_elsewhere_and_is_signed_in(gallery: Page, app: Machine) -> None:
    hosts: set[str] = set()
    gallery.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))

    await gallery.goto(f"{app.url}/graphql")
    # The button is there before the editor is; until then it has nothing to run.
    await expect(gallery.locator(".view-lines").first).to_contain_text("viewer", timeout=60_000)
    await gallery.get_by_role("button", name="Execute query").click()

    await expect(gallery.locator(".graphiql-response, .result-window").first).to_contain_text("data", timeout=20_000)
    assert hosts - {""} == {urlsplit(app.url).netloc}
