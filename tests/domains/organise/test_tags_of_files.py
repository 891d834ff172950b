"""Tags that come with a file: embedded keywords, and what can be told of it."""

import asyncio
import random
from io import BytesIO
from typing import Any

from PIL import Image

from tests.client import Client
from tests.domains.made import make_asset
from tests.domains.people import Person
from tests.domains.uploading import photo, ready
from vitrine.assets.models import Asset, Original
from vitrine.organise.actions import put_all, put_tags
from vitrine.organise.models import AssetTag, Tag, TagSource
from vitrine.organise.tagging import tag_by_file
from vitrine.services import Services
from vitrine.work.unit import unit_of_work

XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:subject><rdf:Bag>'
    "<rdf:li>Lighthouse</rdf:li><rdf:li>coast</rdf:li></rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>"
)


def picture(colour: str = "navy", size: tuple[int, int] = (300, 200)) -> bytes:
    """A picture with two keywords in it."""
    body = BytesIO()
    Image.new("RGB", size, colour).save(body, "JPEG", xmp=XMP.encode())
    return body.getvalue()


def tags(asset: dict[str, Any]) -> dict[str, str]:
    return {each["tag"]["name"]: each["source"] for each in asset["tags"]}


async def test_embedded_keywords_and_words_of_the_name_become_tags_with_their_source(owner: Client) -> None:
    asset = await ready(owner, picture(), "Summer-Holiday_IMG0042.jpg")
    assert tags(asset) == {
        "Lighthouse": "EMBEDDED",
        "coast": "EMBEDDED",
        "summer": "AUTO",
        "holiday": "AUTO",
        "picture": "AUTO",
        "landscape": "AUTO",
    }


async def test_a_photo_is_tagged_with_its_camera_and_its_year(owner: Client) -> None:
    assert tags(await ready(owner, photo(), "IMG_0001.jpg")) == {
        "photo": "AUTO",
        "Canon EOS 40D": "AUTO",
        "2008": "AUTO",
        "landscape": "AUTO",
    }


async def test_a_tag_that_was_given_by_hand_stays_by_hand(owner: Client) -> None:
    asset = await ready(owner, picture("olive"), "Coast.jpg", tags=["COAST", "summer"])
    assert tags(asset) == {
        "COAST": "HAND",
        "summer": "HAND",
        "Lighthouse": "EMBEDDED",
        "picture": "AUTO",
        "landscape": "AUTO",
    }


async def test_the_same_bytes_under_another_name_get_that_names_words(owner: Client) -> None:
    await ready(owner, picture("teal"), "Harbour.jpg")
    second = tags(await ready(owner, picture("teal"), "Evening.jpg"))
    assert second["evening"] == "AUTO"
    assert "harbour" not in second
    assert second["coast"] == "EMBEDDED"


async def received(person: Person, **facts: Any) -> tuple[Asset, Original]:
    """An asset with an original that says this."""
    original = await Original.create(
        library_id=person.library.id,
        key="o/x",
        sha256="cd" * 32,
        size=1,
        mime_type="image/png",
        kind="IMAGE",
        facts=facts,
    )
    return await make_asset(person, filename="x.png", original_id=original.id), original


async def on(asset: Asset) -> set[str]:
    return {row.tag.name for row in await AssetTag.filter(asset_id=asset.id).select_related("tag")}


async def test_a_tag_that_was_taken_off_stays_off_when_the_file_is_read_again(quiet: Services, member: Person) -> None:
    asset, original = await received(member, keywords=["red", "green"])
    assert await tag_by_file(asset, original, None)
    await AssetTag.filter(asset_id=asset.id, tag__name="red").delete()
    read_before = dict(original.facts)
    original.facts = {"keywords": ["red", "green", "blue"]}
    assert await tag_by_file(asset, original, read_before)
    assert await on(asset) == {"picture", "green", "blue"}
    assert not await tag_by_file(asset, original, original.facts)


async def test_a_word_the_library_writes_with_a_capital_is_the_same_tag(quiet: Services, member: Person) -> None:
    first, second = await make_asset(member), await make_asset(member)
    await put_tags(first, ["Beach"], TagSource.HAND)
    assert await put_all(second, {"beach": TagSource.AUTO, "Beach ": TagSource.EMBEDDED, "sea": TagSource.AUTO}) == 2
    assert await on(second) == {"Beach", "sea"}
    assert await Tag.all().count() == 2


async def test_many_files_with_the_same_new_tags_do_not_lock_each_other_out(quiet: Services, member: Person) -> None:
    names = [f"tag {number}" for number in range(30)]
    assets = [await make_asset(member) for _ in range(12)]

    async def put(asset: Asset, chosen: list[str]) -> None:
        async with unit_of_work(quiet):
            await put_all(asset, dict.fromkeys(chosen, TagSource.AUTO))

    orders = [random.Random(seed).sample(names, len(names)) for seed in range(len(assets))]
    await asyncio.gather(*(put(asset, order) for asset, order in zip(assets, orders, strict=True)))
    assert await Tag.all().count() == len(names)
    assert [len(await on(asset)) for asset in assets] == [len(names)] * len(assets)
