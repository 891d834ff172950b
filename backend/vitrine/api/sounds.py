"""Sounds, as players see them."""

from collections.abc import Sequence
from typing import Any

import strawberry

from vitrine.api.context import Context, Info
from vitrine.api.renditions import Rendition, shown
from vitrine.assets.models import Asset as AssetRow
from vitrine.renditions.models import Rendition as RenditionRow


@strawberry.type(description="All that a player of sound needs. Parts appear as they are made: cover, file, waveform.")
class Sound:
    row: strawberry.Private[AssetRow]
    file: Rendition | None = strawberry.field(description="The sound in a form every browser plays (AAC or MP3).")
    waveform: Rendition | None = strawberry.field(description="Its loudness over time, as a picture.")
    cover: Rendition | None = strawberry.field(description="The picture embedded in the file.")
    title: str | None = strawberry.field(description="As embedded in the file; the asset's own may be another by now.")
    artist: str | None = strawberry.field(description="As embedded in the file.")
    album: str | None = strawberry.field(description="As embedded in the file.")

    @strawberry.field(
        description="Its loudness over time, 0 to 1, at even steps from beginning to end: at most 2,000 values, none"
        " before they are made."
    )
    async def peaks(self, info: Info) -> list[float]:
        original = self.row.original_id
        return await info.context.loaders.peaks.load(original) if original else []


def sound_of(context: Context, asset: AssetRow, rows: Sequence[RenditionRow], facts: dict[str, Any]) -> Sound:
    """Return what there is so far of a sound."""
    found = {row.purpose: shown(context, asset, row) for row in rows if row.purpose in {"sound", "waveform", "cover"}}
    return Sound(
        row=asset,
        file=found.get("sound"),
        waveform=found.get("waveform"),
        cover=found.get("cover"),
        title=facts.get("title"),
        artist=facts.get("artist"),
        album=facts.get("album"),
    )
