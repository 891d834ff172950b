"""Read, make, change and fill collections."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Any
from uuid import UUID

import strawberry
from graphql import GraphQLError

from vitrine.api.arguments import After, First
from vitrine.api.collections import (
    Collection,
    CollectionConnection,
    CollectionEdge,
    CollectionRefused,
    CollectionResult,
)
from vitrine.api.context import Info
from vitrine.api.nodes import PageInfo, from_id, page_size
from vitrine.api.permissions import SignedIn
from vitrine.collections import actions, collecting, models, queries
from vitrine.collections.errors import AssetMissing, CollectionNotFound
from vitrine.collections.errors import CollectionRefused as Refused

MAX_BATCH = 100
CollectionId = Annotated[strawberry.ID, strawberry.argument(description="The id of a collection.")]
Parent = Annotated[
    strawberry.ID | None,
    strawberry.argument(description="The collection whose collections are listed; without it, the outermost."),
]
Search = Annotated[
    str | None,
    strawberry.argument(description="Part of a name: lists those at any depth, whatever they lie in."),
]


@strawberry.input(description="A new collection.")
class CreateCollectionInput:
    name: str = strawberry.field(description="1 to 200 characters, of no other collection in the same place.")
    description: str | None = strawberry.field(default=None, description="Up to 10,000 characters.")
    parent: strawberry.ID | None = strawberry.field(default=None, description="What it shall lie in.")
    exclusive: bool = strawberry.field(
        default=True, description="Whether what is in it can be in no other exclusive collection."
    )


@strawberry.input(description="What becomes of a collection; what is left out stays as it is.")
class UpdateCollectionInput:
    id: strawberry.ID = strawberry.field(description="The collection.")
    name: str | None = strawberry.field(default=strawberry.UNSET, description="1 to 200 characters.")
    description: str | None = strawberry.field(
        default=strawberry.UNSET, description="Up to 10,000 characters; null for none."
    )
    parent: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET, description="What it shall lie in; null for nothing."
    )
    exclusive: bool | None = strawberry.field(
        default=strawberry.UNSET, description="Refused while something in it is in another exclusive one."
    )
    cover: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET, description="An asset in it; null for the latest."
    )

    def read(self) -> dict[str, Any]:
        """Return the columns that change. Raises CollectionNotFound, AssetMissing for what is no id of ours."""
        said: dict[str, Any] = {"name": self.name, "description": self.description}
        if self.exclusive is not None:
            said["exclusive"] = self.exclusive
        said["parent_id"] = _key("collection", self.parent, CollectionNotFound("parent"))
        said["cover_id"] = _key("asset", self.cover, AssetMissing("cover"))
        return {name: value for name, value in said.items() if value is not strawberry.UNSET}


@strawberry.input(description="Assets to be put into a collection.")
class AddToCollectionInput:
    collection: strawberry.ID = strawberry.field(description="Where they shall be.")
    assets: list[strawberry.ID] = strawberry.field(description="1 to 100 assets.")
    move: bool = strawberry.field(
        default=False, description="Take them out of the other exclusive collection that they are in."
    )


@strawberry.input(description="Assets to be taken out of a collection.")
class RemoveFromCollectionInput:
    collection: strawberry.ID = strawberry.field(description="Where they are.")
    assets: list[strawberry.ID] = strawberry.field(description="1 to 100 assets; those not in it stay as they are.")


Creating = Annotated[CreateCollectionInput, strawberry.argument(description="The new collection.")]
Updating = Annotated[UpdateCollectionInput, strawberry.argument(description="The collection and what changes.")]
Adding = Annotated[AddToCollectionInput, strawberry.argument(description="What goes where.")]
Removing = Annotated[RemoveFromCollectionInput, strawberry.argument(description="What is taken out of where.")]


@strawberry.type
class CollectionQuery:
    @strawberry.field(description="One collection; null for one you may not see.", permission_classes=[SignedIn])
    async def collection(self, info: Info, id: CollectionId) -> Collection | None:  # noqa: A002  # the contract's name
        row = await queries.collections_of(info.context.scope).get_or_none(id=from_id("collection", id))
        return Collection.of(row) if row else None

    @strawberry.field(
        description="Collections by name: those directly in one, or the outermost. `first` is 1 to 100.",
        permission_classes=[SignedIn],
    )
    async def collections(
        self, info: Info, parent: Parent = None, search: Search = None, first: First = 50, after: After = None
    ) -> CollectionConnection:
        inside = None if parent is None else from_id("collection", parent) or UUID(int=0)
        page = await queries.collection_page(info.context.scope, inside, search, page_size(first), after)
        edges = [CollectionEdge(cursor=queries.cursor_of(row), node=Collection.of(row)) for row in page.collections]
        return CollectionConnection(edges=edges, page_info=PageInfo.of(edges, has_next=page.has_next, after=after))


@strawberry.type
class CollectionMutation:
    @strawberry.mutation(description="Make a collection.", permission_classes=[SignedIn])
    async def create_collection(self, info: Info, input: Creating) -> CollectionResult:  # noqa: A002  # the contract's name
        services, actor = info.context.services, info.context.signed_in()
        return await _answer(
            lambda: actions.create_collection(
                services,
                actor,
                input.name,
                description=input.description,
                parent_id=_key("collection", input.parent, CollectionNotFound("parent")),
                exclusive=input.exclusive,
            )
        )

    @strawberry.mutation(
        description="Rename a collection, describe it, move it into another, choose its cover.",
        permission_classes=[SignedIn],
    )
    async def update_collection(self, info: Info, input: Updating) -> CollectionResult:  # noqa: A002  # the contract's name
        services, actor = info.context.services, info.context.signed_in()
        return await _answer(lambda: actions.update_collection(services, actor, _named(input.id, "id"), input.read()))

    @strawberry.mutation(
        description="Delete a collection that has nothing in it. Answers with what it was.",
        permission_classes=[SignedIn],
    )
    async def delete_collection(self, info: Info, id: CollectionId) -> CollectionResult:  # noqa: A002  # the contract's name
        services, actor = info.context.services, info.context.signed_in()
        return await _answer(lambda: actions.delete_collection(services, actor, _named(id, "id")))

    @strawberry.mutation(
        description="Put up to 100 assets into a collection, all or none of them.", permission_classes=[SignedIn]
    )
    async def add_to_collection(self, info: Info, input: Adding) -> CollectionResult:  # noqa: A002  # the contract's name
        services, actor = info.context.services, info.context.signed_in()
        _check_batch(input.assets)
        return await _answer(
            lambda: collecting.add_assets(
                services, actor, _named(input.collection, "collection"), _assets(input.assets), move=input.move
            )
        )

    @strawberry.mutation(description="Take up to 100 assets out of a collection.", permission_classes=[SignedIn])
    async def remove_from_collection(self, info: Info, input: Removing) -> CollectionResult:  # noqa: A002  # the contract's name
        services, actor = info.context.services, info.context.signed_in()
        _check_batch(input.assets)
        return await _answer(
            lambda: collecting.remove_assets(
                services, actor, _named(input.collection, "collection"), _assets(input.assets)
            )
        )


async def _answer(act: Callable[[], Awaitable[models.Collection]]) -> Collection | CollectionRefused:
    try:
        return Collection.of(await act())
    except Refused as error:
        return CollectionRefused.of(error)


def _key(kind: str, text: Any, missing: Refused) -> Any:
    """Return the key inside an id, and None or UNSET as they are."""
    if text is None or text is strawberry.UNSET:
        return text
    key = from_id(kind, text)
    if key is None:
        raise missing
    return key


def _named(text: str, field: str) -> UUID:
    key = from_id("collection", text)
    if key is None:
        raise CollectionNotFound(field)
    return key


def _assets(ids: Sequence[str]) -> list[UUID]:
    found = [from_id("asset", each) for each in ids]
    if None in found:
        raise AssetMissing
    return [each for each in found if each]


def _check_batch(ids: Sequence[object]) -> None:
    if not 1 <= len(ids) <= MAX_BATCH:
        message = f"One request takes 1 to {MAX_BATCH} assets."
        raise GraphQLError(message, extensions={"code": "BAD_USER_INPUT", "field": "assets"})
