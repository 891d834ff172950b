"""Collections: what people put together, one inside another."""
