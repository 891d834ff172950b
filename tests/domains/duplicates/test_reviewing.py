"""Groups are shown to whoever can choose between two assets at least, page by page."""

from tests.client import Client
from tests.domains.duplicates.alike import grouped, groups, members, name_of
from tests.domains.people import Person
from vitrine.assets.models import Asset


async def test_a_group_shows_its_assets_the_largest_picture_first(owner: Client, me: Person) -> None:
    group, [small, large] = await grouped(me, me)
    await Asset.filter(id=large.id).update(width=4000, height=3000)
    await Asset.filter(id=small.id).update(width=800, height=600)
    page = await groups(owner)
    assert [node["id"] for node in page["nodes"]] == [name_of("duplicates", group)]
    assert await members(owner) == [[name_of("asset", large), name_of("asset", small)]]
    assert page["total"] == {"value": 1, "exact": True}
