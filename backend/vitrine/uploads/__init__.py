"""How bytes come in: announced, sent straight to storage, checked, received."""
