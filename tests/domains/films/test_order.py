"""What comes first of a film, what is told meanwhile, and what is never done twice."""

import asyncio
from itertools import pairwise
from typing import Any

import pytest

from tests.client import Client
from tests.domains.films.filming import card_film, film, read_film, sent_and_settled, whole
from tests.domains.live.watching import EVENTS, watching
from tests.domains.uploading import send, settled
from vitrine.assets.models import Original
from vitrine.renditions.models import Rendition
from vitrine.work.models import Job

SEEN = EVENTS.replace("status filename", "status filename stream { hls poster { url } sprites { url } }").replace(
    "unit }", "unit etaSeconds }"
)


async def _noise(seconds: int, size: str = "640x360") -> bytes:
    """Return a film that keeps an encoder busy: no block of it is like another."""
    snow = ("-f", "lavfi", "-i", f"testsrc2=size={size}:rate=30,noise=alls=12:allf=t")
    return await film(*snow, "-c:v", "mpeg4", "-q:v", "8", "-t", str(seconds), name="film.avi")


async def test_the_poster_is_told_of_before_the_film_can_be_played(owner: Client) -> None:
    async with watching(owner, SEEN) as watch:
        asset = await send(owner, await card_film("640x360", 3), "film.mp4")
        await watch.until_kind("READY", asset["id"], within=60)
        await watch.until(lambda event: bool((event["asset"] or {}).get("stream", {}).get("sprites")), within=60)
    told = [event for event in watch.heard if event["kind"] != "PROGRESS" and event["asset"]]
    first = {
        part: next(number for number, event in enumerate(told) if (event["asset"]["stream"] or {}).get(part))
        for part in ("poster", "hls", "sprites")
    }
    assert told[first["poster"]]["kind"] == "UPDATED"
    assert told[first["hls"]]["kind"] == "READY"
    assert told[first["sprites"]]["kind"] == "UPDATED"
    assert first["poster"] < first["hls"] < first["sprites"]
    assert all(event["asset"]["thumbnail"] for event in told[first["poster"] :])


@pytest.mark.long
async def test_progress_rises_and_tells_how_long_it_will_take(owner: Client) -> None:
    async with watching(owner, SEEN) as watch:
        asset = await send(owner, await _noise(12, "1280x720"), "film.avi")
        await watch.until_kind("READY", asset["id"], within=80)
    progress = [event["progress"] for event in watch.heard if event["kind"] == "PROGRESS"]
    encoding = [each for each in progress if each["step"] == "film"]
    assert len(encoding) >= 3, progress
    assert all(before["done"] <= after["done"] for before, after in pairwise(encoding))
    assert {each["unit"] for each in encoding} == {"seconds"}
    assert all(0 <= each["done"] <= each["total"] for each in encoding)
    assert abs(encoding[-1]["total"] - 12) < 0.5
    assert [each for each in encoding if each["etaSeconds"] is not None], "nobody could say how long it takes"


async def test_the_same_film_again_is_ready_at_once_and_nothing_is_made(owner: Client, colleague: Client) -> None:
    body = await card_film("640x360", 3)
    first = await whole(owner, await sent_and_settled(owner, body, "film.mp4"))
    made = await Rendition.all().count()
    for client in (owner, colleague):
        second = await settled(client, await send(client, body, "again.mp4"))
        assert second["id"] != first["id"]
        assert second["status"] == "READY"
        assert {job["kind"] for job in second["jobs"]} & {"films.ladder"} == set()
        assert (await read_film(client, second))["stream"]["sprites"] is not None
    assert await Rendition.all().count() == made
    assert await Original.all().count() == 1


async def test_the_same_film_twice_at_once_is_made_once(owner: Client) -> None:
    body = await _noise(6)
    assets = await asyncio.gather(*(send(owner, body, f"{number}.avi") for number in range(2)))
    ends = await asyncio.gather(*(settled(owner, asset, 80) for asset in assets))
    assert {end["status"] for end in ends} == {"READY"}
    recipes = await Rendition.all().values_list("recipe", flat=True)
    assert len(recipes) == len(set(recipes))


async def test_a_film_in_work_says_so_on_its_asset(owner: Client) -> None:
    asset = await send(owner, await _noise(6), "film.avi")
    found: dict[str, Any] = {}
    async with asyncio.timeout(60):
        while not (found.get("stream") or {}).get("poster"):
            found = await read_film(owner, asset)
            await asyncio.sleep(0.05)
    assert found["status"] == "PROCESSING"
    assert found["stream"]["hls"] is None
    assert found["stream"]["files"] == []
    assert "films.ladder" in {job["kind"] for job in found["jobs"]}
    await settled(owner, asset, 80)
    assert await Job.filter(kind="films.ladder").count() == 1
