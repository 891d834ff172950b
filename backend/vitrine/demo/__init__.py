"""A library full of made-up assets, always the same: for trying the gallery at any size."""
