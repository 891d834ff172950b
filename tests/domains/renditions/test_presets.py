"""Presets: recipes that the library's owner keeps under names, for everybody in it."""

from pathlib import Path

import pytest

from tests.client import Client, Refused
from tests.domains.people import Person
from tests.domains.renditions.ordering import (
    DELETE,
    PRESETS,
    SAVE,
    Answer,
    done,
    order,
    order_preset,
    painted,
)
from tests.domains.renditions.stocked import named, stock
from vitrine.accounts.actions import first_run
from vitrine.orders.models import RenditionPreset
from vitrine.orders.presets import FIRST_PRESETS, give_first_presets
from vitrine.services import Services

SQUARE = {"format": "PNG", "width": 24, "height": 24, "fit": "COVER"}


async def _save(client: Client, name: str, recipe: Answer) -> Answer:
    answer: Answer = (await client.graphql(SAVE, input={"name": name, "recipe": recipe}))["saveRenditionPreset"]
    return answer


async def _delete(client: Client, name: str) -> Answer:
    answer: Answer = (await client.graphql(DELETE, name=name))["deleteRenditionPreset"]
    return answer


async def _presets(client: Client) -> list[Answer]:
    presets: list[Answer] = (await client.graphql(PRESETS))["renditionPresets"]
    return presets


async def test_what_an_owner_keeps_every_member_orders_by_name(
    owner: Client, colleague: Client, member: Person, services: Services, tmp_path: Path
) -> None:
    asset = named(await stock(services, member, painted((1, 2, 3)), tmp_path))
    kept = await _save(owner, "  Small   square ", SQUARE)
    assert (kept["__typename"], kept["name"]) == ("RenditionPreset", "Small square")
    assert await _presets(colleague) == [{"name": "Small square", "recipe": kept["recipe"]}]
    ordered = await order_preset(colleague, asset, "Small square")
    same = await order(colleague, asset, **SQUARE)
    assert ordered["id"] == same["id"], "a name is only another way to say the same"
    rendition = (await done(colleague, ordered))["rendition"]
    assert (rendition["width"], rendition["height"]) == (24, 24)


async def test_saving_again_replaces_and_deleting_forgets_but_what_was_made_stays(
    owner: Client, member: Person, services: Services, tmp_path: Path
) -> None:
    asset = named(await stock(services, member, painted((1, 2, 3)), tmp_path))
    await _save(owner, "Mine", SQUARE)
    first = await done(owner, await order_preset(owner, asset, "Mine"))
    await _save(owner, "Mine", SQUARE | {"width": 12, "height": 12})
    second = await order_preset(owner, asset, "Mine")
    assert second["id"] != first["id"]
    assert [each["recipe"]["width"] for each in await _presets(owner)] == [12]
    assert (await _delete(owner, "Mine"))["recipe"]["width"] == 12
    assert await _presets(owner) == []
    assert (await order_preset(owner, asset, "Mine"))["code"] == "UNKNOWN_PRESET"
    assert (await order(owner, asset, **SQUARE))["state"] == "READY"
    assert (await _delete(owner, "Mine"))["code"] == "UNKNOWN_PRESET"


async def test_a_member_may_not_keep_or_forget_presets(owner: Client, colleague: Client) -> None:
    await _save(owner, "Owner's", SQUARE)
    for forbidden in (_save(colleague, "Mine", SQUARE), _delete(colleague, "Owner's")):
        with pytest.raises(Refused) as refused:
            await forbidden
        assert refused.value.codes == ["FORBIDDEN"]
    assert [each["name"] for each in await _presets(owner)] == ["Owner's"]


async def test_each_library_has_its_own(owner: Client, stranger: Client) -> None:
    await _save(owner, "Same", SQUARE)
    await _save(stranger, "Same", SQUARE | {"width": 99})
    assert [each["recipe"]["width"] for each in await _presets(owner)] == [24]
    await _delete(stranger, "Same")
    assert len(await _presets(owner)) == 1


@pytest.mark.parametrize(
    ("name", "recipe", "code"),
    [
        ("", SQUARE, "BAD_PRESET_NAME"),
        ("   ", SQUARE, "BAD_PRESET_NAME"),
        ("x" * 101, SQUARE, "BAD_PRESET_NAME"),
        ("a\u0000b", SQUARE, "BAD_PRESET_NAME"),
        ("Bad", SQUARE | {"width": 0}, "BAD_SIZE"),
        ("Bad", SQUARE | {"watermark": {"asset": "asset_" + "0" * 32}}, "WATERMARK_NOT_FOUND"),
    ],
    ids=lambda value: str(value)[:20],
)
async def test_what_is_no_preset_is_refused(owner: Client, name: str, recipe: Answer, code: str) -> None:
    answer = await _save(owner, name, recipe)
    assert (answer["__typename"], answer["code"]) == ("RenditionRefused", code)
    assert await _presets(owner) == []


async def test_a_library_keeps_a_hundred(owner: Client, member: Person) -> None:
    rows = [RenditionPreset(library_id=member.library.id, name=f"{n:03}", words={}) for n in range(100)]
    await RenditionPreset.bulk_create(rows)
    answer = await _save(owner, "One more", SQUARE)
    assert (answer["code"], answer["limit"]) == ("TOO_MANY_PRESETS", 100)
    assert (await _save(owner, "007", SQUARE))["name"] == "007"


async def test_a_new_library_begins_with_a_few_that_can_be_ordered_and_deleted(quiet: Services, tmp_path: Path) -> None:
    await first_run(quiet, furnish=give_first_presets)
    assert {each.name for each in await RenditionPreset.all()} == set(FIRST_PRESETS)
    await RenditionPreset.filter(name="Print PNG").delete()
    await first_run(quiet, furnish=give_first_presets)
    assert await RenditionPreset.all().count() == len(FIRST_PRESETS) - 1, "what was deleted stays away"
