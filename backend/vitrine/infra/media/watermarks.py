"""Lay a mark over a picture: once, in one of nine places, or all over at a slant."""

from typing import TYPE_CHECKING

from PIL import Image

from vitrine.infra.media.transformation import Position, Watermark

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

# Shares of the picture's shorter edge, and of the mark's own size.
_MARGIN = 0.03
_GAP = 0.6
_SLANT = 30.0
# Pixels from one of many marks to the next, however small they are.
_CLOSEST = 16
# Where a mark lies, in shares of the room that is left.
_PLACES = {
    Position.TOP_LEFT: (0.0, 0.0),
    Position.TOP: (0.5, 0.0),
    Position.TOP_RIGHT: (1.0, 0.0),
    Position.LEFT: (0.0, 0.5),
    Position.CENTRE: (0.5, 0.5),
    Position.RIGHT: (1.0, 0.5),
    Position.BOTTOM_LEFT: (0.0, 1.0),
    Position.BOTTOM: (0.5, 1.0),
    Position.BOTTOM_RIGHT: (1.0, 1.0),
}


def mark_edge(picture: "Picture", mark: Watermark) -> int:
    """Return how long, in pixels, the longer edge of a mark on this picture shall be."""
    return max(1, round(min(picture.size) * mark.size))


def marked(picture: "Picture", drawn: "Picture", mark: Watermark) -> "Picture":
    """Return `picture` (L, RGB or RGBA) as RGB or RGBA with `drawn` (RGBA, at its final size) over it."""
    ground = picture if picture.mode == "RGBA" else picture.convert("RGB")
    faded = _faded(drawn, mark.opacity)
    if mark.position is Position.TILED:
        faded = faded.rotate(_SLANT, Image.Resampling.BICUBIC, expand=True)
        places = _tiles(ground.size, faded.size)
    else:
        places = [_place(ground.size, faded.size, mark.position)]
    return _over(ground, faded, places)


def _faded(drawn: "Picture", opacity: float) -> "Picture":
    faded = drawn.copy()
    faded.putalpha(drawn.getchannel("A").point([round(level * opacity) for level in range(256)]))
    return faded


def _place(room: tuple[int, int], size: tuple[int, int], position: Position) -> tuple[int, int]:
    margin = round(min(room) * _MARGIN)
    across, down = _PLACES[position]
    return (
        _along(room[0], size[0], margin, across),
        _along(room[1], size[1], margin, down),
    )


def _along(room: int, length: int, margin: int, share: float) -> int:
    # A mark as large as the picture has no room for a margin.
    margin = max(0, min(margin, (room - length) // 2))
    return margin + round((room - length - 2 * margin) * share)


def _tiles(room: tuple[int, int], size: tuple[int, int]) -> list[tuple[int, int]]:
    """Return places in rows, each shifted by half against the one above."""
    across, down = (max(_CLOSEST, round(length * (1 + _GAP))) for length in size)
    return [
        (x - (row % 2) * across // 2, y)
        for row, y in enumerate(range(0, room[1], down))
        for x in range(0, room[0] + across, across)
    ]


def _over(ground: "Picture", drawn: "Picture", places: list[tuple[int, int]]) -> "Picture":
    if ground.mode == "RGB":
        for place in places:
            ground.paste(drawn, place, drawn)
        return ground
    layer = Image.new("RGBA", ground.size, (0, 0, 0, 0))
    for place in places:
        layer.paste(drawn, place)
    return Image.alpha_composite(ground, layer)
