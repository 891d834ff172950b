"""What is derived from originals so that people can look at them."""
