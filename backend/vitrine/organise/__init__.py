"""What people put on assets to find them again: tags."""
