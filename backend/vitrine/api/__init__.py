"""Everything spoken over HTTP, and the only place that knows GraphQL."""
