"""What a signed PUT lets anybody do, and what it does not."""

import asyncio
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from tests.contract.storage.conftest import Store

BODY = b"0123456789" * 100
REFUSED = {400, 403}


async def _signed(store: Store, key: str | None = None) -> tuple[str, str]:
    key = key or store.key()
    return key, (await store.storage.sign_put(key, len(BODY))).url


async def test_a_signed_put_stores_the_bytes(store: Store) -> None:
    key, url = await _signed(store)
    assert await store.put(url, BODY) == 200
    assert await store.read(key) == BODY
    assert await store.storage.size_of(key) == len(BODY)


@pytest.mark.parametrize("body", [BODY[:-1], BODY + b"x", b""], ids=["shorter", "longer", "nothing"])
async def test_a_body_of_another_length_is_refused(store: Store, body: bytes) -> None:
    key, url = await _signed(store)
    assert await store.put(url, body) in REFUSED
    assert await store.names(key) == []


async def test_a_put_may_be_repeated_until_it_expires(store: Store) -> None:
    key, url = await _signed(store)
    assert await store.put(url, BODY) == 200
    assert await store.put(url, bytes(reversed(BODY))) == 200
    assert await store.read(key) == bytes(reversed(BODY))


async def test_any_content_type_may_be_said(store: Store) -> None:
    key, url = await _signed(store)
    assert await store.put(url, BODY, **{"Content-Type": "image/jpeg"}) == 200
    assert await store.read(key) == BODY


async def test_an_expired_put_is_refused(hurried: Store) -> None:
    key, url = await _signed(hurried)
    await asyncio.sleep(2.1)
    assert await hurried.put(url, BODY) in REFUSED
    assert await hurried.names(key) == []


def _with(url: str, **parts: str) -> str:
    split = urlsplit(url)
    return split._replace(query=urlencode(dict(parse_qsl(split.query)) | parts)).geturl()


async def test_a_forged_put_is_refused(store: Store) -> None:
    key, url = await _signed(store)
    forged = [
        _with(url, **{"X-Amz-Signature": "0" * 64}),
        _with(url, **{"X-Amz-Expires": "604800"}),
        _with(url, **{"X-Amz-Date": "20300101T000000Z"}),
        url.replace(urlsplit(url).path, f"/{store.settings.s3_bucket}/{store.key()}"),
        urlsplit(url)._replace(query="").geturl(),
    ]
    for each in forged:
        assert await store.put(each, BODY) in REFUSED, each
    assert await store.names(store.prefix) == []
    assert await store.put(url, BODY) == 200
    assert await store.names(store.prefix) == [key]


async def test_a_signed_put_neither_reads_nor_deletes(store: Store) -> None:
    key, url = await _signed(store)
    await store.put(url, BODY)
    for method in ("GET", "DELETE"):
        async with store.http.request(method, url) as response:
            assert response.status in REFUSED
    assert await store.read(key) == BODY


async def test_nobody_reads_or_lists_without_a_signature(store: Store) -> None:
    key = await store.store(store.key(), BODY)
    for path in (f"/{store.settings.s3_bucket}/{key}", f"/{store.settings.s3_bucket}", "/"):
        async with store.http.get(store.settings.s3_endpoint + path) as response:
            # Swift has another door beside S3's, where these are no paths at all: 412.
            assert response.status in REFUSED | {404, 412}
            said = await response.read()
            assert BODY not in said
            assert key.encode() not in said.replace(path.encode(), b"")


async def test_a_browser_on_any_page_of_ours_may_put(store: Store) -> None:
    key, url = await _signed(store)
    asked = {"Origin": "http://localhost:8000", "Access-Control-Request-Method": "PUT"}
    async with store.http.options(url, headers=asked | {"Access-Control-Request-Headers": "content-type"}) as response:
        assert response.status in {200, 204}
        assert response.headers["Access-Control-Allow-Origin"] in {"*", "http://localhost:8000"}
    async with store.http.put(url, data=BODY, headers={"Origin": asked["Origin"]}) as response:
        assert response.status == 200
        # Without it on the answer too, the page would not learn that the bytes arrived.
        assert response.headers["Access-Control-Allow-Origin"] in {"*", "http://localhost:8000"}
    assert await store.read(key) == BODY


async def test_puts_and_deletes_in_one_folder_do_not_meet(store: Store) -> None:
    await store.store(store.key("in/stays"), b"x")

    async def send_and_delete() -> list[int]:
        statuses = []
        for _ in range(15):
            key, url = await _signed(store, store.key(f"in/{id(object())}.{asyncio.get_running_loop().time()}"))
            statuses.append(await store.put(url, BODY))
            await store.storage.delete(key)
        return statuses

    statuses = await asyncio.gather(*(send_and_delete() for _ in range(4)))
    assert {status for each in statuses for status in each} == {200}
