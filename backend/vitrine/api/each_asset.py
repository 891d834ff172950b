"""One request about up to a hundred assets, answered one by one: what is refused for one is done for the others."""

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

import strawberry
from graphql import GraphQLError

from vitrine.api.assets import Asset, AssetNotFound, AssetResult
from vitrine.api.nodes import from_id
from vitrine.assets import models
from vitrine.errors import Refusal

MAX_BATCH = 100
# An id that is none of ours names no asset, like one that was removed.
NOBODY = UUID(int=0)


async def each_asset(ids: Sequence[strawberry.ID], act: Callable[[UUID], Awaitable[models.Asset]]) -> list[AssetResult]:
    """Act on assets one after the other. Raises a GraphQL error for none, or for more than 100."""
    check_batch(ids)
    return [await _one(each, act) for each in ids]


def check_batch(ids: Sequence[strawberry.ID]) -> None:
    """Raise a GraphQL error for no id at all, or for more than 100."""
    if not 1 <= len(ids) <= MAX_BATCH:
        message = f"One request takes 1 to {MAX_BATCH} assets."
        raise GraphQLError(message, extensions={"code": "BAD_USER_INPUT", "field": "ids"})


async def _one(text: str, act: Callable[[UUID], Awaitable[models.Asset]]) -> Asset | AssetNotFound:
    try:
        return Asset.of(await act(from_id("asset", text) or NOBODY))
    except Refusal as error:
        return AssetNotFound(code=error.code, message=error.message, field=error.field)
