"""How a program imports by URL, in the words of the contract, and how a test does a worker's part."""

import asyncio
from typing import Any

from tests.client import Client
from tests.domains.work.owed import ago
from vitrine.accounts.policy import Actor
from vitrine.errors import Refusal
from vitrine.imports.actions import import_urls
from vitrine.imports.models import UrlImport
from vitrine.imports.policy import Wish
from vitrine.queues.tasks import TASKS
from vitrine.services import Services
from vitrine.work.models import Job
from vitrine.work.runner import run_next

ON = {"VITRINE_IMPORT_URLS": "on", "VITRINE_IMPORT_URL_NETWORKS": "127.0.0.0/8"}
_IMPORT = """fragment I on UrlImport {
  id url status createdAt failure { code message } progress { bytes total }
  asset { id status title filename sha256 size description tags { tag { name } } uploadedBy { __typename } }
}"""
IMPORT = (
    "mutation($inputs: [ImportUrlInput!]!) { importUrls(inputs: $inputs) { __typename ...I"
    f" ... on ImportRefused {{ code message field limit }} }} }} {_IMPORT}"
)
_READ = f"query($id: ID!) {{ node(id: $id) {{ ...I }} }} {_IMPORT}"
_LIST = (
    "query($first: Int! = 50, $after: String) { urlImports(first: $first, after: $after)"
    f" {{ edges {{ cursor }} nodes {{ ...I }} pageInfo {{ hasNextPage endCursor }} }} }} {_IMPORT}"
)

Answer = dict[str, Any]


async def ask(client: Client, url: str, **more: Any) -> Answer:
    """Ask for one file and return the import or the refusal."""
    [answer] = await ask_all(client, {"url": url, **more})
    return answer


async def ask_all(client: Client, *inputs: Answer) -> list[Answer]:
    """Ask for files in one request."""
    return list((await client.graphql(IMPORT, inputs=inputs))["importUrls"])


async def read(client: Client, import_id: str) -> Answer | None:
    """Read one import again."""
    answer: Answer | None = (await client.graphql(_READ, id=import_id))["node"]
    return answer


async def page(client: Client, first: int = 50, after: str | None = None) -> Answer:
    """Read a page of imports."""
    return dict((await client.graphql(_LIST, first=first, after=after))["urlImports"])


async def over(client: Client, asked: Answer, within: float = 30.0) -> Answer:
    """Wait until an import is COMPLETE or FAILED, and return it."""
    assert asked["__typename"] == "UrlImport", asked
    async with asyncio.timeout(within):
        while True:
            now = await read(client, asked["id"])
            assert now is not None
            if now["status"] in {"COMPLETE", "FAILED"}:
                return now
            await asyncio.sleep(0.05)


async def wish(services: Services, actor: Actor, url: str, **more: Any) -> UrlImport:
    """Ask for a file past the API; it must not be refused."""
    [answer] = await import_urls(services, actor, [Wish(url=url, **more)])
    assert isinstance(answer, UrlImport), answer
    return answer


async def refused(services: Services, actor: Actor, url: str, **more: Any) -> Refusal:
    """Ask for a file past the API that must be refused."""
    [answer] = await import_urls(services, actor, [Wish(url=url, **more)])
    assert isinstance(answer, Refusal), answer
    return answer


async def work(services: Services) -> None:
    """Do what the general worker does with its next job, without waiting for the time of another attempt."""
    await Job.filter(queue="bulk", state="QUEUED").update(run_after=ago(60))
    await run_next(services, TASKS, "bulk")


async def fetched(services: Services, row: UrlImport) -> UrlImport:
    """Make one attempt at an import and return it as it then is."""
    await work(services)
    return await UrlImport.get(id=row.id)


async def job_of(row: UrlImport) -> Job:
    """Return the job that fetches the file."""
    return await Job.get(kind="imports.fetch", asset_id=row.id)
