"""Sizes: what a picture becomes inside a square, and how much of it need be decoded."""

# A JPEG decodes to a half, a quarter or an eighth at a fraction of the cost, and a raster halves without a filter. So
# an edge that divides is taken although it is a little short: 2016 for a 4032 px phone photo, 2000 for 4000 px (2.3 %).
_SHORTFALL = 0.025
_DIVISORS = (2, 4, 8, 16)
_ROUNDED_AT = 1024

Size = tuple[int, int]


def rendition_size(width: int, height: int, max_edge: int) -> Size:
    """Return the size of a `width` x `height` picture inside a square of `max_edge`: never enlarged, never below 1."""
    longest = max(width, height)
    if longest <= max_edge:
        return width, height
    for divisor in _DIVISORS:
        # Rounded up, as decoders do.
        if max_edge * (1 - _SHORTFALL) <= -(-longest // divisor) <= max_edge:
            return -(-width // divisor), -(-height // divisor)
    return _scaled(width, longest, max_edge), _scaled(height, longest, max_edge)


def _scaled(side: int, longest: int, edge: int) -> int:
    """Scale `side` so that what doubles an edge doubles the other side: 683 at 1024 is 1366 at 2048, not 1365."""
    doubled = 1
    while edge > _ROUNDED_AT * doubled:
        doubled *= 2
    return max(1, min(side, doubled * round(side * edge / longest / doubled)))


def turned(size: Size, orientation: int) -> Size:
    """Return `size` as seen: EXIF orientations 5 to 8 lie on their side."""
    return (size[1], size[0]) if orientation >= 5 else size
