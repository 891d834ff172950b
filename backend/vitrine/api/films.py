"""Films, as players see them."""

from collections.abc import Sequence

import strawberry

from vitrine.api.context import Context
from vitrine.api.delivery import rendition_url
from vitrine.api.renditions import Rendition, shown
from vitrine.assets.models import Asset as AssetRow
from vitrine.renditions.models import Rendition as RenditionRow


@strawberry.type(description="Small pictures of a film on one sheet, to show while somebody looks for a place in it.")
class Sprites:
    url: str = strawberry.field(description="The sheet, a JPEG.")
    track: str = strawberry.field(description="WebVTT: which part of the sheet (#xywh=) belongs to which time.")
    columns: int = strawberry.field(description="Pictures in a row of the sheet.")
    rows: int = strawberry.field(description="Rows of the sheet.")
    frame_width: int = strawberry.field(description="Pixels of one picture.")
    frame_height: int = strawberry.field(description="Pixels of one picture.")
    interval: float = strawberry.field(description="Seconds from one picture to the next; the first is of second 0.")
    count: int = strawberry.field(description="Pictures on the sheet, row by row; the last row may be shorter.")


@strawberry.type(description="What is said in a film, as text that was embedded in it.")
class Captions:
    url: str = strawberry.field(description="WebVTT, for a <track> element.")
    language: str = strawberry.field(description="BCP 47, or `und` where the file does not tell.")
    label: str = strawberry.field(description="The name to show in a menu.")


@strawberry.type(description="All that a player needs. Parts appear as they are made: poster, files, hls, sprites.")
class VideoStream:
    hls: str | None = strawberry.field(
        description="The master playlist. A program is given a signed address, and each address in the playlist is"
        " signed too, all good for at most 5 minutes; one that plays for longer sends its API key instead."
    )
    poster: Rendition | None = strawberry.field(description="A picture of the film to show until it plays.")
    files: list[Rendition] = strawberry.field(
        description="The film as MP4 (H.264 and AAC), the largest first; never larger than it was."
    )
    sprites: Sprites | None = strawberry.field(description="Pictures to show while looking for a place in it.")
    captions: list[Captions] = strawberry.field(description="In the order of the file.")


_UNKNOWN = "und"
_LAYOUT = ("columns", "rows", "frame_width", "frame_height", "interval", "count")


def stream_of(context: Context, asset: AssetRow, rows: Sequence[RenditionRow]) -> VideoStream:
    """Return what there is so far of a film."""
    named = {row.recipe: row for row in rows}
    files = [row for row in reversed(rows) if row.purpose == "film"]
    captions = sorted((row for row in rows if row.purpose == "captions"), key=lambda row: row.recipe)
    poster, hls = named.get("poster-1280"), named.get("hls")
    return VideoStream(
        hls=rendition_url(context, asset, hls) if hls else None,
        poster=shown(context, asset, poster) if poster else None,
        files=[shown(context, asset, row) for row in files],
        sprites=_sprites(context, asset, named),
        captions=[_captions(context, asset, row) for row in captions],
    )


def _sprites(context: Context, asset: AssetRow, named: dict[str, RenditionRow]) -> Sprites | None:
    sheet, track = named.get("sprites"), named.get("sprites-track")
    if sheet is None or track is None or sheet.details is None:
        return None
    layout = {name: sheet.details[name] for name in _LAYOUT}
    return Sprites(url=rendition_url(context, asset, sheet), track=rendition_url(context, asset, track), **layout)


def _captions(context: Context, asset: AssetRow, row: RenditionRow) -> Captions:
    details = row.details or {}
    language = details.get("language") or "und"
    return Captions(url=rendition_url(context, asset, row), language=language, label=details.get("label") or language)
