"""Pictures that look alike, and the same bytes kept twice: found, shown side by side, and put right by people."""
