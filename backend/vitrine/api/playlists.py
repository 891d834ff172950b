"""Playlists and tracks: texts that name renditions of the same asset, with addresses for whoever reads them.

What is stored names each rendition as `{recipe}.{extension}`. A reader by cookie or token gets paths; a reader by
signature gets a signature for each, for one opens a single path.
"""

import re
from collections.abc import Iterable

from vitrine.accounts.policy import Scope
from vitrine.api.delivery import rendition_path, signed_path
from vitrine.assets.models import Asset
from vitrine.infra.storage.objects import Storage
from vitrine.renditions.models import Rendition
from vitrine.renditions.queries import Deliverable
from vitrine.settings import Settings

# Bytes, before addresses. The list of a film of ten hours has half of that.
LARGEST = 2 * 1024 * 1024
# A name is a line of its own (in a track with a place behind it: `#xywh=`), or the URI of a tag.
_NAMED = re.compile(r'(?P<before>^|URI=")(?P<name>[a-z0-9-]{1,64}\.[a-z0-9]{1,5})(?=$|[#"])', re.MULTILINE)


class PlaylistTooLong(Exception):
    """Longer than any playlist of ours."""


async def read_playlist(storage: Storage, found: Deliverable) -> str:
    """Read a stored playlist or track. Raises PlaylistTooLong, ObjectMissing, StorageUnavailable."""
    if found.size > LARGEST:
        raise PlaylistTooLong(found.key)
    return b"".join([chunk async for chunk in storage.deliver(found.key)]).decode()


def addresses(settings: Settings, asset: Asset, named: Iterable[Rendition], scope: Scope | None) -> dict[str, str]:
    """Return the address behind each name that a playlist may use; signed for a scope, unless it is None."""
    paths = {f"{row.recipe}.{row.key.rpartition('.')[2]}": rendition_path(asset, row) for row in named}
    if scope is None:
        return paths
    return {name: signed_path(settings, path, scope.library_id) for name, path in paths.items()}


def addressed(text: str, addresses: dict[str, str]) -> str:
    """Put addresses in the place of names; what is no name of a rendition stays as it is."""

    def address(match: re.Match[str]) -> str:
        return match["before"] + addresses.get(match["name"], match["name"])

    return _NAMED.sub(address, text)
