"""What one request, or one event on a socket, may use: the services, who is asking, and loaders that live as long."""

from collections.abc import Awaitable, Callable, Hashable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any, TypeVar
from uuid import UUID

from graphql import GraphQLError
from strawberry.dataloader import DataLoader
from strawberry.types import Info as StrawberryInfo

from vitrine.accounts.models import ApiKey, User
from vitrine.accounts.policy import Actor, Scope
from vitrine.accounts.queries import api_keys_by_id, people_by_id
from vitrine.api.boards import Boards
from vitrine.assets.models import Asset, Original
from vitrine.assets.queries import originals_by_id, visible_assets
from vitrine.collections.models import Collection
from vitrine.collections.queries import (
    collections_by_id,
    collections_of_assets,
    count_collections_in,
    cover_of,
    paths_of,
)
from vitrine.duplicates.queries import assets_of_groups
from vitrine.infra.concurrency import several
from vitrine.infra.search import Answer, SearchServer
from vitrine.orders.models import RenditionOrder
from vitrine.orders.queries import Made, orders_of_assets, renditions_made
from vitrine.organise.models import AssetTag, Tag
from vitrine.organise.queries import tags_by_id, tags_of_assets
from vitrine.renditions.models import Rendition
from vitrine.renditions.queries import peaks_of_originals, renditions_of_originals
from vitrine.search.asking import ask_all
from vitrine.search.browsing import count_up_to_limit
from vitrine.search.filters import AssetFilter, AssetSort
from vitrine.search.matching import matching
from vitrine.services import Services
from vitrine.work.models import Job
from vitrine.work.queries import jobs_of_assets

# Reads of one request that run at once; the database pool has ten connections for everybody.
AT_ONCE = 4
K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


def _by_key(read: Callable[[list[K]], Awaitable[dict[K, V]]], missing: Callable[[], V]) -> DataLoader[K, V]:
    async def load(keys: list[K]) -> Sequence[V]:
        found = await read(keys)
        return [found[key] if key in found else missing() for key in keys]

    return DataLoader(load_fn=load)


@dataclass(slots=True)
class Loaders:
    """Batch reads. A new set for each request and each event, so that nothing is answered from yesterday's."""

    asset: DataLoader[UUID, Asset | None]
    duplicates: DataLoader[UUID, list[Asset]]
    original: DataLoader[UUID, Original | None]
    renditions: DataLoader[UUID, list[Rendition]]
    peaks: DataLoader[UUID, list[float]]
    made: DataLoader[Made, Rendition | None]
    orders: DataLoader[UUID, list[RenditionOrder]]
    tags: DataLoader[UUID, list[AssetTag]]
    tag: DataLoader[UUID, Tag | None]
    collection: DataLoader[UUID, Collection | None]
    collections: DataLoader[UUID, list[Collection]]
    path: DataLoader[UUID, list[Collection]]
    cover: DataLoader[Collection, Asset | None]
    assets_in: DataLoader[UUID, int]
    collections_in: DataLoader[UUID, int]
    jobs: DataLoader[UUID, list[Job]]
    person: DataLoader[UUID, User | None]
    api_key: DataLoader[UUID, ApiKey | None]
    # Not kept: whoever asks twice has a reason.
    index: DataLoader[Any, Answer]


async def _covers(scope: Scope, collections: list[Collection]) -> list[Asset | Exception | None]:
    return await several(partial(cover_of, scope), collections, at_once=AT_ONCE)


async def _assets_in(scope: Scope, ids: list[UUID]) -> list[int | Exception]:
    async def count(collection_id: UUID) -> int:
        return await count_up_to_limit(matching(scope, AssetFilter(place=collection_id)), AssetSort.NEWEST)

    return await several(count, ids, at_once=AT_ONCE)


def make_loaders(scope: Scope, search: SearchServer) -> Loaders:
    """Make loaders that see what a scope sees."""

    def one(read: Any) -> Any:
        return _by_key(read, lambda: None)

    def many(read: Any) -> Any:
        return _by_key(read, list)

    return Loaders(
        asset=one(partial(visible_assets, scope)),
        duplicates=many(partial(assets_of_groups, scope)),
        original=one(originals_by_id),
        renditions=many(renditions_of_originals),
        peaks=many(peaks_of_originals),
        made=one(renditions_made),
        orders=many(orders_of_assets),
        tags=many(tags_of_assets),
        tag=one(partial(tags_by_id, scope)),
        collection=one(partial(collections_by_id, scope)),
        collections=many(collections_of_assets),
        path=many(partial(paths_of, scope)),
        cover=DataLoader(load_fn=partial(_covers, scope)),
        assets_in=DataLoader(load_fn=partial(_assets_in, scope)),
        collections_in=_by_key(count_collections_in, int),
        jobs=many(jobs_of_assets),
        person=one(people_by_id),
        api_key=one(api_keys_by_id),
        index=DataLoader(load_fn=partial(ask_all, search), cache=False),
    )


@dataclass
class Context:
    """`actor` is None for nobody, and nobody may do nothing."""

    services: Services
    actor: Actor | None
    # Of the websocket's first message; see api/sockets.py.
    connection_params: dict[str, Any] = field(default_factory=dict)
    # What is seen here, when that is less than the actor's own scope: an event that many share.
    shared_scope: Scope | None = None
    # Who watches queues in this process; None where nothing can be watched.
    boards: Boards | None = None

    @cached_property
    def loaders(self) -> Loaders:
        return make_loaders(self.scope, self.services.search)

    @property
    def scope(self) -> Scope:
        return self.shared_scope or self.signed_in().scope

    def signed_in(self) -> Actor:
        """Return who is asking. Raises a GraphQL error with code UNAUTHENTICATED for nobody."""
        if self.actor is None:
            raise GraphQLError(
                "Sign in, or send an API key that is still good.", extensions={"code": "UNAUTHENTICATED"}
            )
        return self.actor


Info = StrawberryInfo[Context, None]
