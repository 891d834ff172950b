"""Films as files: what they say of themselves, and everything a player needs, made by confined ffmpeg processes."""
