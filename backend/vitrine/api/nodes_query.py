"""Read anything again by its id."""

import strawberry

from vitrine.accounts.models import ApiKey as ApiKeyRow
from vitrine.accounts.models import User as UserRow
from vitrine.api.accounts import ApiKey, Library, User
from vitrine.api.arguments import AnyId
from vitrine.api.assets import Asset, Tag
from vitrine.api.collections import Collection
from vitrine.api.context import Info
from vitrine.api.duplicates import DuplicateGroup
from vitrine.api.imports import UrlImport
from vitrine.api.jobs import Job
from vitrine.api.nodes import Node, from_id, to_id
from vitrine.api.orders import RenditionOrder
from vitrine.api.permissions import SignedIn
from vitrine.api.uploads import Upload
from vitrine.assets.policy import visible_to
from vitrine.collections.queries import collections_of
from vitrine.duplicates.queries import open_group
from vitrine.imports.actions import KIND as FETCH
from vitrine.imports.queries import own_imports
from vitrine.libraries.models import Library as LibraryRow
from vitrine.orders.models import RenditionOrder as OrderRow
from vitrine.organise.models import Tag as TagRow
from vitrine.uploads.actions import signed_upload
from vitrine.uploads.models import Upload as UploadRow
from vitrine.work.models import Job as JobRow


async def _asset(info: Info, text: str) -> Asset | None:
    row = await visible_to(info.context.scope).get_or_none(id=from_id("asset", text))
    return Asset.of(row) if row else None


async def _upload(info: Info, text: str) -> Upload | None:
    owner = info.context.signed_in()
    row = await UploadRow.get_or_none(id=from_id("upload", text), owner_id=owner.user_id, library_id=owner.library_id)
    return Upload.of(await signed_upload(info.context.services, row)) if row else None


async def _import(info: Info, text: str) -> UrlImport | None:
    row = await own_imports(info.context.signed_in()).get_or_none(id=from_id("import", text))
    return UrlImport.of(row) if row else None


async def _user(info: Info, text: str) -> User | None:
    library = info.context.signed_in().library_id
    row = await UserRow.get_or_none(id=from_id("user", text), memberships__library_id=library)
    return User.of(row) if row else None


async def _key(info: Info, text: str) -> ApiKey | None:
    row = await ApiKeyRow.get_or_none(id=from_id("key", text), library_id=info.context.signed_in().library_id)
    return ApiKey.of(row) if row else None


async def _job(info: Info, text: str) -> Job | None:
    actor = info.context.signed_in()
    row = await JobRow.get_or_none(id=from_id("job", text), library_id=actor.library_id)
    if row is None or row.asset_id is None:
        return None
    # What is fetched for somebody is owed to no asset yet.
    own = row.kind == FETCH and row.owner_id == actor.user_id
    return Job.of(row) if own or await info.context.loaders.asset.load(row.asset_id) else None


async def _order(info: Info, text: str) -> RenditionOrder | None:
    row = await OrderRow.get_or_none(id=from_id("order", text), library_id=info.context.signed_in().library_id)
    asset = await info.context.loaders.asset.load(row.asset_id) if row else None
    return RenditionOrder.of(row, asset) if row and asset else None


async def _library(info: Info, text: str) -> Library | None:
    own = info.context.signed_in().library_id
    return Library.of(await LibraryRow.get(id=own)) if from_id("library", text) == own else None


async def _tag(info: Info, text: str) -> Tag | None:
    row = await TagRow.get_or_none(id=from_id("tag", text), library_id=info.context.signed_in().library_id)
    return Tag(id=to_id("tag", row.id), name=row.name) if row else None


async def _duplicates(info: Info, text: str) -> DuplicateGroup | None:
    row = await open_group(info.context.scope, from_id("duplicates", text))
    return DuplicateGroup.of(row) if row else None


async def _collection(info: Info, text: str) -> Collection | None:
    row = await collections_of(info.context.scope).get_or_none(id=from_id("collection", text))
    return Collection.of(row) if row else None


_READERS = {
    "library": _library,
    "tag": _tag,
    "asset": _asset,
    "upload": _upload,
    "import": _import,
    "user": _user,
    "key": _key,
    "job": _job,
    "order": _order,
    "duplicates": _duplicates,
    "collection": _collection,
}


@strawberry.type
class NodeQuery:
    @strawberry.field(
        description="Anything you may see, by its id; null for anything else.", permission_classes=[SignedIn]
    )
    async def node(self, info: Info, id: AnyId) -> Node | None:  # noqa: A002  # the contract's name
        kind = id.partition("_")[0]
        return await _READERS[kind](info, id) if kind in _READERS and from_id(kind, id) else None
