"""Documents: their pages as pictures, and their words."""
