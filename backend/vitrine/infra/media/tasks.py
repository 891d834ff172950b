"""What a child can be asked to do. Runs in the child."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from vitrine.infra.media.animation import animate
from vitrine.infra.media.geometry import turned
from vitrine.infra.media.likeness import likeness
from vitrine.infra.media.opening import open_picture
from vitrine.infra.media.pdf_tasks import pages, text
from vitrine.infra.media.probe import facts_of, orientation_of_picture
from vitrine.infra.media.recipe import Recipe
from vitrine.infra.media.render import rasters, written
from vitrine.infra.media.thumbhash import thumbhash
from vitrine.infra.media.transform import transform
from vitrine.infra.media.wire import Message, Task

if TYPE_CHECKING:
    from PIL.Image import Image as Picture


def probe(request: Message) -> Iterator[Message]:
    """Yield the facts of the picture at `path`."""
    path = Path(request["path"])
    opened = open_picture(path)
    with opened.picture:
        yield {"facts": facts_of(opened, path).to_wire()}


def render(request: Message) -> Iterator[Message]:
    """Yield {"rendered": its place among `recipes`, size} for each picture written to `folder`.

    With `first_sight` the facts, the ThumbHash and the likeness come before them, from the same opening of the file.
    """
    recipes = [Recipe.from_wire(recipe) for recipe in request["recipes"]]
    path = Path(request["path"])
    opened = open_picture(path, max(recipe.max_edge for recipe in recipes))
    with opened.picture as picture:
        if request["first_sight"]:
            yield {"facts": facts_of(opened, path).to_wire()}
        orientation = orientation_of_picture(opened, path)
        seen = turned(picture.size, orientation)
        made = rasters(picture, orientation, recipes)
    if request["first_sight"]:
        smallest = min(made.values(), key=_pixels)
        yield {"thumbhash": thumbhash(smallest).hex(), "likeness": likeness(smallest)}
    for index, size in enumerate(written(made, seen, recipes, Path(request["folder"]))):
        yield {"rendered": index, "width": size[0], "height": size[1]}


def _pixels(picture: "Picture") -> int:
    return picture.width * picture.height


TASKS: dict[str, Task] = {
    "probe": probe,
    "render": render,
    "animate": animate,
    "transform": transform,
    "pages": pages,
    "text": text,
}
