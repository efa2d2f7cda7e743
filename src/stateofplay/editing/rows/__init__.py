"""Changes rows, sources and paragraphs one at a time; every other byte of a file stays as it is."""
