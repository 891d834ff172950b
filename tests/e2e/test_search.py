"""Searching in the gallery: typed, narrowed, left out, in the address, by keys, and followed live."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.client import Client
from tests.domains.collections.asked import add, make
from tests.domains.made import make_asset
from tests.domains.people import Person, owner_of
from tests.domains.search.searching import until_indexed
from vitrine.assets.models import Asset, MediaKind
from vitrine.libraries.models import Library

CELL = '[role="gridcell"][data-key]'
EDIT = "mutation($input: UpdateAssetsInput!) { updateAssets(input: $input) { __typename } }"


@pytest.fixture
async def me(owner_key: str) -> Person:
    """The owner, for rows that are theirs."""
    del owner_key
    return await owner_of(await Library.get())


@pytest.fixture
async def boats(me: Person, owner: Client) -> dict[str, Asset]:
    """Three boats and a mountain, two of them tagged, all known to the index."""
    made = {
        "red": await make_asset(me, title="Red sailboat", filename="one.jpg"),
        "blue": await make_asset(me, title="Blue sailboat", filename="two.jpg"),
        "film": await make_asset(me, title="Sailboat at dusk", filename="three.mp4", kind=MediaKind.VIDEO),
        "hill": await make_asset(me, title="Mountain", filename="four.jpg"),
    }
    await _tag(owner, "draft", made["blue"])
    await _tag(owner, "Harbour", made["red"])
    await until_indexed()
    return made


async def _tag(owner: Client, name: str, asset: Asset) -> None:
    await owner.graphql(EDIT, input={"ids": [f"asset_{asset.id.hex}"], "addTags": [name]})


def _cards(page: Page) -> Locator:
    return page.locator(CELL)


def _field(page: Page) -> Locator:
    return page.get_by_role("combobox", name=re.compile("^Search in"))


def _filters(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Filters")


@pytest.mark.usefixtures("boats")
async def test_typing_with_a_typo_finds_and_stays_in_the_address(gallery: Page) -> None:
    await expect(_cards(gallery)).to_have_count(4)
    await gallery.keyboard.press("/")
    await gallery.keyboard.type("salboat", delay=20)
    await expect(_cards(gallery)).to_have_count(3)
    await expect(gallery.get_by_text("3 results")).to_be_visible()
    await expect(gallery).to_have_url(re.compile(r"\?q=salboat$"))
    await gallery.keyboard.press("Enter")

    await gallery.reload()
    await expect(_cards(gallery)).to_have_count(3)
    await expect(_field(gallery)).to_have_value("salboat")
    await gallery.go_back()
    await expect(_cards(gallery)).to_have_count(4)
    await expect(_field(gallery)).to_have_value("")


@pytest.mark.usefixtures("boats")
async def test_facets_narrow_and_leave_out_and_going_back_takes_each_back(gallery: Page) -> None:
    await _field(gallery).fill("sailboat")
    await expect(_cards(gallery)).to_have_count(3)
    await gallery.keyboard.press("Enter")
    await gallery.keyboard.press("f")
    films = _filters(gallery).get_by_role("button", name="Films", exact=False).first
    await expect(films).to_contain_text("1")
    await _filters(gallery).get_by_role("button", name="Photos").first.click()
    await expect(_cards(gallery)).to_have_count(2)
    # Each facet counts as if nothing had been chosen in it.
    await expect(films).to_contain_text("1")
    await _filters(gallery).get_by_role("button", name="Leave out draft").click()
    await expect(_cards(gallery)).to_have_count(1)
    await expect(gallery).to_have_url(re.compile(r"\?q=sailboat&kind=image&not\.tag=draft$"))
    await gallery.reload()
    await expect(_cards(gallery)).to_have_count(1)

    await gallery.go_back()
    await expect(_cards(gallery)).to_have_count(2)
    await gallery.get_by_role("button", name="Remove filter: Photos").click()
    await expect(_cards(gallery)).to_have_count(3)
    await gallery.get_by_role("button", name="Clear all").click()
    await expect(_cards(gallery)).to_have_count(4)


@pytest.mark.usefixtures("boats")
async def test_several_things_are_left_out_at_once_and_still_counted(gallery: Page) -> None:
    await expect(_cards(gallery)).to_have_count(4)
    await gallery.keyboard.press("f")
    for name in ("draft", "Films"):
        await _filters(gallery).get_by_role("button", name=f"Leave out {name}").click()
    await expect(_cards(gallery)).to_have_count(2)
    await expect(gallery).to_have_url(re.compile(r"\?not\.kind=video&not\.tag=draft$"))
    await gallery.reload()
    await expect(_cards(gallery)).to_have_count(2)
    # As many as would come back.
    for name in ("draft", "Films"):
        row = _filters(gallery).get_by_role("listitem").filter(has_text=name)
        await expect(row).to_contain_text("1")


@pytest.mark.usefixtures("boats")
async def test_everything_can_be_searched_without_a_mouse(gallery: Page) -> None:
    await gallery.keyboard.press("/")
    await gallery.keyboard.type("harb", delay=20)
    await gallery.get_by_role("option", name="Harbour").wait_for()
    await gallery.keyboard.press("ArrowDown")
    await gallery.keyboard.press("Enter")
    await expect(gallery.get_by_role("button", name="Remove filter: Harbour")).to_be_visible()
    await expect(_cards(gallery)).to_have_count(1)

    await gallery.keyboard.press("Escape")
    await expect(_field(gallery)).not_to_be_focused()
    await gallery.keyboard.press("/")
    await gallery.keyboard.type("red", delay=20)
    await expect(gallery).to_have_url(re.compile("q=red&tag=Harbour$"))
    # Until the answer is there, the cards are those of before.
    await expect(gallery.get_by_text("1 result")).to_be_visible()
    await gallery.keyboard.press("Enter")
    await gallery.keyboard.press("ArrowRight")
    await expect(_cards(gallery).first).to_be_focused()
    await gallery.keyboard.press("Space")
    look = gallery.get_by_role("dialog", name="Quick look: Red sailboat")
    await expect(look.locator("mark")).to_have_text("Red")
    await gallery.keyboard.press("Escape")
    await expect(_cards(gallery).first).to_be_focused()

    await gallery.keyboard.press("/")
    await gallery.keyboard.press("Escape")
    await expect(_field(gallery)).to_have_value("")
    await gallery.get_by_role("option", name="red").wait_for()


async def test_a_search_in_a_collection_leads_to_one_in_everything(
    gallery: Page, owner: Client, boats: dict[str, Asset]
) -> None:
    place = await make(owner, "Holiday")
    await add(owner, place, boats["red"])
    await gallery.goto(f"{gallery.url.split('?')[0]}?collection={place['id']}")
    await gallery.get_by_placeholder("Search in Holiday").fill("mountain")
    await expect(gallery.get_by_text(re.compile("Nothing found for"))).to_contain_text("mountain")
    await gallery.get_by_role("button", name="Search everything").click()
    await expect(_cards(gallery)).to_have_count(1)
    await expect(gallery).to_have_url(re.compile(r"\?q=mountain$"))


async def test_a_collection_tells_which_others_hold_some_of_it(
    gallery: Page, owner: Client, boats: dict[str, Asset]
) -> None:
    place = await make(owner, "Holiday", exclusive=False)
    await add(owner, place, boats["red"], boats["blue"])
    await add(owner, await make(owner, "Printed", exclusive=False), boats["red"], boats["hill"])
    await until_indexed()
    await gallery.goto(f"{gallery.url.split('?')[0]}?collection={place['id']}")
    await expect(_cards(gallery)).to_have_count(2)
    await gallery.keyboard.press("f")
    others = _filters(gallery).get_by_role("region", name="Other collections")
    await expect(others.get_by_role("listitem")).to_have_count(1)
    await others.get_by_role("button", name="Printed").first.click()
    await expect(_cards(gallery)).to_have_count(1)


async def test_a_narrowed_list_follows_what_others_do(gallery: Page, owner: Client, boats: dict[str, Asset]) -> None:
    await gallery.goto(f"{gallery.url.split('?')[0]}?tag=Harbour")
    await expect(_cards(gallery)).to_have_count(1)
    await _tag(owner, "Harbour", boats["blue"])
    await expect(_cards(gallery)).to_have_count(2)
    taken_off = {"ids": [f"asset_{boats['red'].id.hex}"], "removeTags": ["Harbour"]}
    await owner.graphql(EDIT, input=taken_off)
    await expect(_cards(gallery)).to_have_count(1)


@pytest.mark.usefixtures("boats")
async def test_on_a_phone_the_search_opens_from_its_icon(gallery: Page) -> None:
    await gallery.set_viewport_size({"width": 390, "height": 844})
    await gallery.get_by_role("button", name="Search", exact=True).click()
    await expect(_field(gallery)).to_be_focused()
    await gallery.keyboard.type("boat", delay=20)
    await gallery.keyboard.press("Enter")
    await expect(_field(gallery)).to_be_hidden()
    await gallery.get_by_role("button", name="Remove filter: “boat”").wait_for()
    await gallery.get_by_role("button", name="Filters", exact=True).click()
    sheet = gallery.get_by_role("dialog", name="Filters")
    await sheet.get_by_role("button", name=re.compile("^Show .* results?$")).click()
    await expect(sheet).to_have_count(0)
