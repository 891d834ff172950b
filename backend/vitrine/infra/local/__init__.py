"""The real servers, and Vitrine's own processes, as children of one process on one machine."""
