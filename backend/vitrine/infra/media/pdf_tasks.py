"""What a child can be asked to do with a document. Runs in the child."""

from collections.abc import Iterator
from pathlib import Path

from vitrine.infra.media.confinement import allow_cpu
from vitrine.infra.media.pdf import opened, picture_of, texts
from vitrine.infra.media.recipe import Recipe
from vitrine.infra.media.render import rasters, written
from vitrine.infra.media.wire import Message

# Seconds of computing for a lot of pages, or for one that was no part of a lot in time.
_PAGE_SECONDS = 20.0
# Characters in one message, which may be four times as many bytes.
_PART = 100_000


def pages(request: Message) -> Iterator[Message]:
    """Yield {"rendered": its place among `recipes`, size} for each page of `numbers` written to `folder`."""
    allow_cpu(_PAGE_SECONDS)
    with opened(Path(request["path"])) as document:
        for index, (number, wire) in enumerate(zip(request["numbers"], request["recipes"], strict=True)):
            recipe = Recipe.from_wire(wire)
            picture = picture_of(document, number)
            upright = picture.size
            made = rasters(picture, 1, [recipe])
            for width, height in written(made, upright, [recipe], Path(request["folder"])):
                yield {"rendered": index, "width": width, "height": height}


def text(request: Message) -> Iterator[Message]:
    """Yield {"text": words} of the pages up to `last`, in parts."""
    with opened(Path(request["path"])) as document:
        for words in texts(document, request["last"]):
            page = words + "\n"
            for start in range(0, len(page), _PART):
                yield {"text": page[start : start + _PART]}
