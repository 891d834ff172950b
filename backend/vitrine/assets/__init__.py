"""What people keep: the asset they name and find, over the original bytes."""
