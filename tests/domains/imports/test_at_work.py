"""Import by URL through the doors of the running product, also when its worker is killed."""

import asyncio
import hashlib
import os
import signal
from collections.abc import AsyncIterator

import pytest

from tests.client import Client, Refused
from tests.domains.imports.asked import ON, ask, ask_all, over, page, read
from tests.domains.uploading import photo, settled
from tests.machine import Machine
from tests.processes import until
from tests.remote import Remote
from vitrine.assets.models import Asset
from vitrine.imports.models import UrlImport
from vitrine.services import Services

WORKER = "worker-bulk"


async def test_a_photo_comes_in_and_is_ready_under_its_name(owner: Client, remote: Remote) -> None:
    body = photo()
    asked = await ask(owner, remote.serve("/a/coast.jpg", body), title="Coast", tags=["Sea"])
    done = await over(owner, asked)
    assert done["status"] == "COMPLETE", done
    assert done["progress"] == {"bytes": len(body), "total": len(body)}
    asset = await settled(owner, done["asset"])
    assert (asset["status"], asset["filename"], asset["title"]) == ("READY", "coast.jpg", "Coast")
    assert asset["sha256"] == hashlib.sha256(body).hexdigest()
    assert "Sea" in [tag["tag"]["name"] for tag in asset["tags"]]


async def test_the_same_bytes_are_the_same_asset_unless_both_are_wanted(owner: Client, remote: Remote) -> None:
    url = remote.serve("/photo.jpg", photo())
    first = (await over(owner, await ask(owner, url)))["asset"]
    assert (await settled(owner, first))["status"] == "READY"
    again = (await over(owner, await ask(owner, url, tags=["Twice"])))["asset"]
    assert (again["id"], [each["tag"]["name"] for each in again["tags"]].count("Twice")) == (first["id"], 1)
    both = (await over(owner, await ask(owner, url, onDuplicate="KEEP_BOTH")))["asset"]
    assert both["id"] != first["id"]


async def test_an_import_is_for_nobody_but_who_asked(
    owner: Client, colleague: Client, stranger: Client, remote: Remote
) -> None:
    asked = await over(owner, await ask(owner, remote.serve("/photo.jpg", photo())))
    assert [each["id"] for each in (await page(owner))["nodes"]] == [asked["id"]]
    for other in (colleague, stranger):
        assert await read(other, asked["id"]) is None
        assert (await page(other))["nodes"] == []


async def test_failures_and_refusals_are_told_in_words(owner: Client, remote: Remote) -> None:
    answers = await ask_all(
        owner,
        {"url": remote.url("/nowhere.jpg")},
        {"url": "http://10.0.0.1/"},
        {"url": remote.serve("/page", b"<html></html>", Content_Type="text/html")},
    )
    assert [each["__typename"] for each in answers] == ["UrlImport", "ImportRefused", "UrlImport"]
    assert (answers[1]["code"], answers[1]["field"]) == ("NOT_PUBLIC", "url")
    gone, web_page = await over(owner, answers[0]), await over(owner, answers[2])
    assert (gone["status"], gone["failure"]["code"], gone["asset"]) == ("FAILED", "NOT_FOUND", None)
    assert web_page["failure"]["code"] == "UNSUPPORTED_TYPE"


async def test_imports_are_listed_by_page_the_newest_first(owner: Client, remote: Remote) -> None:
    asked = await ask_all(owner, *({"url": remote.url(f"/{number}")} for number in range(5)))
    first = await page(owner, 3)
    rest = await page(owner, 3, first["pageInfo"]["endCursor"])
    assert [first["pageInfo"]["hasNextPage"], rest["pageInfo"]["hasNextPage"]] == [True, False]
    listed = [each["id"] for each in (*first["nodes"], *rest["nodes"])]
    assert sorted(listed) == sorted(each["id"] for each in asked)
    with pytest.raises(Refused) as refused:
        await page(owner, 3, "nonsense")
    assert refused.value.codes == ["BAD_CURSOR"]


async def test_too_many_or_none_at_once_are_refused(owner: Client) -> None:
    for count in (0, 101):
        with pytest.raises(Refused) as refused:
            await ask_all(owner, *[{"url": "http://127.0.0.1/"}] * count)
        assert refused.value.codes == ["BAD_USER_INPUT"]


@pytest.mark.long
async def test_a_worker_that_is_killed_in_the_middle_makes_no_second_asset(
    machine: Machine, services: Services, owner: Client, remote: Remote
) -> None:
    body, begun = photo(), asyncio.Event()

    async def slowly() -> AsyncIterator[bytes]:
        yield body[:2000]
        begun.set()
        await asyncio.sleep(2)
        yield body[2000:]

    asked = await ask(owner, remote.stream("/photo.jpg", slowly, len(body)))
    await begun.wait()
    os.kill(machine.stack.children[WORKER].pid, signal.SIGKILL)
    await machine.stack.children[WORKER].wait()
    await machine.run(WORKER, **ON)
    done = await over(owner, asked)
    assert (done["status"], await Asset.all().count(), len(remote.asked)) == ("COMPLETE", 1, 2)


@pytest.mark.long
@pytest.mark.parametrize("point", ["complete_before_commit", "import_brought"])
async def test_a_worker_that_dies_at_the_worst_moment_makes_no_second_asset(
    point: str, machine: Machine, services: Services, owner: Client, remote: Remote
) -> None:
    await machine.run(WORKER, **ON, VITRINE_FAILPOINTS=point)
    asked = await ask(owner, remote.serve("/photo.jpg", photo()))
    child = machine.stack.children[WORKER]
    await until(lambda: child.returncode is not None, 20, "the worker dies")
    assert (await UrlImport.get()).asset_id is None
    await machine.run(WORKER, **ON)
    done = await over(owner, asked)
    assert (done["status"], await Asset.all().count()) == ("COMPLETE", 1)
    assert (await settled(owner, done["asset"]))["status"] == "READY"
