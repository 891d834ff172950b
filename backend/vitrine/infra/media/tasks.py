"""What a child can be asked to do. Runs in the child."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from vitrine.infra.media.geometry import turned
from vitrine.infra.media.opening import open_picture
from vitrine.infra.media.probe import facts_of
from vitrine.infra.media.recipe import Recipe
from vitrine.infra.media.render import rasters, written
from vitrine.infra.media.thumbhash import thumbhash
from vitrine.infra.media.wire import Message, Task

if TYPE_CHECKING:
    from PIL.Image import Image as Picture


def probe(request: Message) -> Iterator[Message]:
    """Yield the facts of the picture at `path`."""
    picture, found = open_picture(Path(request["path"]))
    with picture:
        yield {"facts": facts_of(picture, found).to_wire()}


def render(request: Message) -> Iterator[Message]:
    """Yield {"rendered": its place among `recipes`, size} for each picture written to `folder`.

    With `first_sight` the facts and the ThumbHash come before them, from the same opening of the file.
    """
    recipes = [Recipe.from_wire(recipe) for recipe in request["recipes"]]
    picture, found = open_picture(Path(request["path"]))
    with picture:
        facts = facts_of(picture, found)
        if request["first_sight"]:
            yield {"facts": facts.to_wire()}
        upright = turned(picture.size, facts.orientation)
        made = rasters(picture, facts.orientation, recipes)
    if request["first_sight"]:
        yield {"thumbhash": thumbhash(min(made.values(), key=_pixels)).hex()}
    for index, size in enumerate(written(made, upright, recipes, Path(request["folder"]))):
        yield {"rendered": index, "width": size[0], "height": size[1]}


def _pixels(picture: "Picture") -> int:
    return picture.width * picture.height


TASKS: dict[str, Task] = {"probe": probe, "render": render}
