"""A proof that is taken back closes the sockets it opened."""

import asyncio

import aiohttp
import pytest

from tests.domains.live.served import served_here
from tests.domains.people import Person
from vitrine.accounts.models import ApiKey
from vitrine.api import sockets
from vitrine.services import Services


async def test_a_key_that_is_taken_back_closes_its_sockets(
    services: Services, member: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sockets, "CHECK_AGAIN_AFTER", 0.2)
    async with (
        served_here(services) as (url, _),
        aiohttp.ClientSession() as http,
        http.ws_connect(f"{url}/graphql", protocols=["graphql-transport-ws"]) as socket,
    ):
        payload = {"authorization": f"Bearer {member.key}"}
        await socket.send_json({"type": "connection_init", "payload": payload})
        assert (await socket.receive_json())["type"] == "connection_ack"
        await asyncio.sleep(0.5)
        assert not socket.closed

        await ApiKey.filter(user_id=member.user.id).delete()

        closing = await socket.receive(timeout=5)
        assert (closing.type, closing.data) == (aiohttp.WSMsgType.CLOSE, 4403)
