"""Our signatures are those that the vendor's own client makes."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import boto3
import botocore.auth
import pytest
from botocore.config import Config

from vitrine.infra.storage.signing import Signer
from vitrine.settings import Settings

SETTINGS = cast(
    Settings, SimpleNamespace(s3_access_key="ACCESS", s3_secret_key="SECRET", s3_region="eu-west-3", s3_bucket="bucket")
)
ENDPOINTS = ["http://127.0.0.1:9000", "https://s3.example.org", "https://example.org:443/storage/", "http://[::1]:9000"]


@pytest.fixture(autouse=True)
def _at_one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(botocore.auth, "get_current_datetime", lambda: datetime(2026, 11, 21, 12, 0, 1, tzinfo=UTC))


def _vendor(endpoint: str) -> Any:
    config = Config(signature_version="s3v4", s3={"addressing_style": "path"})
    return boto3.client(
        "s3",
        endpoint_url=endpoint,
        aws_access_key_id="ACCESS",
        aws_secret_access_key="SECRET",
        region_name="eu-west-3",
        config=config,
    )


@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize("key", ["in/a.2026-11-21.b", "originals/ä b/c+d~e.jpg"])
def test_a_put_is_signed_as_the_vendors_client_does(endpoint: str, key: str) -> None:
    params = {"Bucket": "bucket", "Key": key, "ContentLength": 12}
    theirs = _vendor(endpoint).generate_presigned_url("put_object", Params=params, ExpiresIn=300)
    assert Signer(endpoint, SETTINGS).sign("PUT", key, 300, size=12) == theirs


@pytest.mark.parametrize("opening", ["simple", "a+b/c=&d e~"])
def test_a_part_is_signed_as_the_vendors_client_does(opening: str) -> None:
    params = {"Bucket": "bucket", "Key": "k", "UploadId": opening, "PartNumber": 3, "ContentLength": 12}
    theirs = _vendor(ENDPOINTS[0]).generate_presigned_url("upload_part", Params=params, ExpiresIn=300)
    ours = Signer(ENDPOINTS[0], SETTINGS).sign("PUT", "k", 300, size=12, uploadId=opening, partNumber=3)
    assert ours == theirs
