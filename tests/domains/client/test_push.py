"""`vitrine push` and the client behind it: files of any size, cut or repeated, and what a script learns from them."""

import asyncio
import hashlib
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.client import Client
from tests.domains.collections.asked import inside, make
from tests.domains.uploading import photo, read_asset, settled
from tests.domains.uploads.in_parts import SMALL, large_picture
from tests.machine import Machine
from vitrine.assets.models import Asset
from vitrine.infra.local.programs import WORKERS
from vitrine.uploads.models import Upload
from vitrine.uploads.policy import SMALLEST_PART
from vitrine_client.connection import Vitrine
from vitrine_client.errors import NotAllowed
from vitrine_client.pushing import Outcome, State, push


@pytest.fixture
async def app(machine: Machine) -> Machine:
    """The whole product; files of 20 MB are sent in parts."""
    await machine.run(*WORKERS)
    await machine.run("api", **SMALL)
    return machine


@pytest.fixture
async def vitrine(app: Machine, owner_key: str) -> AsyncIterator[Vitrine]:
    """The owner's program."""
    async with Vitrine(app.url, owner_key) as opened:
        yield opened


async def _pushed(vitrine: Vitrine, *paths: Path, **options: Any) -> list[Outcome]:
    return [outcome async for outcome in push(vitrine, paths, **options)]


def _file(folder: Path, name: str, body: bytes) -> Path:
    path = folder / name
    path.write_bytes(body)
    return path


async def test_small_and_large_files_arrive_whole(vitrine: Vitrine, owner: Client, tmp_path: Path) -> None:
    files = [_file(tmp_path, f"{number}.jpg", photo()) for number in range(3)]
    files.append(_file(tmp_path, "large.bmp", large_picture(21)))
    safe: list[int] = []
    outcomes = await _pushed(vitrine, *files, told=safe.append, tags=["Holiday"])
    assert [outcome.state for outcome in outcomes] == [State.ADDED] * 4
    assert sum(safe) == sum(file.stat().st_size for file in files)
    for outcome in outcomes:
        asset = await settled(owner, {"id": outcome.asset})
        assert (asset["status"], asset["sha256"]) == ("READY", hashlib.sha256(outcome.path.read_bytes()).hexdigest())
        assert "Holiday" in {each["tag"]["name"] for each in asset["tags"]}


async def test_pushing_again_sends_nothing(vitrine: Vitrine, owner: Client, tmp_path: Path) -> None:
    file = _file(tmp_path, "one.jpg", photo())
    [first] = await _pushed(vitrine, file)
    [again] = await _pushed(vitrine, file)
    assert (again.state, again.asset) == (State.KNOWN, first.asset)
    await settled(owner, {"id": first.asset})
    [renamed] = await _pushed(vitrine, file.rename(tmp_path / "two.jpg"))
    assert (renamed.state, renamed.asset) == (State.KNOWN, first.asset)
    assert await Asset.all().count() == 1


async def test_a_large_file_goes_on_where_it_was_cut(vitrine: Vitrine, owner: Client, tmp_path: Path) -> None:
    body = large_picture(22, width=6000)
    file = _file(tmp_path, "large.bmp", body)
    sent = 0

    def cut_in_the_second_part(count: int) -> None:
        nonlocal sent
        sent += count
        if sent > SMALLEST_PART:
            cut.cancel()

    cut = asyncio.create_task(_pushed(vitrine, file, parallel=1, told=cut_in_the_second_part))
    await asyncio.gather(cut, return_exceptions=True)
    held = await _held(owner)
    assert 1 <= held < len(body) / SMALLEST_PART
    safe: list[int] = []
    [outcome] = await _pushed(vitrine, file, told=safe.append)
    assert outcome.state is State.ADDED
    assert safe[0] == SMALLEST_PART * held, "what storage has counts at once"
    assert (await settled(owner, {"id": outcome.asset}))["sha256"] == hashlib.sha256(body).hexdigest()
    assert await Upload.all().count() == 1


async def _held(owner: Client) -> int:
    """Return how many parts of the one upload storage has."""
    upload = await Upload.first()
    if upload is None:
        return 0
    document = "query($id: ID!) { upload(id: $id) { uploadedParts { number } } }"
    found = (await owner.graphql(document, id=f"upload_{upload.id.hex}"))["upload"]
    return len(found["uploadedParts"])


async def test_a_file_that_changes_while_it_is_sent_is_said_to_have_changed(vitrine: Vitrine, tmp_path: Path) -> None:
    file = _file(tmp_path, "large.bmp", large_picture(24))
    cut_short = False

    def told(_: int) -> None:
        nonlocal cut_short
        if not cut_short:
            cut_short = True
            file.write_bytes(b"short")

    [outcome] = await _pushed(vitrine, file, parallel=1, told=told)
    assert (outcome.state, "changed" in (outcome.reason or "")) == (State.FAILED, True)


async def test_a_store_that_forgets_costs_only_time(
    vitrine: Vitrine, owner: Client, app: Machine, tmp_path: Path
) -> None:
    body = large_picture(23)
    file = _file(tmp_path, "large.bmp", body)
    safe: list[int] = []
    pushing = asyncio.create_task(_pushed(vitrine, file, parallel=1, told=safe.append))
    while not await _held(owner):
        await asyncio.sleep(0.02)
    await app.stack.restart("storage")
    [outcome] = await pushing
    assert outcome.state is State.ADDED, outcome
    assert (await settled(owner, {"id": outcome.asset}))["sha256"] == hashlib.sha256(body).hexdigest()
    assert sum(safe) == len(body)


async def test_a_file_that_is_refused_leaves_its_neighbours_alone(vitrine: Vitrine, tmp_path: Path) -> None:
    files = [
        _file(tmp_path, "a.jpg", photo()),
        _file(tmp_path, "empty.jpg", b""),
        _file(tmp_path, "program.exe", b"MZ"),
        tmp_path / "not-there.jpg",
    ]
    states = {outcome.path.name: outcome.state for outcome in await _pushed(vitrine, *files)}
    assert states == {
        "a.jpg": State.ADDED,
        "empty.jpg": State.REFUSED,
        "program.exe": State.REFUSED,
        "not-there.jpg": State.FAILED,
    }


async def test_a_key_that_is_not_known_is_said_so(app: Machine, tmp_path: Path) -> None:
    async with Vitrine(app.url, "vit_nobody") as vitrine:
        with pytest.raises(NotAllowed):
            await _pushed(vitrine, _file(tmp_path, "a.jpg", photo()))


async def _command(app: Machine, key: str, *arguments: object) -> tuple[int, str, str]:
    """Run `vitrine push` and return its exit code and what it wrote."""
    vitrine = Path(sys.executable).with_name("vitrine")
    running = await asyncio.create_subprocess_exec(
        vitrine,
        "push",
        *map(str, arguments),
        *("--url", app.url, "--tries", "1"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={"VITRINE_KEY": key, "PATH": "/usr/bin:/bin"},
    )
    out, err = await running.communicate()
    assert running.returncode is not None
    return running.returncode, out.decode(), err.decode()


async def test_a_folder_is_pushed_from_a_terminal_with_exit_codes(
    app: Machine, owner: Client, owner_key: str, tmp_path: Path
) -> None:
    deep = tmp_path / "2026" / "summer"
    deep.mkdir(parents=True)
    _file(deep, "a.jpg", photo())
    _file(deep, ".hidden.jpg", photo())
    _file(tmp_path, "b.jpg", photo())
    place = await make(owner, "Trips")
    code, out, err = await _command(app, owner_key, tmp_path, "--tag", "Trip", "--collection", place["id"])
    assert (code, err) == (0, "2 added\n")
    ids = [line.split()[-1] for line in out.splitlines()]
    assert set(ids) == set(await inside(owner, place))
    assert await read_asset(owner, ids[0])
    folders = {asset.filename: asset.folder for asset in await Asset.all()}
    assert folders == {"a.jpg": f"{tmp_path.name}/2026/summer", "b.jpg": tmp_path.name}

    assert (await _command(app, owner_key, tmp_path, "--tag", "Trip"))[0::2] == (0, "2 there already\n")
    _file(tmp_path, "empty.jpg", b"")
    code, out, err = await _command(app, owner_key, tmp_path, "--tag", "Trip")
    assert (code, err) == (1, "2 there already, 1 refused\n")
    assert "This file is empty" in out


async def test_a_terminal_is_told_by_exit_code_why_nothing_was_sent(
    app: Machine, owner_key: str, tmp_path: Path
) -> None:
    file = _file(tmp_path, "a.jpg", photo())
    assert (await _command(app, "vit_wrong", file))[0] == 3
    code, _, err = await _command(app, owner_key, tmp_path / "nothing")
    assert (code, "No such file" in err) == (4, True)
    assert (await _command(app, owner_key))[0] == 2
    await app.halt("api")
    assert (await _command(app, owner_key, file))[0] == 1


async def test_the_client_needs_nothing_of_the_server() -> None:
    told = "import sys, vitrine_client.pushing; print([m for m in sys.modules if m.split('.')[0] == 'vitrine'])"
    asking = await asyncio.create_subprocess_exec(sys.executable, "-c", told, stdout=asyncio.subprocess.PIPE)
    out, _ = await asking.communicate()
    assert out.decode().strip() == "[]"
