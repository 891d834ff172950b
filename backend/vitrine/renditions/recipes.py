"""What every kind of medium is given alike."""

from vitrine.infra.media.recipe import Recipe

# For the grid, and so the first of all. A changed recipe gets a new name, and with it new keys.
THUMBNAIL = Recipe(name="thumbnail-320", purpose="thumbnail", max_edge=320, format="webp", quality=75, effort=2)
