"""A film that is processed again: read anew where Vitrine reads better by now, and nothing made that is there."""

from tests.client import Client
from tests.domains.films.filming import card_film, read_film, sent_and_settled, whole
from tests.domains.uploads.stored import all_done
from vitrine.assets.models import Original
from vitrine.libraries.models import Library
from vitrine.renditions.models import Rendition
from vitrine.services import Services

REPROCESS = "mutation($ids: [ID!]!) { reprocessAssets(input: {ids: $ids}) { __typename } }"


async def test_reading_a_film_anew_leaves_what_was_made_as_it_is(owner: Client, services: Services) -> None:
    asset = await whole(owner, await sent_and_settled(owner, await card_film("640x360", 2), "film.mp4"))
    original = await Original.get()
    version = original.facts["version"]
    await Original.filter(id=original.id).update(facts={"version": 0, "placeholder": "none"})
    made = {row.recipe: (row.id, row.size) for row in await Rendition.all()}
    answer = await owner.graphql(REPROCESS, ids=[asset["id"]])
    assert answer["reprocessAssets"] == [{"__typename": "Asset"}]
    await all_done(60)
    again = await read_film(owner, asset)
    assert (again["status"], again["metadata"]["videoCodec"]) == ("READY", "h264")
    assert (await Original.get()).facts["version"] == version
    assert {row.recipe: (row.id, row.size) for row in await Rendition.all()} == made
    library = await Library.get()
    kept = {each.key: each.size async for each in services.storage.list(f"renditions/{library.id}/")}
    assert kept == {row.key: row.size for row in await Rendition.all()}


async def test_a_film_that_lacks_its_sprites_is_given_them_and_stays_ready(owner: Client) -> None:
    asset = await whole(owner, await sent_and_settled(owner, await card_film("640x360", 2), "film.mp4"))
    await Rendition.filter(recipe__in=["sprites", "sprites-track"]).delete()
    before = {row.recipe: row.id for row in await Rendition.all()}
    await owner.graphql(REPROCESS, ids=[asset["id"]])
    await all_done(60)
    again = await read_film(owner, asset)
    assert (again["status"], again["stream"]["sprites"] is not None) == ("READY", True)
    after = {row.recipe: row.id for row in await Rendition.all()}
    assert before.items() <= after.items()
    assert after.keys() - before.keys() == {"sprites", "sprites-track"}
