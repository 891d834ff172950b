"""Films: their poster, the sizes people watch, and what a player needs besides."""
