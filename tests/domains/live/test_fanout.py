"""One change is executed once for all who ask alike."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from typing import Any

import aiohttp
import graphql
import pytest

from tests.client import Client
from tests.domains.live.served import change, report_progress, served_here
from tests.domains.live.watching import EVENTS, Watch, live_cursor, watching
from tests.domains.made import make_shown_asset
from tests.domains.people import Person
from vitrine.api import context, fanout
from vitrine.api.hub import Hub
from vitrine.assets import queries
from vitrine.services import Services

SHORT = "subscription($after: String) { assetEvents(after: $after) { cursor kind revision } }"
OTHER = "subscription($after: String) { assetEvents(after: $after) { revision } }"


@pytest.fixture
async def here(services: Services) -> AsyncIterator[tuple[str, Hub]]:
    async with served_here(services) as served:
        yield served


@pytest.fixture
def executed(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count what is executed, by kind of event."""
    counter: Counter[str] = Counter()
    execute: Callable[..., Any] = graphql.execute

    def counted(*arguments: Any, **named: Any) -> Any:
        counter[named["root_value"].kind.value] += 1
        return execute(*arguments, **named)

    monkeypatch.setattr(fanout, "execute", counted)
    return counter


async def _watch(stack: AsyncExitStack, url: str, person: Person, document: str = SHORT, **more: Any) -> Watch:
    client = await stack.enter_async_context(Client(url, person.key))
    return await stack.enter_async_context(watching(client, document, **more))


async def test_fifty_sockets_that_ask_alike_cost_one_execution(
    here: tuple[str, Hub], services: Services, member: Person, executed: Counter[str]
) -> None:
    asset = await make_shown_asset(member)
    async with AsyncExitStack() as stack:
        watches = [await _watch(stack, here[0], member, EVENTS) for _ in range(50)]
        for _ in range(3):
            asset = await change(services, asset)
        for watch in watches:
            await watch.until(lambda event: event["revision"] == asset.revision)
    assert executed == {"UPDATED": 3}
    assert all(watch.heard == watches[0].heard for watch in watches)


async def test_members_of_one_library_share_an_execution_and_other_questions_do_not(
    here: tuple[str, Hub], services: Services, member: Person, other_owner: Person, executed: Counter[str]
) -> None:
    asset = await make_shown_asset(member)
    async with AsyncExitStack() as stack:
        alike = [await _watch(stack, here[0], person) for person in (member, member)]
        another = await _watch(stack, here[0], member, OTHER)
        elsewhere = await _watch(stack, here[0], other_owner)
        await change(services, asset)
        for watch in (*alike, another):
            await watch.until(lambda event: event["revision"] == 2)
        await elsewhere.nothing_more(0.2)
    assert executed == {"UPDATED": 2}


async def test_what_a_narrower_filter_leaves_out_is_not_executed(
    here: tuple[str, Hub], services: Services, member: Person, executed: Counter[str]
) -> None:
    wanted, unwanted = await make_shown_asset(member), await make_shown_asset(member)
    async with AsyncExitStack() as stack:
        watch = await _watch(stack, here[0], member, EVENTS, ids=[f"asset_{wanted.id.hex}"])
        await change(services, unwanted)
        await change(services, wanted)
        await watch.until_kind("UPDATED")
    assert executed == {"UPDATED": 1}


async def test_progress_never_overtakes_a_change_that_was_not_told_yet(
    here: tuple[str, Hub], services: Services, member: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    asset = await make_shown_asset(member)
    read = queries.visible_assets
    slow = asyncio.Event()

    async def slowly(*arguments: Any) -> Any:
        if not slow.is_set():
            slow.set()
            await asyncio.sleep(0.3)
        return await read(*arguments)

    async with AsyncExitStack() as stack:
        watch = await _watch(stack, here[0], member)
        monkeypatch.setattr(context, "visible_assets", slowly)
        await change(services, asset)
        await slow.wait()
        await report_progress(services, asset, 1)
        await watch.until_kind("PROGRESS")
    assert watch.kinds(progress=True) == ["UPDATED", "PROGRESS"]


async def test_a_change_that_could_not_be_read_is_answered_with_resync(
    here: tuple[str, Hub], services: Services, member: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    asset = await make_shown_asset(member)

    async def unreachable(*_: Any) -> Any:
        monkeypatch.undo()
        raise ConnectionRefusedError("the database is away")

    async with AsyncExitStack() as stack:
        watch = await _watch(stack, here[0], member)
        monkeypatch.setattr(context, "visible_assets", unreachable)
        await change(services, asset)
        resync = await watch.until_kind("RESYNC")
        later = await change(services, asset)
        await watch.until(lambda event: event["revision"] == later.revision)
    assert resync["cursor"]
    assert watch.kinds() == ["RESYNC", "UPDATED"]


async def test_a_past_that_cannot_be_read_closes_the_socket_to_try_again(
    here: tuple[str, Hub], services: Services, member: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    asset = await make_shown_asset(member)
    async with Client(here[0], member.key) as client:
        cursor = await live_cursor(client)
        await change(services, asset)

        async def unreachable(*_: Any) -> Any:
            monkeypatch.undo()
            raise ConnectionRefusedError("the database is away")

        monkeypatch.setattr(context, "visible_assets", unreachable)
        async with watching(client, SHORT, after=cursor) as watch:
            closed = await watch.subscription.socket.receive(timeout=5)
            assert closed.type is aiohttp.WSMsgType.CLOSE
            assert watch.subscription.socket.close_code == 1013
        async with watching(client, SHORT, after=cursor) as watch:
            await watch.until_kind("UPDATED")


async def test_sockets_that_close_at_once_leave_nobody_listening(here: tuple[str, Hub], member: Person) -> None:
    url, hub = here
    async with aiohttp.ClientSession() as http:
        for _ in range(10):
            async with http.ws_connect(f"{url}/graphql", protocols=["graphql-transport-ws"]) as socket:
                await socket.send_json(
                    {"type": "connection_init", "payload": {"authorization": f"Bearer {member.key}"}}
                )
                assert (await socket.receive_json())["type"] == "connection_ack"
                for number in range(20):
                    await socket.send_json({"id": str(number), "type": "subscribe", "payload": {"query": SHORT}})
                await asyncio.sleep(0.002)
    await asyncio.sleep(0.5)
    assert hub._libraries == {}
