"""People, their membership of libraries, and the ways they prove who they are."""
