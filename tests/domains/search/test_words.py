"""Words are found as people type them: misspelt, unfinished, in quotes, left out, by another name."""

from pathlib import Path

import pytest

from tests.client import Client, Refused
from tests.domains.made import make_asset, unsaved_asset
from tests.domains.people import Person
from tests.domains.search.searching import find, titles, until_indexed
from tests.machine import Machine
from vitrine.assets.models import Asset, AssetStatus, Original, OriginalText
from vitrine.organise.actions import put_tags
from vitrine.organise.models import TagSource

TYPED = {
    "party": ["Beach party"],
    "PARTY beach": ["Beach party"],
    "regata": ["Regatta"],
    "rega": ["Regatta"],
    "harbour boats": ["Regatta"],
    "2024": ["Beech tree"],
    "img -party": ["Beech tree"],
    '"old harbour"': ["Regatta"],
    '"harbour old"': [],
    "beach nothing": [],
}


@pytest.fixture
async def three(owner: Client, me: Person) -> None:
    """Three assets about the sea."""
    del owner
    await make_asset(me, title="Beach party", filename="IMG_2023.jpg")
    await make_asset(me, title="Beech tree", filename="IMG_2024.jpg")
    tagged = await make_asset(me, title="Regatta", filename="R6M-1.mov", description="Boats near the old harbour")
    await put_tags(tagged, ["Beach"], TagSource.HAND)
    await tagged.save()
    await until_indexed()


async def test_words_are_found_as_people_type_them(owner: Client, three: None) -> None:
    for search, found in TYPED.items():
        page = await find(owner, search)
        assert (search, titles(page), page["degraded"]) == (search, found, False)
        assert page["total"] == {"value": len(found), "exact": True}


async def test_exact_words_come_above_misspelt_ones_and_titles_above_tags(owner: Client, three: None) -> None:
    page = await find(owner, "beach")
    assert titles(page) == ["Beach party", "Regatta", "Beech tree"]
    scores = [edge["match"]["score"] for edge in page["edges"]]
    assert 1 >= scores[0] > scores[1] > scores[2] > 0


async def test_a_hit_says_why_it_was_found(owner: Client, three: None) -> None:
    [edge] = (await find(owner, "old harb"))["edges"]
    [highlight] = edge["match"]["highlights"]
    assert highlight["field"] == "description"
    assert highlight["fragment"] == "Boats near the old harbour"
    assert "".join(piece["text"] for piece in highlight["pieces"]) == highlight["fragment"]
    assert [piece["text"] for piece in highlight["pieces"] if piece["matched"]] == ["old", "harb"]


async def test_the_words_of_a_document_are_found(owner: Client, me: Person) -> None:
    original = await Original.create(
        library_id=me.library.id, key="k", sha256="0" * 64, size=1, mime_type="application/pdf", kind="DOCUMENT"
    )
    await OriginalText.create(original=original, text="The quick brown fox. " * 50 + "An unmistakable platypus.")
    await make_asset(me, title="Report", original_id=original.id)
    await until_indexed()
    [edge] = (await find(owner, "platypus"))["edges"]
    [highlight] = edge["match"]["highlights"]
    assert (edge["node"]["title"], highlight["field"]) == ("Report", "document.text")
    assert "platypus" in highlight["fragment"]
    assert len(highlight["fragment"]) < 400


async def test_no_text_can_pretend_to_be_what_matched(owner: Client, me: Person) -> None:
    await make_asset(me, title="a \ue000forged\ue001 beach")
    await until_indexed()
    [edge] = (await find(owner, "beach"))["edges"]
    [highlight] = edge["match"]["highlights"]
    assert [piece["text"] for piece in highlight["pieces"] if piece["matched"]] == ["beach"]


async def test_what_nobody_may_see_is_not_found(
    owner: Client, colleague: Client, stranger: Client, me: Person, other_owner: Person
) -> None:
    await make_asset(me, title="Secret upload", status=AssetStatus.UPLOADING)
    await make_asset(me, title="Secret meeting")
    await make_asset(other_owner, title="Secret of another library")
    await until_indexed()
    assert titles(await find(owner, "secret")) == ["Secret meeting"]
    assert titles(await find(colleague, "secret")) == ["Secret meeting"]
    assert titles(await find(stranger, "secret")) == ["Secret of another library"]


async def test_an_edit_is_found_at_once_and_what_it_was_no_more(owner: Client, me: Person) -> None:
    asset = await make_asset(me, title="Draft")
    await until_indexed()
    await owner.graphql(
        'mutation($id: ID!) { updateAssets(input: {ids: [$id], title: "Final"}) { __typename } }',
        id=f"asset_{asset.id.hex}",
    )
    await until_indexed()
    assert titles(await find(owner, "final")) == ["Final"]
    assert titles(await find(owner, "draft")) == []


async def test_the_trash_is_searched_only_where_it_is_asked_for(owner: Client, me: Person) -> None:
    asset = await make_asset(me, title="Old poster")
    await owner.graphql("mutation($id: ID!) { trashAssets(ids: [$id]) { __typename } }", id=f"asset_{asset.id.hex}")
    await until_indexed()
    assert titles(await find(owner, "poster")) == []
    assert titles(await find(owner, "poster", filter={"trashed": True})) == ["Old poster"]


async def test_what_was_deleted_since_is_left_out_even_if_the_index_has_it(
    owner: Client, me: Person, app: Machine
) -> None:
    kept, gone = await make_asset(me, title="Poster one"), await make_asset(me, title="Poster two")
    await until_indexed()
    await app.halt("worker-index")
    await gone.delete()
    kept.title = "Renamed"
    await kept.save()
    assert titles(await find(owner, "poster")) == ["Renamed"]


@pytest.mark.parametrize("sort", ["RELEVANCE", "NEWEST", "NAME"])
async def test_a_page_of_what_is_gone_is_passed_over(owner: Client, me: Person, app: Machine, sort: str) -> None:
    posters = [unsaved_asset(me, title=f"Poster {number}") for number in range(9)]
    await Asset.bulk_create(posters)
    await until_indexed()
    whole = [edge["node"]["id"] for edge in (await find(owner, "poster", sort=sort))["edges"]]
    await app.halt("worker-index")
    await Asset.filter(id__in=[each.removeprefix("asset_") for each in whole[:6]]).delete()
    page = await find(owner, "poster", sort=sort, first=3)
    assert [edge["node"]["id"] for edge in page["edges"]] == whole[6:]


async def test_five_hundred_characters_are_looked_for_and_not_more(owner: Client) -> None:
    await until_indexed()
    assert titles(await find(owner, "x" * 500)) == []
    with pytest.raises(Refused) as refused:
        await find(owner, "x" * 501)
    assert refused.value.codes == ["BAD_USER_INPUT"]


async def test_every_odd_text_finds_itself_or_nothing_and_never_fails(owner: Client, me: Person, media: Path) -> None:
    naughty = (media / "odd" / "naughty-strings.txt").read_text(encoding="utf-8").splitlines()
    lines = [line[:200] for line in naughty if line.strip() and not line.startswith("#")]
    for line in lines[::25]:
        await make_asset(me, title=line)
    await until_indexed()
    for start in range(0, len(lines), 20):
        fields = " ".join(
            f"f{number}: assets(search: $s{number}, first: 1) {{ nodes {{ id }} degraded }}"
            for number in range(len(lines[start : start + 20]))
        )
        given = {f"s{number}": line for number, line in enumerate(lines[start : start + 20])}
        declared = ", ".join(f"${name}: String" for name in given)
        answers = await owner.graphql(f"query({declared}) {{ {fields} }}", **given)
        assert not any(answer["degraded"] for answer in answers.values())
