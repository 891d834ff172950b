"""Whoever was away goes on where they were, or is told that the gap cannot be replayed."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from tests.client import Client
from tests.domains.live.served import forget_everything
from tests.domains.live.watching import Event, live_cursor, watching
from tests.domains.uploading import abort, create, photo, ready, send, settled
from vitrine.libraries.models import Library
from vitrine.services import Services
from vitrine.work.models import Change


def _told(events: list[Event]) -> set[tuple[str, str, int]]:
    return {(each["assetId"], each["kind"], each["revision"]) for each in events if each["kind"] != "PROGRESS"}


async def _happened(owner_id: UUID) -> set[tuple[str, str, int]]:
    changes = await Change.all()
    concerning = [each for each in changes if each.audience != "others" or each.person_id != owner_id]
    return {(f"asset_{each.subject_id.hex}", each.kind, each.revision) for each in concerning}


async def test_a_client_that_is_cut_off_again_and_again_misses_nothing(owner: Client, library: Library) -> None:
    cursor, heard, done = await live_cursor(owner), [], set[str]()
    sending = [asyncio.create_task(send(owner, photo(), f"{number}.jpg")) for number in range(12)]
    while len(done) < 12:
        async with watching(owner, after=cursor) as watch:
            for _ in range(5):
                event = await watch.until(lambda _: True)
                cursor = event["cursor"]
                done |= {event["assetId"]} if event["kind"] == "READY" else set()
                if len(done) == 12:
                    break
        heard += watch.heard
        await asyncio.sleep(0.05)
    await asyncio.gather(*sending)
    membership = await library.memberships.all().first().values()  # type: ignore[attr-defined]  # Tortoise's reverse side
    assert "RESYNC" not in {event["kind"] for event in heard}
    told = _told(heard)
    until_ready = {each for each in await _happened(membership["user_id"]) if each[1] != "UPDATED"}
    assert until_ready <= told
    assert len({each for each in told if each[1] == "UPDATED"}) >= 24


async def test_what_happened_while_away_is_told_once_and_in_order(owner: Client) -> None:
    async with watching(owner) as watch:
        first = await settled(owner, await send(owner, photo()))
        cursor = (await watch.until_kind("READY"))["cursor"]
    second = await settled(owner, await send(owner, photo()))
    async with watching(owner, after=cursor) as watch:
        await watch.until_kind("READY", second["id"])
    told = [event for event in watch.heard if event["assetId"] == second["id"]]
    assert [event["kind"] for event in told] == ["CREATED", "UPDATED", "UPDATED", "READY"]
    assert not [event for event in watch.heard if event["assetId"] == first["id"] and event["kind"] == "READY"]


async def test_a_member_who_was_away_hears_nothing_of_uploads_under_way(owner: Client, colleague: Client) -> None:
    cursor = await live_cursor(colleague)
    await abort(owner, await create(owner))
    asset = await ready(owner)
    async with watching(colleague, after=cursor) as watch:
        await watch.until_kind("READY")
    assert {event["assetId"] for event in watch.heard} == {asset["id"]}
    assert watch.kinds()[0] == "CREATED"


def _elsewhere(cursor: str) -> str:
    return f"{'0' * 16}.{cursor.partition('.')[2]}"


def _in_the_future(cursor: str) -> str:
    return f"{cursor.partition('.')[0]}.{2**62}-0"


def _too_old(cursor: str) -> str:
    return f"{cursor.partition('.')[0]}.1-0"


def _forged(_: str) -> str:
    return "what is this"


def _endless(cursor: str) -> str:
    return f"{cursor.partition('.')[0]}.{'9' * 5000}-0"


def _empty(_: str) -> str:
    return ""


def _other_digits(cursor: str) -> str:
    return f"{cursor.partition('.')[0]}.²-²"


CURSORS = [_elsewhere, _in_the_future, _too_old, _forged, _endless, _empty, _other_digits]


@pytest.mark.parametrize("spoil", CURSORS)
async def test_a_cursor_that_cannot_be_replayed_is_answered_with_resync(owner: Client, spoil: Any) -> None:
    await ready(owner)
    async with watching(owner, after=spoil(await live_cursor(owner))) as watch:
        resync = await watch.until(lambda _: True)
        assert (resync["kind"], resync["assetId"], resync["asset"]) == ("RESYNC", "", None)
        upload = await create(owner)
        await watch.until_kind("CREATED", upload["asset"]["id"])
    async with watching(owner, after=resync["cursor"]) as again:
        await again.until_kind("CREATED", upload["asset"]["id"])


async def test_a_cursor_that_was_trimmed_away_is_answered_with_resync(
    owner: Client, library: Library, services: Services
) -> None:
    cursor = await live_cursor(owner)
    for _ in range(3):
        await create(owner)
    await services.redis.xtrim(f"vitrine:ev:{library.id}", maxlen=1, approximate=False)
    async with watching(owner, after=cursor) as watch:
        assert (await watch.until(lambda _: True))["kind"] == "RESYNC"


async def test_after_a_flush_old_cursors_are_answered_with_resync(owner: Client, services: Services) -> None:
    cursor = await live_cursor(owner)
    await create(owner)
    await forget_everything(services)
    async with watching(owner, after=cursor) as watch:
        assert (await watch.until(lambda _: True))["kind"] == "RESYNC"
        upload = await create(owner)
        await watch.until_kind("CREATED", upload["asset"]["id"])


async def test_a_flush_is_told_to_whoever_is_listening(owner: Client, services: Services) -> None:
    async with watching(owner) as watch:
        await create(owner)
        await watch.until_kind("CREATED")
        await forget_everything(services)
        await watch.until_kind("RESYNC")
        upload = await create(owner)
        await watch.until_kind("CREATED", upload["asset"]["id"])


async def test_a_cursor_of_another_library_opens_nothing_of_it(owner: Client, stranger: Client) -> None:
    cursor = await live_cursor(owner)
    await ready(owner)
    async with watching(stranger, after=cursor) as watch:
        await watch.until_kind("RESYNC")
        mine = await create(stranger)
        await watch.until_kind("CREATED", mine["asset"]["id"])
    assert {event["assetId"] for event in watch.heard} <= {mine["asset"]["id"], ""}
