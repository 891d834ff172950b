"""The fixed list of what is made of a picture. A changed recipe gets a new name, and with it new keys.

Sizes and effort follow the measurements in docs/performance.md: the 320 is for the grid and comes first; JPEG costs a
thirtieth of WebP's time at these sizes, so 1024 and 2048 are JPEG for first sight and AVIF when nobody waits.
"""

from vitrine.infra.media.recipe import Recipe
from vitrine.renditions.recipes import THUMBNAIL

FIRST_SIGHT = (THUMBNAIL,)
PREVIEWS = (
    Recipe(name="large-2048", purpose="large", max_edge=2048, format="jpeg", quality=80),
    Recipe(name="preview-1024", purpose="preview", max_edge=1024, format="jpeg", quality=80),
)
# Of pictures that move, within the bounds of infra/media/animation.py.
MOVING = Recipe(name="animation-640", purpose="animation", max_edge=640, format="webp", quality=70, effort=2)
OPTIMISED = (
    Recipe(name="large-2048-avif", purpose="large", max_edge=2048, format="avif", quality=60, effort=0),
    Recipe(name="preview-1024-avif", purpose="preview", max_edge=1024, format="avif", quality=60, effort=0),
)
