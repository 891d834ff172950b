"""Files that are fetched from an address on the web, for whoever asked, and then uploaded like any other."""
