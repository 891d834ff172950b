"""What is kept in the data folder, and what happens when it is not what it was."""

import os
import stat
from pathlib import Path

import pytest

from vitrine.infra.local import executables, lock, logs
from vitrine.infra.local.errors import (
    AlreadyRunning,
    CannotRun,
    ExecutableAltered,
    ExecutableMissing,
    ForeignData,
    NotRunning,
)
from vitrine.infra.local.executables import Executable, verify_meilisearch
from vitrine.infra.local.folder import DataFolder, write_private
from vitrine.infra.local.keys import keys_of
from vitrine.infra.local.ports import is_free, remembered_port
from vitrine.infra.local.postgres import refuse_foreign_data
from vitrine.infra.local.programs import Program, product_environ
from vitrine.infra.local.remote import delete
from vitrine.infra.local.running import environ_of, note
from vitrine.infra.local.servers import choose_servers
from vitrine.infra.local.storage import sweep_leftovers
from vitrine.infra.local.table import size
from vitrine.infra.local.versions import set_aside_if_foreign


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    made = DataFolder(tmp_path / "data")
    made.create()
    return made


def test_keys_are_made_once_and_private(folder: DataFolder) -> None:
    keys = keys_of(folder)
    assert keys_of(folder) == keys
    assert len({keys.secret_key, keys.postgres_app, keys.postgres_owner, keys.s3_secret_key}) == 4
    assert stat.S_IMODE((folder.path / "keys.json").stat().st_mode) == 0o600


def test_a_private_file_is_private_from_its_first_moment(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        write_private(tmp_path / "key", "secret")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_a_port_is_remembered_while_it_is_free(folder: DataFolder) -> None:
    port = remembered_port(folder, "redis")
    assert is_free(port)
    assert remembered_port(folder, "redis") == port
    assert remembered_port(folder, "storage") != port


def test_one_holder_per_folder(folder: DataFolder) -> None:
    assert lock.holder(folder) is None
    with lock.hold(folder):
        assert lock.holder(folder) == os.getpid()
        with pytest.raises(AlreadyRunning, match=f"process {os.getpid()}"), lock.hold(folder):
            pytest.fail("Two hold the folder.")
    assert lock.holder(folder) is None


def test_derived_data_of_another_version_are_moved_aside(folder: DataFolder) -> None:
    assert set_aside_if_foreign(folder, "redis", "6.2") == []
    folder.place("redis").mkdir()
    (folder.place("redis") / "appendonly.aof").write_text("kept")
    assert set_aside_if_foreign(folder, "redis", "6.2") == []
    (said,) = set_aside_if_foreign(folder, "redis", "7.4")
    assert "6.2" in said
    assert "7.4" in said
    assert not folder.place("redis").exists()
    (aside,) = folder.path.glob("redis.6.2.*")
    assert (aside / "appendonly.aof").read_text() == "kept"


def test_postgres_data_of_another_major_version_are_refused(tmp_path: Path) -> None:
    (tmp_path / "PG_VERSION").write_text("15\n")
    with pytest.raises(ForeignData, match=r"(?s)PostgreSQL 15.*18\.4.*VITRINE_POSTGRES_BIN.*pg_dump"):
        refuse_foreign_data(tmp_path, Executable(Path("/opt/postgres"), "18.4"))
    refuse_foreign_data(tmp_path, Executable(Path("/opt/postgres"), "15.9"))


def test_an_altered_executable_is_not_run(tmp_path: Path) -> None:
    (tmp_path / "meilisearch").write_bytes(b"#!/bin/sh\n")
    with pytest.raises(ExecutableAltered, match="make up"):
        verify_meilisearch(tmp_path / "meilisearch")


def test_the_environment_chooses_the_executable(tmp_path: Path) -> None:
    mine = tmp_path / "redis"
    mine.write_text("#!/bin/sh\necho Redis server v=7.4.2\n")
    mine.chmod(0o755)
    assert executables.redis({"VITRINE_REDIS_BIN": str(mine)}) == Executable(mine, "7.4.2")
    with pytest.raises(ExecutableMissing, match="VITRINE_REDIS_BIN"):
        executables.redis({"VITRINE_REDIS_BIN": str(tmp_path / "none")})


async def test_an_address_in_the_environment_wins(folder: DataFolder) -> None:
    environ = {"PATH": os.environ["PATH"], "REDIS_URL": "redis://elsewhere/0", "DATABASE_URL_FILE": "/run/secrets/url"}
    servers = await choose_servers(folder, environ)
    assert servers.here.keys() == {"storage", "meilisearch"}
    assert servers.elsewhere == {"redis": "REDIS_URL", "postgres": "DATABASE_URL"}
    assert "REDIS_URL" not in servers.settings


async def test_our_own_server_is_not_confused_with_keys_of_another(folder: DataFolder) -> None:
    environ = {"PATH": os.environ["PATH"], "S3_SECRET_KEY_FILE": "/run/secrets/other", "VITRINE_SECRET_KEY": "mine"}
    servers = await choose_servers(folder, environ)
    product = product_environ(environ, servers.settings, folder.path, 8000)
    assert "S3_SECRET_KEY_FILE" not in product
    assert product["S3_SECRET_KEY"] == servers.keys.s3_secret_key
    assert product["VITRINE_SECRET_KEY"] == "mine"


def test_the_product_does_not_know_the_role_that_migrates() -> None:
    environ = {"DATABASE_URL": "postgres://app@x/y", "DATABASE_MIGRATION_URL": "postgres://owner@x/y"}
    launch = Program("api", "Vitrine", ["vitrine.cli", "api"], environ).launch({"VITRINE_FAILPOINTS": "a"})
    assert launch.environ == {"DATABASE_URL": "postgres://app@x/y", "VITRINE_FAILPOINTS": "a"}


def test_leftovers_of_killed_uploads_are_swept_and_objects_are_not(tmp_path: Path) -> None:
    (tmp_path / "bucket" / "in").mkdir(parents=True)
    old, new, kept = (tmp_path / "bucket" / "in" / name for name in (".rclone_temp_a", ".rclone_temp_b", "photo.jpg"))
    for path in (old, new, kept):
        path.write_bytes(b"x")
        os.utime(path, (1000, 1000))
    os.utime(new, (3000, 3000))
    assert sweep_leftovers(tmp_path, older_than=2000) == 1
    assert sorted(path.name for path in kept.parent.iterdir()) == [".rclone_temp_b", "photo.jpg"]


def test_another_shell_is_told_when_nothing_runs(folder: DataFolder) -> None:
    with pytest.raises(NotRunning, match="vitrine up"):
        environ_of(folder, {})
    note(folder, {"DATABASE_URL": "postgres://here", "HOME": "/root"})
    with pytest.raises(NotRunning):
        environ_of(folder, {})
    with lock.hold(folder):
        assert environ_of(folder, {"LANG": "C"}) == {"LANG": "C", "DATABASE_URL": "postgres://here"}
    assert environ_of(folder, {"DATABASE_URL": "postgres://mine"}) == {"DATABASE_URL": "postgres://mine"}


def test_reset_deletes_only_what_vitrine_made(folder: DataFolder, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    with pytest.raises(CannotRun, match="not made by Vitrine"):
        delete(DataFolder(tmp_path / "photos"))
    delete(folder)
    assert not folder.path.exists()
    assert (tmp_path / "photos").exists()


def test_a_large_log_is_cut_and_kept_once(tmp_path: Path) -> None:
    log = tmp_path / "api.log"
    log.write_bytes(b"x" * (logs.LARGE + 1))
    with log.open("ab") as writer:
        logs.cut_if_large(log)
        writer.write(b"goes on\n")
    assert log.read_bytes() == b"goes on\n"
    assert (tmp_path / "api.log.1").stat().st_size == logs.LARGE + 1


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0 B"), (1023, "1023 B"), (1536, "1.5 KiB"), (47 * 1024**2, "47 MiB"), (5 * 1024**5, "5120 TiB")],
)
def test_sizes_are_said_as_people_do(count: int, said: str) -> None:
    assert size(count) == said
