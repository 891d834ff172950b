"""What is thrown away: deleted for good, by people or when its time is over, and its bytes after it."""
