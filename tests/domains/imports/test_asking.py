"""Files are asked for once, where that is switched on; hostile addresses never get as far as a worker."""

import asyncio
from dataclasses import replace

import pytest

from tests.domains.imports.asked import fetched, job_of, refused, wish
from tests.domains.people import Person
from tests.domains.work.owed import rung
from tests.remote import Remote
from vitrine.imports import actions
from vitrine.imports.actions import import_urls
from vitrine.imports.models import ImportStatus, UrlImport
from vitrine.imports.policy import Wish
from vitrine.services import Services
from vitrine.work.models import Job

GOOD = "http://127.0.0.1:1/photo.jpg"


async def test_an_import_and_its_job_are_written_together_and_the_bell_rings(fetching: Services, me: Person) -> None:
    row = await wish(fetching, me.actor, GOOD)
    job = await job_of(row)
    assert (row.status, job.queue, job.owner_id, job.library_id) == ("WAITING", "bulk", me.user.id, me.library.id)
    assert str(job.id) in await rung(fetching)


async def test_it_is_off_by_default_and_says_who_switches_it_on(quiet: Services, me: Person) -> None:
    refusal = await refused(quiet, me.actor, "https://example.org/photo.jpg")
    assert refusal.code == "IMPORT_OFF"
    assert "VITRINE_IMPORT_URLS=on" in refusal.message
    assert not await UrlImport.exists()


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.0.0.1./",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://[::1]/",
        "http://[::1%eth0]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://１２７.０.０.１/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://example.org:6379/",
        "http://user:word@example.org/",
        "file:///etc/passwd",
        "gopher://example.org/",
        "photo.jpg",
    ],
)
async def test_a_hostile_address_is_refused_at_once(url: str, fetching: Services, me: Person) -> None:
    closed = replace(fetching, settings=replace(fetching.settings, import_url_networks=()))
    refusal = await refused(closed, me.actor, url)
    assert (refusal.code in {"BAD_URL", "NOT_PUBLIC", "BAD_PORT"}, refusal.field) == (True, "url")
    assert not await UrlImport.exists()
    assert not await Job.exists()


async def test_a_name_that_leads_inside_is_refused_by_the_worker(
    fetching: Services, me: Person, remote: Remote
) -> None:
    closed = replace(fetching, settings=replace(fetching.settings, import_url_networks=()))
    row = await fetched(closed, await wish(closed, me.actor, "http://localhost/photo.jpg"))
    assert (row.status, row.error_code) == (ImportStatus.FAILED, "NOT_PUBLIC")


@pytest.mark.parametrize(
    ("more", "code", "field"),
    [
        ({"filename": ""}, "BAD_FILENAME", "filename"),
        ({"filename": "page.html"}, "UNSUPPORTED_TYPE", "filename"),
        ({"title": "x" * 501}, "TEXT_TOO_LONG", "title"),
        ({"description": "x" * 10_001}, "TEXT_TOO_LONG", "description"),
        ({"tags": ("x",) * 101}, "TEXT_TOO_LONG", "tags"),
        ({"idempotency_key": "x" * 256}, "TEXT_TOO_LONG", "idempotencyKey"),
    ],
)
async def test_words_are_refused_as_those_of_uploads_are(
    more: dict[str, str], code: str, field: str, fetching: Services, me: Person
) -> None:
    refusal = await refused(fetching, me.actor, GOOD, **more)
    assert (refusal.code, refusal.field) == (code, field)


async def test_the_same_key_is_the_same_import(fetching: Services, me: Person, member: Person) -> None:
    asked = [wish(fetching, me.actor, GOOD, idempotency_key="one") for _ in range(5)]
    assert len({row.id for row in await asyncio.gather(*asked)}) == 1
    other = await refused(fetching, me.actor, GOOD, idempotency_key="one", title="Other")
    assert other.code == "IDEMPOTENCY_KEY_REUSED"
    assert (await wish(fetching, member.actor, GOOD, idempotency_key="one")).owner_id == member.user.id
    assert await Job.all().count() == 2


async def test_one_that_is_refused_leaves_its_neighbours_alone(fetching: Services, me: Person) -> None:
    wishes = [Wish(url=GOOD), Wish(url="ftp://x/"), Wish(url=GOOD, idempotency_key="a")]
    answers = await import_urls(fetching, me.actor, [*wishes, wishes[2]])
    assert [isinstance(each, UrlImport) for each in answers] == [True, False, True, True]
    assert answers[2].id == answers[3].id  # type: ignore[union-attr]  # they are imports
    assert await UrlImport.all().count() == 2


async def test_only_so_many_of_one_person_may_wait(
    fetching: Services, me: Person, member: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "WAITING_PER_PERSON", 2)
    answers = await import_urls(fetching, me.actor, [Wish(url=GOOD)] * 3)
    assert [getattr(each, "code", None) for each in answers] == [None, None, "TOO_MANY_WAITING"]
    await wish(fetching, member.actor, GOOD)
