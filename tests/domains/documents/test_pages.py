"""A PDF from upload to its last page."""

import asyncio
import io
from typing import Any

import aiohttp
import pytest
from PIL import Image

from tests.client import Client, Refused
from tests.domains.uploading import ready, send, settled
from tests.papers import Sheet, pdf
from vitrine.assets.models import Original
from vitrine.renditions.models import Rendition
from vitrine.work.models import Job

DOCUMENT = """query($id: ID!, $first: Int! = 100, $after: String) { asset(id: $id) {
  title width height metadata { title creator pages raw } thumbnail { purpose width } renditions { purpose }
  document { pageCount text pages(first: $first, after: $after) {
    edges { cursor } nodes { number picture { url mimeType width height } } pageInfo { hasNextPage endCursor }
  } }
  jobs { kind queue state progress { done total unit } }
} }"""


async def read(client: Client, asset: dict[str, Any], **paging: Any) -> dict[str, Any]:
    answer: dict[str, Any] = (await client.graphql(DOCUMENT, id=asset["id"], **paging))["asset"]
    return answer


async def all_drawn(client: Client, asset: dict[str, Any], pages: int) -> dict[str, Any]:
    """Wait until so many pages have a picture."""
    async with asyncio.timeout(40):
        while len((now := await read(client, asset))["document"]["pages"]["nodes"]) < pages:
            await asyncio.sleep(0.1)
    return now


async def test_a_document_is_read_page_by_page(owner: Client) -> None:
    paper = pdf([Sheet("Chapter one"), Sheet("Chapter two", 842, 595)], "/Title (Two chapters) /Author (Ada)")
    asset = await read(owner, await ready(owner, paper, "scan0001.pdf"))
    assert (asset["title"], asset["width"], asset["height"]) == ("Two chapters", 1240, 1754)
    assert (asset["metadata"]["creator"], asset["metadata"]["pages"]) == ("Ada", 2)
    assert asset["metadata"]["raw"]["pdf"] == {"Title": "Two chapters", "Author": "Ada"}
    assert asset["document"]["text"] == "Chapter one\nChapter two"
    first, second = asset["document"]["pages"]["nodes"]
    assert (first["number"], first["picture"]["width"], first["picture"]["height"]) == (1, 1131, 1600)
    assert (second["number"], second["picture"]["width"], second["picture"]["height"]) == (2, 1600, 1131)
    async with aiohttp.ClientSession() as http, http.get(first["picture"]["url"]) as answer:
        assert (answer.status, answer.content_type) == (200, "image/jpeg")
        with Image.open(io.BytesIO(await answer.read())) as picture:
            assert picture.size == (1131, 1600)


async def test_a_long_document_is_ready_by_its_first_pages_and_whole_soon_after(owner: Client) -> None:
    sent = await send(owner, pdf([Sheet(f"Page {number}") for number in range(1, 31)]), "long.pdf")
    asset = await read(owner, await settled(owner, sent))
    assert asset["document"]["pageCount"] == 30
    assert [page["number"] for page in asset["document"]["pages"]["nodes"]][:8] == list(range(1, 9))
    whole = await all_drawn(owner, asset | {"id": sent["id"]}, 30)
    assert whole["document"]["text"].split("\n")[-1] == "Page 30"
    assert {job["kind"]: job["queue"] for job in whole["jobs"] if job["kind"].startswith("documents")} == {
        "documents.pages": "image",
        "documents.rest": "bulk",
    }
    # The grid wants one picture of it, not thirty.
    assert sorted(each["purpose"] for each in whole["renditions"]) == ["page", "thumbnail"]


async def test_pages_are_listed_a_few_at_a_time(owner: Client) -> None:
    asset = await ready(owner, pdf([Sheet(f"Page {number}") for number in range(1, 6)]), "five.pdf")
    seen, after = [], None
    while True:
        page = (await read(owner, asset, first=2, after=after))["document"]["pages"]
        seen += [each["number"] for each in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert seen == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("cursor", ["page-x", "page-99999", "nothing", "page--1", "page-²"])
async def test_a_forged_page_cursor_is_refused(owner: Client, cursor: str) -> None:
    asset = await ready(owner, pdf([Sheet("x")]), "one.pdf")
    with pytest.raises(Refused) as refused:
        await read(owner, asset, after=cursor)
    assert refused.value.codes == ["BAD_CURSOR"]


async def test_a_document_with_a_password_says_what_to_do(owner: Client, media: Any) -> None:
    locked = media / "corpus/pdf/005-libreoffice-writer-password/libreoffice-writer-password.pdf"
    asset = await settled(owner, await send(owner, locked.read_bytes(), "locked.pdf"))
    assert (asset["status"], asset["failure"]["code"]) == ("FAILED", "NEEDS_PASSWORD")
    assert "without one" in asset["failure"]["message"]
    assert asset["failure"]["retryable"] is False


async def test_a_broken_document_says_that_it_is_broken(owner: Client) -> None:
    asset = await settled(owner, await send(owner, b"%PDF-1.7\n" + b"\xfe" * 400, "broken.pdf"))
    assert (asset["status"], asset["failure"]["code"]) == ("FAILED", "CORRUPT")


async def test_the_same_document_twice_is_drawn_once(owner: Client) -> None:
    paper = pdf([Sheet("same")])
    first = await ready(owner, paper, "a.pdf")
    drawn = await Rendition.filter(purpose="page").values_list("id", flat=True)
    second = await ready(owner, paper, "b.pdf")
    assert first["id"] != second["id"]
    assert await Original.all().count() == 1
    assert await Rendition.filter(purpose="page").values_list("id", flat=True) == drawn


async def test_what_is_no_document_has_no_pages(owner: Client) -> None:
    assert (await read(owner, await ready(owner)))["document"] is None


async def test_a_page_that_cannot_be_drawn_takes_no_other_with_it(owner: Client) -> None:
    paper = pdf([Sheet(f"Page {number}") for number in range(1, 13)])
    # The third page and the tenth are there by number only.
    for number in (8, 22):
        paper = paper.replace(b"\n%d 0 obj\n<< /Type /Page " % number, b"\n%d 0 obj\n<< /Type /Nope " % number)
    asset = await send(owner, paper, "torn.pdf")
    assert (await settled(owner, asset))["status"] == "READY"
    now = await all_drawn(owner, asset, 10)
    assert [page["number"] for page in now["document"]["pages"]["nodes"]] == [1, 2, 4, 5, 6, 7, 8, 9, 11, 12]
    assert now["document"]["pageCount"] == 12


REPROCESS = "mutation($ids: [ID!]!) { reprocessAssets(input: {ids: $ids}) { __typename } }"


async def test_only_the_pages_that_are_missing_are_drawn_again(owner: Client) -> None:
    paper = pdf([Sheet(f"Page {number}") for number in range(1, 11)])
    asset = await send(owner, paper, "ten.pdf")
    await settled(owner, asset)
    await all_drawn(owner, asset, 10)
    await Rendition.filter(recipe__in=("page-0003", "page-0010")).delete()
    kept = set(await Rendition.filter(purpose="page").values_list("id", flat=True))
    await owner.graphql(REPROCESS, ids=[asset["id"]])
    await all_drawn(owner, asset, 10)
    assert kept < set(await Rendition.filter(purpose="page").values_list("id", flat=True))


@pytest.mark.long
@pytest.mark.timeout(300)
async def test_ten_thousand_pages_are_counted_and_five_hundred_drawn(owner: Client) -> None:
    asset = await send(owner, pdf([Sheet(f"Page {number}") for number in range(1, 10_001)]), "endless.pdf")
    assert (await settled(owner, asset))["status"] == "READY"
    async with asyncio.timeout(240):
        while (await Job.get(kind="documents.rest")).state.value not in {"DONE", "DEAD"}:
            await asyncio.sleep(0.5)
    assert await Rendition.filter(purpose="page").count() == 500
    assert (await read(owner, asset))["document"]["pageCount"] == 10_000
    assert (await Job.get(kind="documents.rest")).state.value == "DONE"
