"""What the cells of a chapter call, and running them."""
