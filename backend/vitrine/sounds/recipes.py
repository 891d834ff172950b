"""What is made of a sound, and the pictures that stand for it. A changed one gets a new name, and with it new keys."""

from vitrine.infra.media.recipe import Recipe
from vitrine.renditions.recipes import THUMBNAIL

COVER = Recipe(name="cover-1024", purpose="cover", max_edge=1024, format="jpeg", quality=80)
WITH_COVER = (THUMBNAIL, COVER)
WITHOUT_COVER = (THUMBNAIL,)
WEB_COPY = "sound-web"
WAVEFORM = "waveform"
PEAKS = "peaks"
# Seconds. The shape of a longer sound is not waited for: nothing shows its thumbnail until its copy is made.
LONGEST_AT_ONCE = 600.0
