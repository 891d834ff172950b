"""Fetch a file from an address that somebody gave us, and from nowhere else."""
