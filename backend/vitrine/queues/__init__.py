"""What waits, what runs and what could not be done, for those who run a library."""
