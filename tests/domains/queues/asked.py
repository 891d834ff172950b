"""What is asked about queues and jobs, in the words of the contract."""

from typing import Any
from uuid import uuid4

from tests.client import Client
from tests.domains.made import make_asset
from tests.domains.people import Person
from vitrine.assets.models import Asset
from vitrine.work.models import Job

_JOB = """fragment J on Job {
  id kind queue state attempts cause error dueAt progress { step done total unit etaSeconds } asset { id title status }
}"""
_REFUSED = "... on JobRefused { code message field }"
_NUMBERS = "name depth delayed oldestSeconds running workers perMinute dead"
QUEUES = f"{{ queues {{ {_NUMBERS} }} }}"
WATCH = f"subscription {{ queues {{ {_NUMBERS} }} }}"
_DEAD = "{ deadLetters { cause kind message count latestAt retryable } }"
_JOBS = (
    "query($filter: JobFilter, $first: Int! = 50, $after: String) { jobs(filter: $filter, first: $first, after: $after)"
    f" {{ edges {{ cursor }} nodes {{ ...J }} pageInfo {{ hasNextPage endCursor }} }} }} {_JOB}"
)
_CANCEL = f"mutation($ids: [ID!]!) {{ cancelJobs(ids: $ids) {{ __typename ...J {_REFUSED} }} }} {_JOB}"
_RETRY = f"mutation($ids: [ID!]!) {{ retryJobs(ids: $ids) {{ __typename ...J {_REFUSED} }} }} {_JOB}"
_RETRY_DEAD = (
    "mutation($cause: String!, $kind: String) { retryDeadLetters(cause: $cause, kind: $kind)"
    f" {{ __typename ... on RetriedJobs {{ count remaining }} {_REFUSED} }} }}"
)

Answer = dict[str, Any]


async def queues(client: Client) -> dict[str, Answer]:
    """Read the queues, by name."""
    return by_name((await client.graphql(QUEUES))["queues"])


def by_name(numbers: list[Answer]) -> dict[str, Answer]:
    """Return queues by name."""
    return {each["name"]: each for each in numbers}


async def jobs(client: Client, **wanted: Any) -> list[Answer]:
    """Read the first page of jobs."""
    answers: list[Answer] = (await client.graphql(_JOBS, filter=wanted))["jobs"]["nodes"]
    return answers


async def page(client: Client, first: int, after: str | None = None, **wanted: Any) -> Answer:
    """Read any page of jobs."""
    return dict((await client.graphql(_JOBS, filter=wanted, first=first, after=after))["jobs"])


async def dead_letters(client: Client) -> list[Answer]:
    """Read what could not be done."""
    answers: list[Answer] = (await client.graphql(_DEAD))["deadLetters"]
    return answers


async def cancel(client: Client, *ids: str) -> list[Answer]:
    """Cancel jobs."""
    return list((await client.graphql(_CANCEL, ids=ids))["cancelJobs"])


async def retry(client: Client, *ids: str) -> list[Answer]:
    """Retry jobs."""
    return list((await client.graphql(_RETRY, ids=ids))["retryJobs"])


async def retry_by_cause(client: Client, cause: str, kind: str | None = None) -> Answer:
    """Retry what ended for one cause."""
    return dict((await client.graphql(_RETRY_DEAD, cause=cause, kind=kind))["retryDeadLetters"])


async def make_job(person: Person, asset: Asset | None = None, **columns: Any) -> Job:
    """Write a job down, owed to an asset of somebody's."""
    asset = asset or await make_asset(person, status="PROCESSING")
    usual: dict[str, Any] = {
        "id": uuid4(),
        "library_id": asset.library_id,
        "asset_id": asset.id,
        "kind": "pictures.preview",
        "queue": "image",
        "dedupe_key": uuid4().hex,
        "owner_id": asset.uploaded_by_id,
    }
    return await Job.create(**usual | columns)


def id_of(job: Job) -> str:
    """Return the public id of a job."""
    return f"job_{job.id.hex}"
