"""A socket that does not read costs a bounded amount, hears RESYNC once it does, and holds up nobody."""

import asyncio
import socket
from typing import Any

import aiohttp
import pytest

from tests.client import Client, Subscription
from tests.domains.live.served import change, served_here
from tests.domains.live.watching import Watch, watching
from tests.domains.made import make_shown_asset
from tests.domains.people import Person
from vitrine.api import fanout
from vitrine.api.fanout import Member
from vitrine.api.hub import Hub
from vitrine.services import Services

LARGE = (
    "subscription($after: String) { assetEvents(after: $after) { cursor kind revision asset { metadata { raw } } } }"
)
SMALL = "subscription($after: String) { assetEvents(after: $after) { cursor kind revision } }"
TEXT = "x" * 100_000
# Far less than in production, so that a test can fall behind.
BACKLOG = 200


def _narrow(address: Any) -> socket.socket:
    made = socket.socket(address[0], address[1], address[2])
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16_384)
    return made


def _members(hub: Hub) -> list[Member]:
    libraries = hub._libraries.values()
    return [member for each in libraries for _, members in each.audiences.snapshot() for member in members]


async def _joined(hub: Hub, count: int) -> None:
    async with asyncio.timeout(5):
        while True:
            if len(_members(hub)) >= count:
                return
            await asyncio.sleep(0.01)


async def test_a_socket_that_does_not_read_is_bounded_and_resynced(
    services: Services, member: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fanout, "BACKLOG", BACKLOG)
    asset = await make_shown_asset(member, facts={"width": 1, "height": 1, "raw": {"text": TEXT}})
    async with (
        served_here(services) as (url, hub),
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(socket_factory=_narrow)) as narrow,
        narrow.ws_connect(f"{url}/graphql", protocols=["graphql-transport-ws"], max_msg_size=0) as slow,
        Client(url, member.key) as client,
        watching(client, SMALL) as reader,
    ):
        await slow.send_json({"type": "connection_init", "payload": {"authorization": f"Bearer {member.key}"}})
        assert (await slow.receive_json())["type"] == "connection_ack"
        await slow.send_json({"id": "1", "type": "subscribe", "payload": {"query": LARGE, "variables": {}}})
        await _joined(hub, 2)
        for _ in range(2 * BACKLOG):
            asset = await change(services, asset)
        await reader.until(lambda event: event["revision"] == asset.revision)
        assert len(reader.heard) == 2 * BACKLOG, "who reads misses nothing"
        assert max(len(each.waiting) for each in _members(hub)) <= BACKLOG
        late = Watch(Subscription(slow))
        await late.until_kind("RESYNC", within=30)
        assert len(late.heard) < 2 * BACKLOG
        newest = await change(services, asset)
        await late.until(lambda event: event["revision"] == newest.revision)
