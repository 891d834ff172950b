"""Something that happened, on its way from the stream to those it concerns."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import strawberry

from vitrine.accounts.policy import Actor
from vitrine.api.assets import Asset
from vitrine.api.context import Context
from vitrine.api.jobs import Progress
from vitrine.api.live import AssetEvent
from vitrine.api.nodes import to_id
from vitrine.assets.changes import AssetChange
from vitrine.infra.stream import Cursor, Entry
from vitrine.work.models import Audience

NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Happening:
    """A change, a report of progress, or the news that the past cannot be told."""

    cursor: Cursor
    kind: AssetChange
    asset_id: UUID
    revision: int
    at: datetime
    audience: Audience = Audience.EVERYONE
    person_id: UUID | None = None
    progress: Progress | None = None

    @property
    def is_for_one(self) -> bool:
        return self.audience is Audience.ONLY

    def concerns(self, actor: Actor) -> bool:
        """Whether it is addressed to this actor; whether they may see it is another question."""
        if self.audience is Audience.EVERYONE:
            return True
        return (actor.user_id == self.person_id) is self.is_for_one

    async def seen_in(self, context: Context) -> AssetEvent | None:
        """Return the event with the asset as it is now; None when the context may not see that asset, or no longer."""
        if self.kind is AssetChange.RESYNC:
            return self._event(strawberry.ID(""), None)
        row = await context.loaders.asset.load(self.asset_id)
        if row is None and self.kind is not AssetChange.REMOVED:
            return None
        return self._event(to_id("asset", self.asset_id), Asset.of(row) if row else None)

    def _event(self, asset_id: strawberry.ID, asset: Asset | None) -> AssetEvent:
        return AssetEvent(
            cursor=str(self.cursor),
            kind=self.kind,
            asset_id=asset_id,
            revision=self.revision,
            asset=asset,
            progress=self.progress,
            at=self.at,
        )


def from_entry(run: str, entry: Entry) -> Happening | None:
    """Read an entry of the stream; None for one that is no change of an asset."""
    values = entry.values
    if values.get("topic") != "asset":
        return None
    return Happening(
        cursor=Cursor(run, entry.place),
        # A kind that only a newer version knows is a change all the same.
        kind=AssetChange.__members__.get(values["kind"], AssetChange.UPDATED),
        asset_id=UUID(values["subject"]),
        revision=int(values["revision"]),
        at=datetime.fromisoformat(values["at"]),
        audience=Audience(values["audience"]),
        person_id=UUID(values["person"]) if values["person"] else None,
    )


def from_progress(cursor: Cursor, message: dict[str, Any]) -> Happening:
    """Read a progress message; it has no place of its own in the stream and takes the present one."""
    return Happening(
        cursor=cursor,
        kind=AssetChange.PROGRESS,
        asset_id=UUID(message["asset"]),
        revision=message["revision"],
        at=datetime.now(UTC),
        progress=Progress(
            step=message["step"],
            done=message["done"],
            total=message["total"],
            unit=message["unit"],
            # A worker of the version before does not say.
            eta_seconds=message.get("eta"),
        ),
    )


def resync(cursor: Cursor) -> Happening:
    """Say that what happened before cannot be told."""
    return Happening(cursor=cursor, kind=AssetChange.RESYNC, asset_id=NOBODY, revision=0, at=datetime.now(UTC))
