"""How large a copy of a film is: inside a box, never larger than the film, and even, as H.264 wants it."""

from vitrine.infra.media.errors import Corrupt
from vitrine.infra.media.film.facts import FilmFacts

Size = tuple[int, int]


def seen(facts: FilmFacts) -> Size:
    """Return a film's size as seen. Raises Corrupt for a file without a moving picture."""
    if facts.width is None or facts.height is None:
        raise Corrupt("There is no picture in this film, only sound.")
    return facts.width, facts.height


def fitted(size: Size, box: Size) -> Size:
    """Return `size` made to fit `box`, which is turned for what stands upright."""
    width, height = size
    wide, high = box if width >= height else (box[1], box[0])
    scale = min(1.0, wide / width, high / height)
    return _even(width * scale), _even(height * scale)


def exceeds(size: Size, box: Size) -> bool:
    """Tell whether something is lost by fitting `size` into `box`."""
    wide, high = box if size[0] >= size[1] else (box[1], box[0])
    return size[0] > wide or size[1] > high


def _even(edge: float) -> int:
    """Return the nearest even number, below `edge` rather than above: nothing is made larger."""
    return max(2, int(edge + 0.001) // 2 * 2)
