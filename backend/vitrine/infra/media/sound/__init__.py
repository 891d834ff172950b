"""Sounds as files: a copy that every browser plays, the shape of the sound, and the cover that lies inside."""
