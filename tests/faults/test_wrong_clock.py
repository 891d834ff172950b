"""The API's clock is twenty minutes off: storage does not believe its signatures, and says so; nothing is lost."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

import pytest

from tests.client import Client
from tests.domains.uploading import Answer, abort, complete, create, put, read_asset, settled, sign
from tests.domains.uploads.in_parts import SMALL, send_parts
from tests.faults.clock import LIBRARY, Clock
from tests.faults.invariants import assert_nothing_lost_and_nothing_left, looking_into, until_no_job_is_owed
from tests.faults.photos import Photo, large_photo, small_photos
from tests.faults.uploader import CREATE, Uploader
from tests.machine import Machine
from vitrine.infra.local.http import ask
from vitrine.infra.local.programs import WORKERS
from vitrine.services import Services
from vitrine.uploads.models import Upload
from vitrine.uploads.sweeping import sweep_uploads

pytestmark = pytest.mark.skipif(LIBRARY is None, reason="libfaketime is not installed: apt-get install faketime")

# Storage looks at the clock in two ways. S3 answers 403 to what was signed too early or too late; the store that comes
# with Vitrine answers 400 to what was signed too long ago, and takes what was signed too early.
OFF = [pytest.param(20, {200, 403}, id="ahead"), pytest.param(-20, {400, 403}, id="behind")]
_LEASES = "select count(*) from job where state = 'RUNNING' and not lease_until between now() and now() + interval '5s'"


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> Clock:
    return Clock(tmp_path_factory.mktemp("clock") / "offset")


@pytest.fixture
async def app(machine: Machine, clock: Clock) -> Machine:
    """The whole product; the API goes by a clock of ours."""
    await machine.run(*WORKERS)
    await machine.run("api", **SMALL, **clock.environ)
    return machine


async def _assert_the_operator_is_told(app: Machine) -> None:
    answer = await ask(app.port, "/readyz", timeout_seconds=10)
    assert answer is not None
    assert (answer.status, list(json.loads(answer.body)["waitingFor"])) == (503, ["storage"])


async def _announce(owner: Client, photo: Photo) -> Answer:
    """Announce a photo, always the same upload for the same photo, and ask for no more than how to send it."""
    said = {"filename": photo.name, "size": len(photo.data), "sha256": photo.sha256, "idempotencyKey": photo.sha256}
    [answer] = (await owner.graphql(CREATE, inputs=[said]))["createUploads"]
    return dict(answer)


@pytest.mark.parametrize(("minutes", "statuses"), OFF)
async def test_upload_begun_under_a_wrong_clock_is_finished_under_the_right_one(
    minutes: int, statuses: set[int], clock: Clock, app: Machine, services: Services, owner: Client
) -> None:
    [photo] = small_photos(1, seed=81)
    with clock.off_by(minutes):
        await _assert_the_operator_is_told(app)
        upload = await _announce(owner, photo)
        for signed in (upload, await sign(owner, upload)):
            assert await owner.put(signed["parts"][0]["url"], photo.data) in statuses
        answer = await complete(owner, upload)
        # A store may take what will be signed in the future; then nobody is held up.
        if minutes < 0 or answer["__typename"] != "Asset":
            assert (answer["__typename"], answer["code"]) == ("UploadRefused", "STORAGE_UNAVAILABLE")
            assert "again in a moment" in answer["message"]
            assert ((await read_asset(owner, upload["asset"]["id"])) or {})["status"] == "UPLOADING"
    if answer["__typename"] != "Asset":
        [signed] = (await sign(owner, upload))["parts"]
        assert await owner.put(signed["url"], photo.data) == 200
        answer = await complete(owner, upload)
    assert (await settled(owner, answer))["status"] == "READY"
    await assert_nothing_lost_and_nothing_left(app, services, [photo])


@pytest.mark.parametrize("minutes", [20, -20])
async def test_large_file_announced_under_a_wrong_clock_is_announced_again_under_the_right_one(
    minutes: int, clock: Clock, app: Machine, services: Services, owner: Client
) -> None:
    photo = large_photo(seed=82)
    with clock.off_by(minutes):
        refused = await _announce(owner, photo)
        assert (refused["__typename"], refused["code"]) == ("UploadRefused", "UNAVAILABLE")
    upload = await create(owner, photo.name, len(photo.data), sha256=photo.sha256, idempotencyKey=photo.sha256)
    assert await send_parts(owner, upload, photo.data) == {200}
    assert (await settled(owner, await complete(owner, upload)))["status"] == "READY"
    await assert_nothing_lost_and_nothing_left(app, services, [photo])


@pytest.mark.long
@pytest.mark.parametrize("minutes", [20, -20])
async def test_leases_go_by_the_clock_of_the_database(
    minutes: int, clock: Clock, app: Machine, services: Services, owner: Client
) -> None:
    photos = small_photos(8, seed=83)
    await app.halt("worker-image")
    await Uploader(owner, photos).run()
    async with looking_into(app) as database:
        with clock.off_by(minutes):
            await app.run("worker-image")
            working = asyncio.create_task(until_no_job_is_owed(app))
            while not working.done():
                assert await database.fetchval(_LEASES) == 0
                await asyncio.sleep(0.05)
            await working
        assert await database.fetchval("select count(*) from job where attempts > 1 or crashes > 0") == 0
    await assert_nothing_lost_and_nothing_left(app, services, photos)


async def test_bytes_sent_after_an_upload_was_given_up_by_a_late_clock_are_swept_too(
    clock: Clock, app: Machine, services: Services, owner: Client
) -> None:
    [photo] = small_photos(1, seed=84)
    upload = await create(owner, photo.name, len(photo.data))
    with clock.off_by(-20):
        await abort(owner, upload)
    await sweep_uploads(services)
    assert await put(owner, upload, photo.data) == 200, "the signature is good for five minutes, whatever we do"
    await Upload.all().update(finished_at=datetime.now(UTC) - timedelta(minutes=11))
    await sweep_uploads(services)
    await assert_nothing_lost_and_nothing_left(app, services, [])
