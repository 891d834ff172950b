"""Live state, as partners see it."""

from collections.abc import AsyncGenerator
from datetime import datetime
from typing import Annotated

import strawberry
from graphql import GraphQLError

from vitrine.api.assets import Asset
from vitrine.api.context import Context
from vitrine.api.jobs import Progress
from vitrine.assets.changes import AssetChange
from vitrine.infra import redis, stream

strawberry.enum(
    AssetChange,
    name="AssetEventKind",
    description="FAILED tells of a quarantine too: see the status. RESYNC means: the gap cannot be replayed, read "
    "your lists again.",
)
# Of no run of Redis, so that whoever subscribes after it is told to read again.
NOWHERE = stream.Cursor("0", stream.BEGINNING)


@strawberry.type(
    description="What happens to assets the caller may see. Delivered at least once; pass the last cursor received to "
    "resume. RESYNC means: the gap cannot be replayed, read your lists again."
)
class AssetEvent:
    cursor: str = strawberry.field(description="Pass the last one received as `after` to resume.")
    kind: AssetChange = strawberry.field(description="What happened.")
    asset_id: strawberry.ID = strawberry.field(description="The asset it happened to; empty for RESYNC.")
    revision: int = strawberry.field(description="The asset's revision with this change; ignore what you already have.")
    asset: Asset | None = strawberry.field(description="The asset as it is now; null once it is gone.")
    progress: Progress | None = strawberry.field(description="For PROGRESS, at most twice a second for each asset.")
    at: datetime = strawberry.field(description="When it happened.")


@strawberry.type
class LiveSubscription:
    @strawberry.subscription(
        description="Every change to assets you may see. With `after`, first all that happened since; with `ids`, "
        "these assets only."
    )
    # api/sockets.py answers this field itself, once for all sockets that ask alike; it reads the arguments there.
    async def asset_events(
        self,
        after: Annotated[str | None, strawberry.argument(description="The last cursor received.")] = None,  # noqa: ARG002
        ids: Annotated[list[strawberry.ID] | None, strawberry.argument(description="Only these assets.")] = None,  # noqa: ARG002
    ) -> AsyncGenerator[AssetEvent, None]:
        raise GraphQLError("Subscribe over a websocket (graphql-transport-ws).", extensions={"code": "BAD_TRANSPORT"})
        yield


async def live_cursor(context: Context) -> str:
    """Return where the caller's library is now; without Redis, a cursor that will be answered with RESYNC."""
    client = context.services.redis
    try:
        place = await stream.last_place(client, context.scope.library_id)
        return str(stream.Cursor(await stream.run_id(client), place))
    except redis.Unavailable:
        return str(NOWHERE)
