"""Settings are read once, from names or from files that hold the value."""

from pathlib import Path

import pytest

from vitrine.errors import SettingMissing
from vitrine.settings import load_settings

REQUIRED = {
    "DATABASE_URL": "postgres://x",
    "REDIS_URL": "redis://x",
    "MEILISEARCH_URL": "http://m",
    "S3_ENDPOINT": "http://s",
    "S3_ACCESS_KEY": "a",
    "S3_SECRET_KEY": "b",
    "VITRINE_SECRET_KEY": "c" * 32,
}


def test_what_is_required_is_enough() -> None:
    settings = load_settings(REQUIRED)
    assert settings.s3_public_endpoint == "http://s"
    assert settings.database_migration_url == "postgres://x"
    assert settings.failpoints == frozenset()


@pytest.mark.parametrize("name", sorted(REQUIRED))
def test_a_missing_setting_is_named(name: str) -> None:
    for environ in ({key: value for key, value in REQUIRED.items() if key != name}, REQUIRED | {name: ""}):
        with pytest.raises(SettingMissing, match=name):
            load_settings(environ)


def test_a_secret_may_lie_in_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("from the file\n")
    settings = load_settings(REQUIRED | {"VITRINE_SECRET_KEY_FILE": str(secret)})
    assert settings.secret_key == "from the file"


@pytest.mark.parametrize("name", ["VITRINE_JOB_LEASE", "VITRINE_UPLOAD_EXPIRY"])
def test_a_number_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="many"):
        load_settings(REQUIRED | {name: "many"})


def test_failpoints_are_a_list_of_names() -> None:
    assert load_settings(REQUIRED | {"VITRINE_FAILPOINTS": "a,b,"}).failpoints == {"a", "b"}


def test_the_pace_of_queues_is_a_list_of_numbers() -> None:
    read = load_settings(REQUIRED | {"VITRINE_QUEUE_PER_MINUTE": "bulk=120, index=6,"})
    assert read.queue_per_minute == {"bulk": 120, "index": 6}
    assert load_settings(REQUIRED).queue_per_minute == {}


@pytest.mark.parametrize("pace", ["bulk", "bulk=", "bulk=0", "bulk=-1", "=3", "bulk=1.5", "bulk:3"])
def test_a_pace_that_is_none_is_refused(pace: str) -> None:
    with pytest.raises(ValueError, match="VITRINE_QUEUE_PER_MINUTE is written queue=number"):
        load_settings(REQUIRED | {"VITRINE_QUEUE_PER_MINUTE": pace})


def test_import_by_url_is_off_unless_it_is_switched_on() -> None:
    assert not load_settings(REQUIRED).import_urls
    assert load_settings(REQUIRED | {"VITRINE_IMPORT_URLS": "on"}).import_urls
    with pytest.raises(ValueError, match="VITRINE_IMPORT_URLS is on or off"):
        load_settings(REQUIRED | {"VITRINE_IMPORT_URLS": "true"})


def test_networks_to_import_from_are_a_list() -> None:
    read = load_settings(REQUIRED | {"VITRINE_IMPORT_URL_NETWORKS": "10.1.0.0/16, fd00::/8,"})
    assert [str(network) for network in read.import_url_networks] == ["10.1.0.0/16", "fd00::/8"]
    assert load_settings(REQUIRED).import_url_networks == ()


@pytest.mark.parametrize("networks", ["intranet", "10.1.2.3/16", "10.0.0.0/8;fd00::/8"])
def test_a_network_that_is_none_is_refused(networks: str) -> None:
    with pytest.raises(ValueError, match="VITRINE_IMPORT_URL_NETWORKS is written network/bits"):
        load_settings(REQUIRED | {"VITRINE_IMPORT_URL_NETWORKS": networks})
