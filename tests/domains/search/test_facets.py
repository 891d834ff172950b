"""Facets count what would be found with each value, and nothing that the caller may not see."""

import pytest

from tests.client import Client, Refused
from tests.domains.collections.asked import add, make
from tests.domains.made import make_asset
from tests.domains.people import Person
from tests.domains.search.searching import COUNT, counts, find, until_indexed
from vitrine.assets.models import AssetStatus, MediaKind
from vitrine.organise.actions import put_tags
from vitrine.organise.models import TagSource


@pytest.fixture
async def few(owner: Client, me: Person, member: Person) -> None:
    """Two pictures, a film and a sound, from two people and two cameras, two of them in a collection."""
    tall = await make_asset(
        me, title="Tall", width=600, height=800, camera="Nikon Z 6II", captured_local="2024-05-01T10:00:00", size=500
    )
    wide = await make_asset(
        me, title="Wide", width=800, height=600, camera="NIKON Z 6II", captured_local="2024-06-01T10:00:00", size=5**10
    )
    film = await make_asset(
        member, title="Film", kind=MediaKind.VIDEO, mime_type="video/mp4", width=100, height=99, size=2 * 10**9
    )
    await make_asset(member, title="Sound", kind=MediaKind.AUDIO, mime_type="audio/mpeg", status=AssetStatus.FAILED)
    await put_tags(tall, ["Sea", 'odd "quote" \\'], TagSource.HAND)
    await put_tags(film, ["Sea"], TagSource.HAND)
    collection = await make(owner, "Holiday")
    await add(owner, collection["id"], tall, wide)
    for each in (tall, film):
        await each.save()
    await until_indexed()


async def test_every_facet_counts_in_words_that_people_read(owner: Client, few: None, me: Person) -> None:
    found = await counts(
        owner, "KIND", "FORMAT", "TAG", "COLLECTION", "UPLOADER", "CAMERA", "ORIENTATION", "SIZE", "STATUS"
    )
    assert found == {
        "KIND": {"IMAGE": 2, "VIDEO": 1, "AUDIO": 1},
        "FORMAT": {"JPEG": 2, "MP4": 1, "MP3": 1},
        "TAG": {"Sea": 2, 'odd "quote" \\': 1},
        "COLLECTION": {"Holiday": 2},
        "UPLOADER": {me.user.name: 2, "Mem": 2},
        "CAMERA": {"Nikon Z 6II": 1, "NIKON Z 6II": 1},
        "ORIENTATION": {"PORTRAIT": 1, "LANDSCAPE": 1, "SQUARE": 1},
        "SIZE": {"UP_TO_1_MB": 2, "UP_TO_10_MB": 1, "LARGER": 1},
        "STATUS": {"READY": 3, "FAILED": 1},
    }


async def test_years_and_months_come_from_the_newest(owner: Client, few: None) -> None:
    found = await counts(owner, "YEAR", "MONTH", kind=["IMAGE"])
    assert list(found["YEAR"].items()) == [("2024", 2)]
    assert list(found["MONTH"].items()) == [("2024-06", 1), ("2024-05", 1)]


async def test_each_facet_ignores_what_is_chosen_in_it_and_heeds_the_rest(owner: Client, few: None) -> None:
    found = await counts(owner, "KIND", "TAG", "STATUS", kind=["VIDEO"], tags=["Sea"])
    assert found["KIND"] == {"IMAGE": 1, "VIDEO": 1}
    assert found["TAG"] == {"Sea": 1}
    assert found["STATUS"] == {"READY": 1}


async def test_what_is_chosen_stays_in_sight_at_nothing(owner: Client, few: None) -> None:
    answer = await owner.graphql(
        COUNT, search="sound", filter={"kind": ["VIDEO"], "tags": ["Sea"]}, names=["KIND", "TAG"]
    )
    kind, tag = answer["assets"]["facets"]
    assert kind["buckets"] == [{"value": "VIDEO", "label": "VIDEO", "count": 0, "selected": True}]
    assert tag["buckets"] == [{"value": "Sea", "label": "Sea", "count": 0, "selected": True}]


async def test_a_value_of_a_facet_is_what_the_filter_takes(owner: Client, few: None) -> None:
    names = {"TAG": "tags", "COLLECTION": "collections", "UPLOADER": "uploadedBy", "CAMERA": "camera", "MONTH": "month"}
    answer = await owner.graphql(COUNT, filter={}, names=list(names))
    for facet in answer["assets"]["facets"]:
        for bucket in facet["buckets"]:
            only = await owner.graphql(COUNT, filter={names[facet["name"]]: [bucket["value"]]}, names=[])
            assert (bucket["label"], only["assets"]["total"]["value"]) == (bucket["label"], bucket["count"])


async def test_words_and_what_is_left_out_narrow_the_counts(owner: Client, few: None) -> None:
    assert (await counts(owner, "KIND", search="film"))["KIND"] == {"VIDEO": 1}
    assert (await counts(owner, "KIND", exclude=[{"tags": ["Sea"]}]))["KIND"] == {"IMAGE": 1, "AUDIO": 1}
    both = [{"tags": ["Sea"]}, {"kind": ["AUDIO"]}]
    assert (await counts(owner, "STATUS", exclude=both))["STATUS"] == {"READY": 1}
    one = {"tags": ["Sea"], "kind": ["VIDEO"]}
    assert (await counts(owner, "STATUS", exclude=[one]))["STATUS"] == {"READY": 2, "FAILED": 1}


async def test_what_is_left_out_of_a_facet_is_still_counted_in_it(owner: Client, few: None) -> None:
    found = await counts(owner, "KIND", "STATUS", exclude=[{"kind": ["AUDIO"]}])
    assert found == {"KIND": {"IMAGE": 2, "VIDEO": 1, "AUDIO": 1}, "STATUS": {"READY": 3}}


async def test_inside_a_collection_the_others_count_what_lies_in_both(owner: Client, few: None) -> None:
    answer = await owner.graphql(COUNT, filter={}, names=["COLLECTION"])
    [holiday] = answer["assets"]["facets"][0]["buckets"]
    best = await make(owner, "Best", exclusive=False)
    inside = await find(owner, filter={"collection": holiday["value"]})
    await add(owner, best["id"], inside["edges"][0]["node"]["id"])
    await until_indexed()
    found = await counts(owner, "COLLECTION", collection=holiday["value"], collections=[best["id"]])
    assert found == {"COLLECTION": {"Holiday": 2, "Best": 1}}


async def test_nobody_counts_what_belongs_to_others(
    owner: Client, few: None, stranger: Client, other_owner: Person
) -> None:
    await make_asset(other_owner, title="Theirs", camera="Leica")
    await make_asset(other_owner, title="Under way", camera="Leica", status=AssetStatus.UPLOADING)
    await until_indexed()
    assert await counts(stranger, "CAMERA", "TAG") == {"CAMERA": {"Leica": 1}, "TAG": {}}
    assert "Leica" not in (await counts(owner, "CAMERA"))["CAMERA"]


async def test_a_facet_that_nobody_counts_is_refused_with_those_there_are(owner: Client, few: None) -> None:
    with pytest.raises(Refused, match="KIND, FORMAT, TAG") as refused:
        await counts(owner, "KIND", "COLOUR")
    assert refused.value.codes == ["BAD_USER_INPUT"]
