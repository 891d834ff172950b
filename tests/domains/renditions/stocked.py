"""Assets put straight into the database and storage, where the upload is not what is looked at."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.domains.made import make_asset
from tests.domains.people import Person
from tests.domains.renditions.ordering import Answer, sha256
from vitrine.assets.models import Asset, MediaKind, Original
from vitrine.services import Services


async def stock(services: Services, person: Person, body: bytes, folder: Path, **columns: Any) -> Asset:
    """Make a READY asset of a PNG picture; nothing was derived from it."""
    path = folder / "body.png"
    path.write_bytes(body)
    key = f"originals/{person.library.id}/{sha256(body)}.png"
    await services.storage.put_file(key, path, "image/png")
    original, _ = await Original.get_or_create(
        {"key": key, "size": len(body), "mime_type": "image/png", "kind": MediaKind.IMAGE, "facts": {}},
        library_id=person.library.id,
        sha256=sha256(body),
    )
    usual = {"original_id": original.id, "sha256": original.sha256, "mime_type": "image/png"}
    return await make_asset(person, **usual | columns)


async def stock_all(services: Services, person: Person, bodies: Sequence[bytes], folder: Path) -> list[Asset]:
    """Make an asset of each of some pictures."""
    return [await stock(services, person, body, folder) for body in bodies]


def named(asset: Asset) -> Answer:
    """Return what the API would say of an asset, as far as ordering needs it."""
    return {"id": f"asset_{asset.id.hex}"}
