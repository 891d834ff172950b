"""How assets are found: filters, pages, words, facets, and the index that answers while people type."""
