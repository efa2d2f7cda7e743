"""Commands that make the book: build, preview, print and prove it."""
