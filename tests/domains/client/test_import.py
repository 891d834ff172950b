"""A watched folder: what stands still comes in once, whatever is restarted, and is put away over nothing."""

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.client import Client
from tests.domains.client.importing import EVERY, SETTLE, Import, files_in, put
from tests.domains.uploading import photo, settled
from tests.machine import Machine
from tests.processes import until
from vitrine.assets.models import Asset
from vitrine.uploads.models import Upload
from vitrine_client.connection import Vitrine
from vitrine_client.errors import NotAllowed
from vitrine_client.files import LocalFile, read
from vitrine_client.folder import Folder
from vitrine_client.importing import Then
from vitrine_client.pushing import State
from vitrine_client.sources import Item

ADDED, KNOWN, REFUSED, FAILED = State.ADDED, State.KNOWN, State.REFUSED, State.FAILED


@pytest.fixture
async def vitrine(app: Machine, owner_key: str) -> AsyncIterator[Vitrine]:
    """The owner's program; it does not wait long for who is away."""
    async with Vitrine(app.url, owner_key, tries=1) as opened:
        yield opened


@pytest.fixture
def camera(tmp_path: Path) -> Path:
    """The folder that is watched."""
    folder = tmp_path / "camera"
    folder.mkdir()
    return folder


async def test_a_file_that_still_grows_is_taken_whole_once_it_stops(
    vitrine: Vitrine, owner: Client, camera: Path
) -> None:
    importing, body = Import(vitrine, Folder(camera)), photo()
    file, step = camera / "slow.jpg", len(body) // 8 + 1
    async with importing.watching():
        for first in range(0, len(body), step):
            with file.open("ab") as growing:
                growing.write(body[first : first + step])
            await asyncio.sleep(SETTLE / 2)
        assert importing.said == []
        await importing.until(ADDED)
    asset = await settled(owner, {"id": importing.said[0].asset})
    assert asset["sha256"] == hashlib.sha256(body).hexdigest()
    assert await Upload.all().count() == 1


async def test_a_single_pass_names_what_is_still_being_written(vitrine: Vitrine, camera: Path) -> None:
    put(camera, "still.jpg")
    growing = put(camera, "growing.jpg", b"first")
    passing = asyncio.create_task(Import(vitrine, Folder(camera)).once())
    await asyncio.sleep(SETTLE / 2)
    growing.write_bytes(b"more of it")
    said = {Path(brought.name).name: (brought.state, brought.reason) for brought in await passing}
    assert said == {"still.jpg": (ADDED, None), "growing.jpg": (FAILED, "It is still being written.")}


async def test_running_twice_sends_nothing(vitrine: Vitrine, camera: Path) -> None:
    for number in range(3):
        put(camera, f"2026/{number}.jpg")
    assert [brought.state for brought in await Import(vitrine, Folder(camera)).once()] == [ADDED] * 3
    again = await Import(vitrine, Folder(camera)).once()
    assert [brought.state for brought in again] == [KNOWN] * 3
    assert (await Asset.all().count(), await Upload.all().count()) == (3, 3)


async def test_a_file_that_is_known_is_read_once_in_a_run(
    vitrine: Vitrine, camera: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[Path] = []

    def counted(path: Path) -> LocalFile:
        reads.append(path)
        return read(path)

    monkeypatch.setattr("vitrine_client.folder.read", counted)
    put(camera, "one.jpg")
    importing = Import(vitrine, Folder(camera))
    async with importing.watching():
        await importing.until(ADDED)
        await asyncio.sleep(10 * EVERY)
    assert len(reads) == len(importing.said) == 1


async def test_a_file_that_changes_comes_in_again_as_a_new_asset(vitrine: Vitrine, camera: Path) -> None:
    file = put(camera, "one.jpg")
    importing = Import(vitrine, Folder(camera))
    async with importing.watching():
        await importing.until(ADDED)
        file.write_bytes(photo())
        await importing.until(ADDED, ADDED)
    assert len({brought.asset for brought in importing.said}) == 2


async def test_a_large_file_is_told_from_one_that_differs_between_its_samples(camera: Path) -> None:
    size = 20 * 1024**2
    file = put(camera, "film.mov", bytes(size))
    source = Folder(camera)
    marks = []
    for byte in (b"\0", b"\1"):
        with file.open("r+b") as opened:
            opened.seek(size // 8)
            opened.write(byte)
        [item] = [item async for item in source.items()]
        marks.append(source.look(item).mark)
    assert marks[0] != marks[1]


async def test_a_film_on_its_way_keeps_no_photo_waiting(vitrine: Vitrine, camera: Path) -> None:
    arrives = asyncio.Event()

    class Slow(Folder):
        @asynccontextmanager
        async def hold(self, item: Item) -> AsyncIterator[None]:
            if item.name == "film.jpg":
                await arrives.wait()
            yield

    put(camera, "film.jpg")
    importing = Import(vitrine, Slow(camera))
    async with importing.watching():
        await asyncio.sleep(SETTLE + 3 * EVERY)
        put(camera, "photo.jpg")
        await importing.until(ADDED)
        arrives.set()
        await importing.until(ADDED, ADDED)
    assert [Path(brought.name).name for brought in importing.said] == ["photo.jpg", "film.jpg"]


async def test_moving_keeps_the_tree_and_overwrites_nothing(vitrine: Vitrine, camera: Path) -> None:
    put(camera, "2026/summer/a.jpg")
    put(camera, "b.jpg")
    kept = put(camera, ".imported/b.jpg", b"of another day").read_bytes()
    importing = Import(vitrine, Folder(camera), {"then": Then.MOVE})
    async with importing.watching():
        await importing.until(ADDED, ADDED)
        await until(lambda: not (camera / "b.jpg").exists(), 5, "b.jpg is moved")
        put(camera, "b.jpg")
        await importing.until(ADDED, ADDED, ADDED)
        await until(lambda: len(files_in(camera)) == 4 and not (camera / "b.jpg").exists(), 5, "all are moved")
    names = ["2026/summer/a.jpg", "b (2).jpg", "b (3).jpg", "b.jpg"]
    assert files_in(camera) == [f".imported/{name}" for name in names]
    assert {asset.folder for asset in await Asset.all()} == {"2026/summer", None}
    assert (camera / ".imported/b.jpg").read_bytes() == kept


async def test_a_place_for_imported_files_inside_the_folder_is_not_imported(vitrine: Vitrine, camera: Path) -> None:
    put(camera, "a.jpg")
    importing = Import(vitrine, Folder(camera, camera / "done"), {"then": Then.MOVE})
    await importing.once()
    await importing.once()
    assert (importing.states(), files_in(camera)) == ([ADDED], ["done/a.jpg"])


async def test_a_refused_file_is_named_once_and_stops_no_other(vitrine: Vitrine, camera: Path) -> None:
    put(camera, "a.jpg")
    put(camera, "empty.jpg", b"")
    put(camera, "program.exe", b"MZ")
    importing = Import(vitrine, Folder(camera))
    async with importing.watching():
        await importing.until(ADDED, REFUSED, REFUSED)
        await asyncio.sleep(5 * EVERY)
        put(camera, "b.jpg")
        await importing.until(ADDED, ADDED, REFUSED, REFUSED)
    assert all(brought.reason for brought in importing.said if brought.state is REFUSED)
    await Import(vitrine, Folder(camera), {"then": Then.MOVE}).once()
    assert files_in(camera) == [".imported/a.jpg", ".imported/b.jpg", ".refused/empty.jpg", ".refused/program.exe"]


async def test_only_what_vitrine_has_looked_through_is_deleted(vitrine: Vitrine, owner: Client, camera: Path) -> None:
    put(camera, "good.jpg")
    put(camera, "broken.jpg", b"\xff\xd8\xff\xe0 and nothing that follows")
    said = await Import(vitrine, Folder(camera), {"then": Then.DELETE}).once()
    assert files_in(camera) == ["broken.jpg"]
    assert [brought.state for brought in said] == [ADDED, ADDED, FAILED]
    assert (said[-1].reason or "").startswith("It is left where it was: ")


async def test_links_hidden_and_unfinished_files_are_passed_over(
    vitrine: Vitrine, camera: Path, tmp_path: Path
) -> None:
    outside = put(tmp_path, "elsewhere/secret.jpg")
    (camera / "link.jpg").symlink_to(outside)
    (camera / "linked").symlink_to(outside.parent)
    (camera / "round").symlink_to(camera)
    os.mkfifo(camera / "pipe.jpg")
    for name in (".hidden.jpg", "a.jpg.part", "b.crdownload", "c.tmp", "d.jpg~", "@eaDir/e.jpg", ".Trash/f.jpg"):
        put(camera, name)
    put(camera, "taken.jpg")
    said = await Import(vitrine, Folder(camera)).once()
    assert [Path(brought.name).name for brought in said] == ["taken.jpg"]


async def test_a_link_that_takes_the_place_of_a_folder_is_not_followed(camera: Path, tmp_path: Path) -> None:
    put(tmp_path, "elsewhere/a.jpg")
    put(camera, "inner/a.jpg")
    source = Folder(camera)
    [item] = [item async for item in source.items()]
    (camera / "inner").rename(tmp_path / "gone")
    (camera / "inner").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="link"):
        source.look(item)


async def test_names_that_are_not_utf_8_stop_no_other(vitrine: Vitrine, camera: Path) -> None:
    put(camera, os.fsdecode(b"caf\xe9.jpg"))
    put(camera, "good.jpg")
    said = {brought.state: brought.reason for brought in await Import(vitrine, Folder(camera)).once()}
    assert said == {FAILED: "Its name is not UTF-8: rename it.", ADDED: None}


async def test_an_api_that_is_killed_and_comes_back_loses_nothing(
    vitrine: Vitrine, owner: Client, app: Machine, camera: Path
) -> None:
    bodies = [put(camera, f"{number}.jpg").read_bytes() for number in range(30)]
    safe: list[int] = []
    importing = Import(vitrine, Folder(camera), {"then": Then.MOVE, "parallel": 1, "told": safe.append})
    async with importing.watching():
        await until(lambda: bool(safe), 10, "it has begun")
        await app.stack.kill("api")
        bodies.append(put(camera, "late.jpg").read_bytes())
        await until(lambda: FAILED in importing.states(), 20, "it is said that the API is away")
        said = len(importing.said)
        await asyncio.sleep(5 * EVERY)
        assert len(importing.said) <= said + 1, "an outage is told of once"
        await app.run("api")
        await until(lambda: len(files_in(camera / ".imported")) == 31, 30, "all are moved")
    there = [await settled(owner, {"id": b.asset}) for b in importing.said if b.state in {ADDED, KNOWN}]
    assert {asset["sha256"] for asset in there} == {hashlib.sha256(body).hexdigest() for body in bodies}
    assert await Asset.all().count() == 31


async def test_a_folder_that_goes_away_is_told_of_once_and_waited_for(vitrine: Vitrine, camera: Path) -> None:
    importing = Import(vitrine, Folder(camera))
    async with importing.watching():
        camera.rename(camera.with_name("unmounted"))
        await importing.until(FAILED)
        await asyncio.sleep(5 * EVERY)
        put(camera, "a.jpg")
        await importing.until(FAILED, ADDED)


async def test_a_key_that_is_not_known_ends_the_watch(app: Machine, camera: Path) -> None:
    put(camera, "a.jpg")
    async with Vitrine(app.url, "vit_nobody", tries=1) as vitrine:
        with pytest.raises(NotAllowed):
            await Import(vitrine, Folder(camera)).once()
