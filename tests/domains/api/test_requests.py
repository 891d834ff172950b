"""What is said at the door: malformed, too large, or in another way than the contract's."""

import asyncio
from typing import Any

import pytest

from tests.client import Client
from tests.domains.api.raw import post

MIB = 1024 * 1024


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"5",
        b'"{ viewer { permissions } }"',
        b"[]",
        b'[{"query": "{ viewer { permissions } }"}]',
        b"{}",
        b'{"query": null}',
        b'{"query": 5}',
        b'{"query": ["{ viewer }"]}',
        b'{"query": "{ viewer { permissions } }", "variables": 5}',
        b'{"query": "{ viewer { permissions } }", "variables": "x"}',
        b'{"query": "{ viewer { permissions } }", "operationName": 5}',
        b'{"query": "query A { viewer { permissions } }", "operationName": "B"}',
        b'{"query": "\xff"}',
        b'{"query": "\\ud800"}',
        b'{"query": "{ viewer { permissions } }", "extensions": 5}',
    ],
)
async def test_a_malformed_request_is_the_callers_mistake(owner: Client, body: bytes) -> None:
    status, answer, _ = await post(owner, body)
    assert status < 500, answer
    assert status >= 400 or (answer or {}).get("errors"), answer
    for error in (answer or {}).get("errors", []):
        assert error.get("extensions", {}).get("code") != "INTERNAL"


async def test_a_body_of_a_mebibyte_is_the_most(owner: Client) -> None:
    document = b'{"query": "{ viewer { permissions } }", "variables": {"x": "%s"}}'
    assert (await post(owner, document % (b"x" * (MIB - 200))))[0] == 200
    assert (await post(owner, document % (b"x" * MIB)))[0] == 413


async def test_a_body_that_hides_its_length_is_limited_too(owner: Client) -> None:
    async def chunks() -> Any:
        for _ in range(40):
            yield b"x" * 65_536

    headers = {"Content-Type": "application/json"}
    async with owner.http.post(f"{owner.url}/graphql", data=chunks(), headers=headers) as response:
        assert response.status == 413


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
async def test_only_json_is_read(owner: Client, content_type: str) -> None:
    status, _, _ = await post(owner, b'{"query": "{ viewer { permissions } }"}', content_type)
    assert status in {400, 415}, "a foreign form can send these without being asked whether it may"


async def test_queries_are_not_answered_to_get(owner: Client) -> None:
    async with owner.http.get(f"{owner.url}/graphql", params={"query": "{ viewer { permissions } }"}) as response:
        assert response.content_type != "application/json"


async def test_a_subscription_over_http_is_told_to_use_a_socket(owner: Client) -> None:
    status, answer, _ = await post(owner, b'{"query": "subscription { assetEvents { kind } }"}')
    assert status < 500
    assert answer is None or answer["errors"][0]["extensions"]["code"] == "BAD_TRANSPORT"


async def test_every_answer_is_kept_from_being_framed_sniffed_or_leaked(nobody: Client) -> None:
    for path in ("/", "/graphql", "/healthz", "/readyz", "/session", "/media/nothing", "/assets/none.js"):
        async with nobody.http.get(nobody.url + path) as response:
            assert response.headers["X-Content-Type-Options"] == "nosniff", path
            assert response.headers["Referrer-Policy"] == "no-referrer", path
            policy = response.headers["Content-Security-Policy"]
            assert "'unsafe-inline'" not in policy.partition("style-src")[0], path
            assert "frame-ancestors 'none'" in policy or policy.startswith("sandbox"), path


async def test_no_other_origin_may_read_answers(nobody: Client) -> None:
    _, _, response = await post(nobody, b'{"query": "{ viewer { permissions } }"}', Origin="https://evil.example")
    assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize(
    "path", ["/../pyproject.toml", "/%2e%2e/%2e%2e/pyproject.toml", "/..%2fpyproject.toml", "//etc/passwd"]
)
async def test_no_file_outside_the_gallery_is_served(nobody: Client, path: str) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(nobody.url.rsplit(":", 1)[1]))
    writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    answer = await reader.read(200_000)
    writer.close()
    await writer.wait_closed()
    assert b"[project]" not in answer
    assert b"root:" not in answer


async def test_the_process_says_that_it_lives_and_that_it_can_serve(nobody: Client) -> None:
    async with nobody.http.get(f"{nobody.url}/healthz") as response:
        assert response.status == 200
    async with nobody.http.get(f"{nobody.url}/readyz") as response:
        assert (response.status, (await response.json())["ready"]) == (200, True)
