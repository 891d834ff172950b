"""Sounds: their cover, their shape, and a copy that plays everywhere."""
