"""A film that is called off: the encoder stops with all it started, nothing stays, and it can be taken up again."""

from pathlib import Path
from tempfile import gettempdir

from tests.client import Client
from tests.domains.films.filming import film, read_film
from tests.domains.live.watching import watching
from tests.domains.uploading import Answer, send, settled
from tests.machine import Machine
from tests.processes import command_of, descendants, until
from vitrine.libraries.models import Library
from vitrine.renditions.models import Rendition
from vitrine.services import Services

CANCEL = """mutation($ids: [ID!]!) { cancelJobs(ids: $ids) {
  __typename ... on Job { state } ... on JobRefused { code message }
} }"""
RETRY = "mutation($id: ID!) { retryAssets(ids: [$id]) { __typename ... on Asset { status } } }"
SNOW = ("-f", "lavfi", "-i", "testsrc2=size=960x540:rate=25,noise=alls=12:allf=t")


def _encoders(app: Machine) -> list[int]:
    """Return the ffmpeg processes of the video worker, and whatever they started."""
    started = descendants(app.stack.children["worker-video"].pid)
    return [pid for pid in started if "ffmpeg" in command_of(pid)]


def _folders(app: Machine) -> list[Path]:
    worker = app.stack.children["worker-video"].pid
    return list(Path(gettempdir()).glob(f"vitrine-job-{worker}-*"))


async def _in_work(client: Client) -> Answer:
    """Upload a film that takes a while, and return it once some of it is encoded."""
    body = await film(*SNOW, "-c:v", "mpeg4", "-q:v", "8", "-t", "15", name="snow.avi")
    async with watching(client) as watch:
        asset = await send(client, body, "snow.avi")
        await watch.until(
            lambda event: bool(event["progress"]) and event["progress"]["step"] == "film" and event["progress"]["done"],
            within=60,
        )
    return await read_film(client, asset)


async def _objects(services: Services) -> set[str]:
    library = await Library.get()
    return {each.key async for each in services.storage.list(f"renditions/{library.id}/")}


async def test_calling_a_film_off_stops_its_encoder_and_leaves_nothing(
    app: Machine, services: Services, owner: Client
) -> None:
    asset = await _in_work(owner)
    encoders = _encoders(app)
    assert encoders, "nothing is encoding"
    assert _folders(app)
    [job] = [job["id"] for job in asset["jobs"] if job["kind"] == "films.ladder"]
    assert (await owner.graphql(CANCEL, ids=[job]))["cancelJobs"] == [{"__typename": "Job", "state": "CANCELLED"}]
    await until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in encoders), 2, "the encoder is gone")
    await until(lambda: not _folders(app), 2, "its files are gone")
    ended = await read_film(owner, asset)
    assert (ended["status"], ended["failure"]["code"], ended["failure"]["retryable"]) == ("FAILED", "CANCELLED", True)
    assert ended["stream"]["poster"] is not None
    assert ended["stream"]["files"] == []
    assert await _objects(services) == {row.key for row in await Rendition.all()}

    assert (await owner.graphql(RETRY, id=asset["id"]))["retryAssets"] == [
        {"__typename": "Asset", "status": "PROCESSING"}
    ]
    again = await settled(owner, asset, 85)
    assert again["status"] == "READY", again["failure"]
    assert [file["height"] for file in (await read_film(owner, asset))["stream"]["files"]] == [540]
