"""`vitrine import` from a terminal: what it says, how it ends, and that a service can be stopped at any moment."""

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import pytest

from tests.client import Client
from tests.domains.client.importing import files_in, put
from tests.domains.collections.asked import inside, make
from tests.domains.uploading import photo
from tests.machine import Machine
from vitrine.assets.models import Asset
from vitrine.services import Services
from vitrine.settings import Settings


async def _started(app: Machine, key: str, *arguments: object, **environ: str) -> Process:
    return await asyncio.create_subprocess_exec(
        Path(sys.executable).with_name("vitrine"),
        "import",
        *map(str, arguments),
        *("--url", app.url, "--tries", "1", "--settle", "0.2", "--every", "0.1"),
        stdout=PIPE,
        stderr=PIPE,
        env={"VITRINE_KEY": key, "PATH": "/usr/bin:/bin", **environ},
    )


async def _command(app: Machine, key: str, *arguments: object, **environ: str) -> tuple[int, str, str]:
    return await _ended(await _started(app, key, *arguments, **environ))


async def _ended(running: Process) -> tuple[int, str, str]:
    out, err = await running.communicate()
    assert running.returncode is not None
    return running.returncode, out.decode(), err.decode()


async def test_a_folder_is_imported_from_a_terminal_with_exit_codes(
    app: Machine, owner: Client, owner_key: str, tmp_path: Path
) -> None:
    camera = tmp_path / "camera"
    put(camera, "2026/a.jpg")
    put(camera, "b.jpg")
    place = await make(owner, "Trips")
    code, out, err = await _command(
        app, owner_key, camera, "--then", "move", "--tag", "Trip", "--collection", place["id"]
    )
    assert (code, err) == (0, "2 added\n")
    assert {line.split()[-1] for line in out.splitlines()} == set(await inside(owner, place))
    assert str(camera / "2026/a.jpg") in out
    assert files_in(camera) == [".imported/2026/a.jpg", ".imported/b.jpg"]
    assert (await _command(app, owner_key, camera))[::2] == (0, "No files.\n")

    put(camera, "empty.jpg", b"")
    code, out, err = await _command(app, owner_key, camera)
    assert (code, err, "This file is empty" in out) == (1, "1 refused\n", True)
    assert (await _command(app, "vit_wrong", camera))[0] == 3
    assert (await _command(app, owner_key, tmp_path / "nothing"))[0] == 4
    assert (await _command(app, owner_key, camera, "--every", "-1"))[0] == 2


@pytest.mark.parametrize(("which", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
async def test_a_watch_that_is_stopped_says_what_is_safe_and_is_taken_up_again(
    app: Machine, owner: Client, owner_key: str, tmp_path: Path, which: signal.Signals, code: int
) -> None:
    for number in range(60):
        put(tmp_path, f"{number}.jpg")
    watching = await _started(app, owner_key, tmp_path, "--watch", "--parallel", "1")
    assert watching.stdout
    first = (await watching.stdout.readline()).decode()
    watching.send_signal(which)
    ended, out, err = await asyncio.wait_for(_ended(watching), 10)
    safe = [line for line in (first + out).splitlines() if line.startswith(("ADDED", "KNOWN"))]
    assert ended == code
    assert f"{len(safe)} added" in err
    assert "Stopped: " in err
    code, out, _ = await _command(app, owner_key, tmp_path)
    assert (code, len(out.splitlines())) == (0, 60)
    assert await Asset.all().count() == 60


async def test_a_single_pass_fails_while_the_api_is_away(app: Machine, owner_key: str, tmp_path: Path) -> None:
    put(tmp_path, "a.jpg")
    await app.halt("api")
    code, out, err = await _command(app, owner_key, tmp_path)
    assert (code, err, "cannot be reached" in out) == (1, "1 failed\n", True)


async def test_a_bucket_is_named_as_every_s3_tool_names_it(
    app: Machine, owner_key: str, services: Services, settings: Settings, tmp_path: Path
) -> None:
    await services.storage.put_file("terminal/a.jpg", put(tmp_path, "a.jpg", photo()), "image/jpeg")
    keys = {"AWS_ACCESS_KEY_ID": settings.s3_access_key, "AWS_SECRET_ACCESS_KEY": settings.s3_secret_key}
    source = f"s3://{settings.s3_bucket}/terminal"
    command = (source, "--endpoint", settings.s3_endpoint, "--then", "move")
    secret = put(tmp_path, "key", f"{owner_key}\n".encode())
    code, out, err = await _command(app, "", *command, VITRINE_KEY_FILE=str(secret), **keys)
    assert (code, err) == (0, "1 added\n")
    assert out.startswith(f"ADDED    {source}/a.jpg asset_")
    assert [each.key async for each in services.storage.list("terminal/")] == ["terminal/.imported/a.jpg"]


async def test_the_import_needs_nothing_of_the_server() -> None:
    told = "import sys, vitrine_client.import_command, vitrine_client.bucket"
    told += "; print([name for name in sys.modules if name.split('.')[0] == 'vitrine'])"
    asking = await asyncio.create_subprocess_exec(sys.executable, "-c", told, stdout=PIPE)
    out, _ = await asking.communicate()
    assert out.decode().strip() == "[]"
