"""The pictures that stand for a film. Its sizes are in infra/media/film/ladder.py; a changed one gets a new name."""

from vitrine.infra.media.recipe import Recipe
from vitrine.renditions.recipes import THUMBNAIL

POSTER = Recipe(name="poster-1280", purpose="poster", max_edge=1280, format="jpeg", quality=80)
FIRST_SIGHT = (THUMBNAIL, POSTER)
# The last thing each step writes: when it is there, the step is done.
PLAYLIST = "hls"
TRACK = "sprites-track"
