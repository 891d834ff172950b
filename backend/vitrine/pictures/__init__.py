"""Photos and drawings: what is made of them, in which order."""
