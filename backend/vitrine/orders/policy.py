"""What may be wished of a picture, and of which assets."""

import math

from vitrine.assets.models import Asset, AssetStatus, MediaKind
from vitrine.infra.media.transformation import Box, Filters, Format, Point, Transformation, Watermark
from vitrine.orders.errors import (
    BadCrop,
    BadFilter,
    BadFocus,
    BadPresetName,
    BadQuality,
    BadRotation,
    BadSize,
    BadWatermark,
    FormatTooSmall,
    InTheTrash,
    NotAPicture,
    NotReadyYet,
    Withheld,
)

MAX_EDGE = 8192
MAX_TEXT = 200
MAX_BLUR = 100.0
MAX_SHARPEN = 5.0
MIN_MARK = 0.02
MAX_PRESET_NAME = 100
# Pixels that a side of the format can have, where pictures have more than that.
_LONGEST = {Format.WEBP: 16_383, Format.JPEG: 65_500}
# A film is ordered from its poster, a document from its first page.
PICTURED = {MediaKind.IMAGE, MediaKind.VIDEO, MediaKind.DOCUMENT}


def check_recipe(recipe: Transformation) -> None:
    """Refuse what no picture could be made into. Raises a kind of RenditionRefused."""
    for field, edge in (("width", recipe.width), ("height", recipe.height)):
        if edge is not None and not 1 <= edge <= MAX_EDGE:
            raise BadSize(f"Give 1 to {MAX_EDGE:,} pixels.", field=field, limit=MAX_EDGE)
    if recipe.rotate % 90:
        raise BadRotation("Turn by 90, 180 or 270 degrees.", field="rotate")
    if not 1 <= recipe.quality <= 100:
        raise BadQuality("Give a quality of 1 to 100.", field="quality", limit=100)
    _check_focus(recipe.focus or Point())
    _check_crop(recipe.crop or Box())
    _check_filters(recipe.filters)
    if recipe.watermark:
        _check_watermark(recipe.watermark)


def _check_focus(focus: Point) -> None:
    if not (0 <= focus.x <= 1 and 0 <= focus.y <= 1):
        raise BadFocus("Give the focus as shares of the edges: 0 to 1.", field="focus")


def _check_crop(crop: Box) -> None:
    values = (crop.x, crop.y, crop.width, crop.height)
    if not all(math.isfinite(value) and value >= 0 for value in values):
        raise BadCrop("Give the crop as shares of the edges: 0 to 1.", field="crop")
    if min(crop.width, crop.height) < 0.0001:
        raise BadCrop("The crop is empty: give it a width and a height.", field="crop")
    # What was added up from rounded numbers may lie a hair outside.
    if max(crop.x + crop.width, crop.y + crop.height) > 1.0005:
        raise BadCrop("The crop reaches out of the picture: x + width and y + height are at most 1.", field="crop")


def _check_filters(filters: Filters) -> None:
    if not 0 <= filters.blur <= MAX_BLUR:
        raise BadFilter(f"Blur by 0 to {MAX_BLUR:.0f} pixels.", field="blur", limit=int(MAX_BLUR))
    if not 0 <= filters.sharpen <= MAX_SHARPEN:
        raise BadFilter(f"Sharpen by 0 to {MAX_SHARPEN:.0f}.", field="sharpen", limit=int(MAX_SHARPEN))


def _check_watermark(mark: Watermark) -> None:
    if (mark.text is None) == (mark.asset is None):
        raise BadWatermark("Give a watermark either a text or an asset.", field="watermark")
    if mark.text is not None and not mark.text.strip():
        raise BadWatermark("Give the watermark a text.", field="text")
    if mark.text is not None and len(mark.text) > MAX_TEXT:
        raise BadWatermark(f"Shorten the text to {MAX_TEXT} characters.", field="text", limit=MAX_TEXT)
    if mark.text is not None and any(
        (ord(char) < 32 and char != "\n") or 0xD800 <= ord(char) < 0xE000 for char in mark.text
    ):
        raise BadWatermark("Leave out the control characters.", field="text")
    if not 0 < mark.opacity <= 1:
        raise BadWatermark("Give an opacity above 0, and at most 1.", field="opacity", limit=1)
    if not MIN_MARK <= mark.size <= 1:
        raise BadWatermark(f"Give a size of {MIN_MARK} to 1 of the shorter edge.", field="size", limit=1)


def check_asset(asset: Asset) -> None:
    """Refuse an asset of which no picture can be made now. Raises Withheld, InTheTrash, NotAPicture, NotReadyYet."""
    if asset.status is AssetStatus.QUARANTINED:
        raise Withheld("This asset is in quarantine: nothing of it is given out.", field="asset")
    if asset.trashed_at is not None:
        raise InTheTrash("This asset is in the trash: restore it first, then order.", field="asset")
    if asset.kind not in PICTURED:
        raise NotAPicture(
            "There is nothing to see in this asset: order from a picture, a film or a PDF.", field="asset"
        )
    if asset.status is AssetStatus.FAILED:
        raise NotReadyYet("This asset could not be processed: try it again first, then order.", field="asset")
    if asset.status is not AssetStatus.READY or asset.original_id is None:
        raise NotReadyYet("This asset is not READY yet: order once it is.", field="asset")


def check_format(recipe: Transformation, asset: Asset) -> None:
    """Refuse a format that cannot hold what the recipe makes of an asset. Raises FormatTooSmall."""
    longest = _LONGEST.get(recipe.format)
    crop = recipe.crop or Box()
    edges = (recipe.width or (asset.width or 0) * crop.width, recipe.height or (asset.height or 0) * crop.height)
    if longest and recipe.width is None and recipe.height is None and max(edges) > longest:
        raise FormatTooSmall(
            f"A {recipe.format.value} has at most {longest:,} pixels a side: give a width or a height, or order a PNG.",
            field="format",
            limit=longest,
        )


def clean_preset_name(name: str) -> str:
    """Return a preset's name without the spaces around and within it. Raises BadPresetName."""
    cleaned = " ".join(name.split())
    if not cleaned or len(cleaned) > MAX_PRESET_NAME or not cleaned.isprintable():
        raise BadPresetName(
            f"Give the preset a name of 1 to {MAX_PRESET_NAME} characters.", field="name", limit=MAX_PRESET_NAME
        )
    return cleaned
