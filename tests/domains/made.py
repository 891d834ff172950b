"""Assets made straight in the database, where a test needs many or odd ones."""

from typing import Any
from uuid import uuid4

from tests.domains.people import Person
from vitrine.assets.models import Asset, AssetStatus, MediaKind, Original
from vitrine.renditions.models import Rendition


def unsaved_asset(person: Person, **columns: Any) -> Asset:
    """Describe an asset that is READY as far as the row says."""
    usual: dict[str, Any] = {
        "id": uuid4(),
        "library_id": person.library.id,
        "title": "Photo",
        "filename": "photo.jpg",
        "status": AssetStatus.READY,
        "kind": MediaKind.IMAGE,
        "mime_type": "image/jpeg",
        "size": 1000,
        "uploaded_by_id": person.user.id,
    }
    return Asset(**usual | columns)


async def make_asset(person: Person, **columns: Any) -> Asset:
    """Make one asset without bytes."""
    asset = unsaved_asset(person, **columns)
    await asset.save()
    return asset


async def make_shown_asset(person: Person, **columns: Any) -> Asset:
    """Make an asset with an original and a thumbnail in the database; storage knows neither."""
    sha256 = uuid4().hex * 2
    original = await Original.create(
        library_id=person.library.id,
        key=f"originals/{person.library.id}/{sha256}.jpg",
        sha256=sha256,
        size=1000,
        mime_type="image/jpeg",
        kind=MediaKind.IMAGE,
        facts=columns.pop("facts", {"width": 640, "height": 480}),
    )
    await Rendition.create(
        original=original,
        recipe="thumbnail-320",
        purpose="thumbnail",
        key=f"renditions/{person.library.id}/{sha256}/thumbnail-320.webp",
        mime_type="image/webp",
        width=320,
        height=240,
        size=500,
    )
    return await make_asset(person, original_id=original.id, sha256=sha256, **columns)
