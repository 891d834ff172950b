"""Vitrine, a digital asset manager: keep every byte, derive what people look at, show every step live."""
